"""Numbers in sentences: as words where that reads better, and with their noun."""

WORDS = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]


def in_words(number: int) -> str:
    """ "four", or "13" from there on."""
    return WORDS[number] if 0 <= number < len(WORDS) else str(number)


def counted(number: int, noun: str) -> str:
    """ "four cards", "one card", "13 cards" """
    return f"{in_words(number)} {plural(number, noun)}"


def plural(number: float, noun: str) -> str:
    """The noun as it stands behind a number: "card" after 1, else "cards"."""
    return noun if number == 1 else f"{noun}s"
