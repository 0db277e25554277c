"""The estimates that are offered as buttons, beside a field for any other."""

HOUR = 60
QUICK = 4  # buttons


def minutes_to_choose(limit: int) -> list[int]:
    """Return whole hours up to the limit, in at most four steps; all are minutes."""
    step = HOUR * max(1, -(-limit // (HOUR * QUICK)))
    return list(range(step, limit + 1, step)) or [limit]
