"""Storages on another machine, whose errors are those of a disk."""

import errno


class OSErrorStorageMixin:
    """Stands before a storage whose library has exceptions of its own: all become OSError.

    FileNotFoundError for a file that is not there, EIO for any other. A file has been fetched as
    a whole once it is open, and none has a URL: whoever knew one could read what no page shows.
    """

    # The exceptions of the storage's library.
    library_errors = ()

    def is_missing_file(self, error):
        """Whether one of `library_errors` only says that there is no such file."""
        return False

    def in_words(self, error):
        """What one of `library_errors` says, for whoever runs the site; without a full stop."""
        return " ".join(str(error).split()).rstrip(".")

    def url(self, name, *args, **options):
        raise ValueError("No file of this storage is accessible via a URL.")

    def _open(self, name, mode="rb"):
        file = self._call(super()._open, name, mode)
        # Else it would be fetched by whoever reads from it first.
        self._call(lambda name: file.file, name)
        return file

    def _save(self, name, content):
        return self._call(super()._save, name, content)

    def delete(self, name):
        return self._call(super().delete, name)

    def exists(self, name):
        return self._call(super().exists, name)

    def listdir(self, path):
        return self._call(super().listdir, path)

    def size(self, name):
        return self._call(super().size, name)

    def get_modified_time(self, name):
        return self._call(super().get_modified_time, name)

    def _call(self, method, name, *arguments):
        try:
            return method(name, *arguments)
        except self.library_errors as error:
            if self.is_missing_file(error):
                raise FileNotFoundError(errno.ENOENT, "There is no such file", name) from error
            raise OSError(errno.EIO, self.in_words(error), name) from error
