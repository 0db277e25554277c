"""Why a plan was refused, in a sentence for the person who chose the file."""

SHOWN = 60
SAVE_AS = "Save the plan as XLSX, CSV, TSV or Markdown."


class PlanError(ValueError):
    """`sentence` says what is wrong and where; it can be shown as it is."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence[:1].upper() + sentence[1:]
        super().__init__(self.sentence)


def quoted(value: object) -> str:
    """What a file says, safe inside a sentence: not too long, and nothing that no page or log can hold."""
    text = str(value)
    shown = "".join(letter if letter.isprintable() else "\ufffd" for letter in text[:SHOWN])
    return f"“{shown}…”" if len(text) > SHOWN else f"“{shown}”"
