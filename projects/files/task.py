"""What a task in a child process may say about itself. Imports no Django, because children do without."""


class TaskRefused(Exception):
    """The task has looked at what it was given and does not do it; `code` is a key of its caller's sentences."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
