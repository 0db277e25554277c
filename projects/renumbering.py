"""Change unique numbers of rows, one row at a time."""

from projects import limits


def renumbering_steps(old: dict[int, int], new: dict[int, int]) -> list[tuple[int, int]] | None:
    """Return steps (row, number) that lead from the old numbers to the new ones; both are given by row.

    No two rows have the same number after any step, because the database would refuse that. Rows that swap numbers
    need a free one in between: None if there is none.
    """
    now, steps = dict(old), []
    while waiting := [row for row in new if now[row] != new[row]]:
        taken = set(now.values())
        row = next((row for row in waiting if new[row] not in taken), None)
        if row is not None:
            number = new[row]
        else:
            row = waiting[0]
            number = next((number for number in range(1, limits.WEEKS + 1) if number not in taken), 0)
        if not number:
            return None
        now[row] = number
        steps.append((row, number))
    return steps
