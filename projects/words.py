"""Format numbers for sentences: small ones as words, with their noun."""

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
    """Return "four", but "13": numbers above twelve are written as digits."""
    return WORDS[number] if 0 <= number < len(WORDS) else str(number)


def counted(number: int, noun: str) -> str:
    """Return "four cards", "one card", "13 cards"."""
    return f"{in_words(number)} {plural(number, noun)}"


def plural(number: float, noun: str) -> str:
    """Return the noun as it follows a number: "card" after 1, else "cards"."""
    return noun if number == 1 else f"{noun}s"


def short_length(seconds: float) -> str:
    """Return a length for a narrow place: "57 s", "1 min 57", "2 min"; nothing for none."""
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return f"{rest} s" if rest else ""
    return f"{minutes} min {rest or ''}".rstrip()


def length_in_words(seconds: float) -> str:
    """Return a length for a sentence: "57 seconds", "1 minute 57", "2 minutes"; nothing for none."""
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return f"{rest} {plural(rest, 'second')}" if rest else ""
    return f"{minutes} {plural(minutes, 'minute')} {rest or ''}".rstrip()


def clock(seconds: float) -> str:
    """Return a length as players show it: "0:29"."""
    return "{}:{:02}".format(*divmod(round(seconds), 60))


def megabytes(size: int) -> str:
    """Round up to a tenth, so that a size over the limit never reads like the limit."""
    return f"{-(-size * 10 // 1024**2) / 10:.1f}"
