"""Django's SQLite, of which a reader's page never asks for the lock."""
