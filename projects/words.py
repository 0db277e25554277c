"""Numbers as words, where a sentence reads better with them."""

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
