"""How run.py ends when it cannot go on."""


def sentence_of(stopped):
    """The one sentence with which it ended."""
    text = str(stopped.value)
    assert "\n" not in text
    assert text.startswith("run.py: ")
    assert text.endswith(".")
    return text
