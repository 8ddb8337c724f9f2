"""Characters that an XML 1.0 document cannot contain, not even escaped. No Django here."""

import re

# All but "Char" of https://www.w3.org/TR/xml/#charsets. One makes a whole document unreadable.
NOT_ALLOWED_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def allowed_in_xml(text):
    """The text without the characters that XML 1.0 forbids; it is still to be escaped."""
    return NOT_ALLOWED_IN_XML.sub("", text)
