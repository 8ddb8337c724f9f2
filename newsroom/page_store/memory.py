"""The first level: finished pages in the memory of one process."""

from threading import Lock


class Memory:
    """Finished pages by address, in at most so many bytes.

    Which goes when there is no room is decided as the algorithm CLOCK does it: the oldest that
    nobody has asked for since it was passed over the last time. Readers take no lock.
    """

    def __init__(self, most_bytes):
        self.most_bytes, self.bytes, self.evicted = most_bytes, 0, 0
        self._pages, self._lock = {}, Lock()
        self.get = self._pages.get

    def __len__(self):
        return len(self._pages)

    def keep(self, address, page):
        """Keep a page in place of what was there; nothing that would fill a tenth of the room."""
        if page.size > self.most_bytes / 10:
            return
        with self._lock:
            self._drop(address)
            self._pages[address] = page
            self.bytes += page.size
            while self.bytes > self.most_bytes:
                self._make_room()

    def _make_room(self):
        address = next(iter(self._pages))
        page = self._pages[address]
        if page.is_in_use:
            page.is_in_use = False
            self._pages[address] = self._pages.pop(address)  # to the end
        else:
            self._drop(address)
            self.evicted += 1

    def _drop(self, address):
        if page := self._pages.pop(address, None):
            self.bytes -= page.size
