"""What whoever runs the site can see of it: is it ready, what has it to do, what went wrong.

docs/how-to/see-it-run.md says where each of it is read.
"""
