"""A feed can be read whatever an import has brought along."""

import sys
from xml.sax.saxutils import escape

from defusedxml.ElementTree import fromstring

from newsroom.xml_text import allowed_in_xml


def test_what_is_left_of_all_characters_there_are_can_be_read_as_xml():
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    kept = allowed_in_xml(every)

    # A parser turns "\r" into "\n", as the standard asks.
    assert fromstring(f"<a>{escape(kept)}</a>").text == kept.replace("\r", "\n")


def test_nothing_is_taken_that_xml_can_say():
    assert allowed_in_xml("Ana said:\t\u201cNo.\u201d\r\n\U0001f40e\x85\u202e") == (
        "Ana said:\t\u201cNo.\u201d\r\n\U0001f40e\x85\u202e"
    )
    taken = [c for c in map(chr, range(sys.maxunicode + 1)) if not allowed_in_xml(c)]
    assert len(taken) == 29 + 2048 + 2
