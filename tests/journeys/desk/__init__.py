"""Journeys of reporters and editors."""
