"""The error for a plan that is refused, in a sentence for the person who chose the file."""

from projects.text import cut

SHOWN = 60
SAVE_AS = "Save the plan as XLSX, CSV, TSV or Markdown."


class PlanError(ValueError):
    """A plan was refused; `sentence` says what is wrong and where, and can be shown as it is."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence[:1].upper() + sentence[1:]
        super().__init__(self.sentence)


def quoted(value: object) -> str:
    """Quote a value from a file for a sentence: shortened, without characters that no page or log can show."""
    text = str(value)
    shown = "".join(letter if letter.isprintable() else "\ufffd" for letter in cut(text, SHOWN))
    return f"“{shown}…”" if len(text) > SHOWN else f"“{shown}”"
