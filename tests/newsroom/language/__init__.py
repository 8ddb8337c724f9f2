"""Translations, and dates and numbers in every language."""
