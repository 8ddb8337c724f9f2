"""The sandbox: what reads strangers' files, in a child process without Django, database or secrets.

Nothing in here imports anything of the site outside this folder (a test tries each module with
Django out of reach), and the rest of the site opens no stranger's file itself.
"""
