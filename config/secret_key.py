"""The key that signs cookies and links, when nobody gave one: made once, kept in the data directory."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

LENGTH = 64


def secret_key(data_dir: Path) -> str:
    """The key kept in `data_dir/secret_key`, made at the first call; the file is its owner's alone (mode 600)."""
    path = data_dir / "secret_key"
    data_dir.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # Whole under a name of its own first: of two processes that start together one's key gets the name, and
        # neither can read half of it, or leave an empty file behind.
        with NamedTemporaryFile("w", dir=data_dir, prefix="secret_key.") as file:  # mode 600
            file.write(secrets.token_urlsafe(LENGTH) + "\n")
            file.flush()
            with suppress(FileExistsError):
                os.link(file.name, path)
    return path.read_text().strip()
