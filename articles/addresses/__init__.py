"""Addresses that are nobody's any more: names of before, and what is asked for in vain.

former_names  leads from a name of before to the page of today
asked_for     counts what was asked for at old addresses, and what is nothing
"""
