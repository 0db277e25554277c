"""The key that signs cookies and links where SECRET_KEY is not set: created once, stored in the data directory."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

LENGTH = 64
LEAST_LENGTH, LEAST_VARIETY = 50, 10  # characters, and how many different ones: digits alone have ten


def is_strong(key: str) -> bool:
    return len(key) >= LEAST_LENGTH and len(set(key)) >= LEAST_VARIETY


def load_or_create_secret_key(data_dir: Path) -> str:
    """Return the key in `data_dir/secret_key`, created at the first call and readable by its owner only."""
    path = data_dir / "secret_key"
    data_dir.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # Written under another name first: of two processes that start together one links its key, and neither can
        # read half a key or leave an empty file behind.
        with NamedTemporaryFile("w", dir=data_dir, prefix="secret_key.") as file:  # mode 600
            file.write(secrets.token_urlsafe(LENGTH) + "\n")
            file.flush()
            with suppress(FileExistsError):
                os.link(file.name, path)
    return path.read_text().strip()
