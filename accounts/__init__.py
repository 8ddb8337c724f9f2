"""People: log in, sign up, reset a password, roles."""
