"""The import from Ghost."""
