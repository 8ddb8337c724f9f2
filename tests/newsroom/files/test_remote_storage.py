"""Files on another machine: a storage whose library has errors of its own fails as a disk does."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage

from newsroom.remote_storage import OSErrorStorageMixin


class Away(Exception):
    """What a library raises while the other machine does not answer."""


class Absent(Away):
    """… and when it answers that there is no such file."""


class Library(InMemoryStorage):
    """A storage as packages bring it: all that is asked of it may raise an error of its own."""

    trouble = None

    def _do(self, question, *arguments):
        if self.trouble:
            raise self.trouble
        return question(*arguments)

    def _open(self, name, mode="rb"):
        return self._do(super()._open, name, mode)

    def _save(self, name, content):
        return self._do(super()._save, name, content)

    def delete(self, name):
        return self._do(super().delete, name)

    def exists(self, name):
        return self._do(super().exists, name)

    def listdir(self, path):
        return self._do(super().listdir, path)

    def size(self, name):
        return self._do(super().size, name)

    def get_modified_time(self, name):
        return self._do(super().get_modified_time, name)


class RemoteStorage(OSErrorStorageMixin, Library):
    library_errors = (Away,)

    def is_missing_file(self, error):
        return isinstance(error, Absent)


QUESTIONS = {
    "open": lambda storage: storage.open("boat.jpg"),
    "save": lambda storage: storage.save("boat.jpg", ContentFile(b"x")),
    "delete": lambda storage: storage.delete("boat.jpg"),
    "exists": lambda storage: storage.exists("boat.jpg"),
    "listdir": lambda storage: storage.listdir(""),
    "size": lambda storage: storage.size("boat.jpg"),
    "get_modified_time": lambda storage: storage.get_modified_time("boat.jpg"),
}


@pytest.fixture
def storage():
    storage = RemoteStorage()
    storage.save("boat.jpg", ContentFile(b"a boat"))
    return storage


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_whatever_is_asked_while_it_is_away_fails_as_on_a_disk(storage, question):
    storage.trouble = Away("Nobody is at\n10.0.0.7")

    with pytest.raises(OSError, match=r"Nobody is at 10\.0\.0\.7") as failed:
        question(storage)
    assert not isinstance(failed.value, FileNotFoundError)


@pytest.mark.parametrize("name", ["open", "delete", "size", "get_modified_time"])
def test_a_file_that_is_not_there_is_told_from_a_machine_that_is_away(storage, name):
    storage.trouble = Absent("404")

    with pytest.raises(FileNotFoundError):
        QUESTIONS[name](storage)


def test_a_fault_of_ours_is_not_taken_for_one_of_the_other_machine(storage):
    storage.trouble = TypeError("a fault of ours")

    with pytest.raises(TypeError):
        storage.size("boat.jpg")


def test_where_it_answers_it_is_a_storage_as_any_other(storage):
    assert storage.open("boat.jpg").read() == b"a boat"
    assert storage.size("boat.jpg") == 6
    assert storage.listdir("") == ([], ["boat.jpg"])
    storage.delete("boat.jpg")
    assert not storage.exists("boat.jpg")


def test_a_file_is_here_as_a_whole_once_it_is_open():
    class Lazy:
        """A file as S3 libraries have it, which is fetched when it is first read."""

        @property
        def file(self):
            raise Away

    class Slow(RemoteStorage):
        def _do(self, question, *arguments):
            return Lazy()

    with pytest.raises(OSError):  # noqa: PT011 there is nothing that it would have to say
        Slow().open("boat.jpg")


def test_no_file_has_an_address(storage):
    with pytest.raises(ValueError, match="accessible via a URL"):
        storage.url("boat.jpg")
