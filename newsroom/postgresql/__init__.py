"""Django's PostgreSQL, for processes that may not wait for ever (newsroom.patience)."""
