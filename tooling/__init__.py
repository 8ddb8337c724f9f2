"""What run.py does. Standard library only, and it must run under Python 3.8."""
