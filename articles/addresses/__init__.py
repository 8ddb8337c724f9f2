"""Addresses that are nobody's any more: names of before, and what is asked for in vain.

former_names  leads from a name of before to the page of today
of_days       leads from a day in an old address to the archive
of_pictures   leads from a picture elsewhere to its file, and to the page that shows it
asked_for     counts what was asked for at old addresses, and what is nothing
"""
