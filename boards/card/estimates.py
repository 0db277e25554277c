"""The estimates that a button chooses, beside the field for any other."""

HOUR = 60
QUICK = 4  # buttons


def minutes_to_choose(limit: int) -> list[int]:
    """Whole hours up to the project's limit, in at most four steps."""
    step = HOUR * max(1, -(-limit // (HOUR * QUICK)))
    return list(range(step, limit + 1, step)) or [limit]
