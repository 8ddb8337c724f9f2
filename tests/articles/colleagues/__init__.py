"""Who works at the desk, how they come to it and how they leave it."""

from urllib.parse import urlsplit

from articles import colleagues


def link_in(letter):
    """The path that a letter's link leads to."""
    [address] = [word for word in letter.body.split() if "/accounts/invited/" in word]
    return urlsplit(address).path


def link_of(invitation):
    return f"/accounts/invited/{colleagues.key_of(invitation)}/"
