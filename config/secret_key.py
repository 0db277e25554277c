"""The key that signs cookies and links, when nobody gave one: made once, kept in the data directory."""

import os
import secrets
from pathlib import Path

LENGTH = 64


def secret_key(data_dir: Path) -> str:
    """The key kept in `data_dir/secret_key`, made at the first call; the file is its owner's alone (mode 600)."""
    path = data_dir / "secret_key"
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        # O_EXCL: of two processes that start together one makes the key, the other reads it.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        key = secrets.token_urlsafe(LENGTH)
        file.write(key + "\n")
    return key
