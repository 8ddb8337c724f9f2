"""Colleagues: who works at the desk, whom one has invited, and what each role may do.

desk    the pages
form    what is asked of whoever invites somebody, or gives another role
rows    the colleagues as their list shows them
table   what each role may do, from the rights themselves
"""

from . import desk

__all__ = ["desk"]
