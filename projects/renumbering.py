"""Numbers that change hands, one row at a time."""

from projects import limits


def renumbering(was: dict[int, int], to_be: dict[int, int]) -> list[tuple[int, int]] | None:
    """The steps (row, number) that lead from the numbers rows have to those they get, one row at a time.

    No two rows have the same number at any moment, for the database would refuse that. Rows that want each
    other's number need a free one to wait on: None if there is none.
    """
    now, steps = dict(was), []
    while waiting := [row for row in to_be if now[row] != to_be[row]]:
        taken = set(now.values())
        row = next((row for row in waiting if to_be[row] not in taken), None)
        if row is not None:
            number = to_be[row]
        else:
            row = waiting[0]
            number = next((number for number in range(1, limits.WEEKS + 1) if number not in taken), 0)
        if not number:
            return None
        now[row] = number
        steps.append((row, number))
    return steps
