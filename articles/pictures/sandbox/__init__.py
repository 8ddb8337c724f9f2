"""What reads strangers' files: a process with no Django, no database and no secrets.

Nothing in here may import anything of the site outside this folder.
"""
