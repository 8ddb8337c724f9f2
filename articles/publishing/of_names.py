"""What must hold before two topics, or two authors, become one."""

from .not_ready import refuse


def ensure_names_can_be_merged(row, other):
    """Raise NotReady unless `row` can become part of `other`, which is of its kind."""
    problems = []
    if row.pk == other.pk:
        problems.append("Choose another one: this is the same.")
    elif getattr(row, "user_id", None) and getattr(other, "user_id", None):
        problems.append("Each of the two has an account. Take it from one of them first.")
    refuse(problems)
