"""Beside a story while it is written: who is in it, what is not saved yet, who else reads along."""
