"""Files on another machine, which fail as those on a disk do."""

import errno


class FailsAsADisk:
    """Stands before a storage whose library has errors of its own: all become OSError.

    FileNotFoundError for a file that is not there. A file is here as a whole once it is open, and
    none has an address: whoever knew one could read what no page shows.
    """

    # What the library raises.
    faults = ()

    def is_absence(self, fault):
        """Whether a fault only says that there is no such file."""
        return False

    def url(self, name, *args, **options):
        raise ValueError("No file of this storage is accessible via a URL.")

    def _open(self, name, mode="rb"):
        file = self._asked(super()._open, name, mode)
        # Else it would be fetched by whoever reads from it first.
        self._asked(lambda name: file.file, name)
        return file

    def _save(self, name, content):
        return self._asked(super()._save, name, content)

    def delete(self, name):
        return self._asked(super().delete, name)

    def exists(self, name):
        return self._asked(super().exists, name)

    def listdir(self, path):
        return self._asked(super().listdir, path)

    def size(self, name):
        return self._asked(super().size, name)

    def get_modified_time(self, name):
        return self._asked(super().get_modified_time, name)

    def _asked(self, question, name, *more):
        try:
            return question(name, *more)
        except self.faults as fault:
            if self.is_absence(fault):
                raise FileNotFoundError(errno.ENOENT, "There is no such file", name) from fault
            raise OSError(errno.EIO, " ".join(str(fault).split()), name) from fault
