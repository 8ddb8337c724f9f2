"""An XML file as a stream of elements, trusting nothing in it.

Elements are freed once they are read, so that memory stays flat. Document types, entities (billion
laughs, XXE), huge texts and deep nesting are refused. Characters that XML forbids are left out.
"""

from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from .mending import Mended

MAX_NODE = 8 * 1024 * 1024  # bytes without a tag
MAX_DEPTH = 12

NO_XML = "This is not an XML file. Give the .xml file that WordPress exported."
NODE = "The file holds a single text of more than 8 MB; no post is that long."
NESTED = "The file is nested more deeply than any WordPress export."
ENTITIES = "The file declares a document type or entities, which no WordPress export does."
ENCODING = "The file is written in an encoding that cannot be read."


class Unreadable(Exception):
    """Why this file cannot be imported, in one sentence."""


class Stream:
    """The elements of an open XML file; `size` is how many bytes were read so far."""

    def __init__(self, file):
        self.file, self.size, self._since_a_tag = Mended(file), 0, 0

    def __iter__(self):
        """Yield ("start" or "end", element, depth of the element); the root has depth 0.

        An element is complete at its end, and gone when the next is asked for.
        Raises Unreadable.
        """
        above = []
        try:
            for event, element in iterparse(self, events=("start", "end"), forbid_dtd=True):
                self._since_a_tag = 0
                if event == "start":
                    if len(above) >= MAX_DEPTH:
                        raise Unreadable(NESTED)
                    yield event, element, len(above)
                    above.append(element)
                    continue
                above.pop()
                yield event, element, len(above)
                element.clear()
                if above:
                    # Its parent, too, shall not remember it.
                    above[-1].remove(element)
        except DefusedXmlException as problem:
            raise Unreadable(ENTITIES) from problem
        except ParseError as problem:
            raise Unreadable(self._what_is_broken(problem)) from problem
        except (ValueError, LookupError) as problem:
            raise Unreadable(ENCODING) from problem

    def read(self, size):
        """Called by the parser."""
        data = self.file.read(size)
        self.size += len(data)
        self._since_a_tag += len(data)
        if self._since_a_tag > MAX_NODE:
            raise Unreadable(NODE)
        return data

    def _what_is_broken(self, problem):
        row, column = problem.position
        if not self.size:
            return "The file is empty."
        if (row, column) == (1, 0):
            return NO_XML
        return f"The file is broken or incomplete at line {row:,}, column {column + 1:,}."
