"""What happens when processes are killed, clocks are wrong and everybody presses at once.

Each test has a database of its own, with real servers and workers around it.
"""
