"""How a verb refuses: in the editor's words, with everything that is still to settle."""


class NotReady(Exception):
    """What stands between a story and its readers, in the editor's words.

    `problems` is a list of sentences.
    """

    def __init__(self, problems):
        self.problems = list(problems)
        super().__init__(" ".join(self.problems))


def refuse(problems):
    """Raise NotReady if there are any."""
    if problems := list(problems):
        raise NotReady(problems)


def problems_of_hour(at):
    """What is wrong with a moment wherever it is meant, as sentences."""
    return [] if 2 <= at.year <= 9998 else ["Choose a date in this century."]


def in_this_century(at):
    """The moment, or None if no calendar of ours has it."""
    # At the ends of the calendar there is no day in the paper's time zone.
    return None if at is None or problems_of_hour(at) else at
