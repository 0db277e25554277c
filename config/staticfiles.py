"""Static files under names that change with their content."""

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

from config.scripts import collect_scripts

# Of a file in the same folder only: a url() in it stays right where it is joined.
IMPORT = re.compile(r'^@import url\("([\w-]+\.css)"\);\n', re.MULTILINE)
# What a browser skips, and is a fifth of the compressed bytes: comments, and the indentation of lines.
SKIPPED = re.compile(r"/\*.*?\*/\s*|^\s+", re.DOTALL | re.MULTILINE)
# A style sheet that a script fetches when it is needed. The last says where it is not looked for: nowhere.
FETCHED_SHEET = (
    r'(?P<matched>new URL\("(?P<url>\.[^"]+\.css)", import\.meta\.url\))',
    'new URL("%(url)s", import.meta.url)',
    r"(?!)",
)


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's compressed manifest, with style sheets and scripts joined, and what they fetch rewritten."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("*.js", (FETCHED_SHEET,)))
    support_js_module_import_aggregation = True
    max_post_process_passes = 10  # a name depends on those of what is imported: so long may a chain be

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Names do not change while the server runs, and a page asks for twenty of them.
        self.url = cache(super().url) if not settings.DEBUG else super().url

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            paths = paths | {name: (self, name) for name in paths if self.join_imports(name, paths)}
            paths = paths | self.collect_scripts(paths)
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def join_imports(self, name: str, paths: dict[str, Any]) -> bool:
        """Put the files it imports in place of a collected style sheet that holds nothing else; tell whether it did.

        Without being collected, for work on the code and in tests, a browser imports them one by one.
        """
        if not name.endswith(".css"):
            return False
        text = read(*paths[name])
        if not IMPORT.search(text) or IMPORT.sub("", SKIPPED.sub("", text)).strip():
            return False
        folder = Path(name).parent
        sources = [paths[(folder / imported).as_posix()] for imported in IMPORT.findall(text)]
        joined = "".join(SKIPPED.sub("", read(*source)) for source in sources)
        Path(self.path(name)).write_text(joined, encoding="utf-8")
        return True

    def collect_scripts(self, paths: dict[str, Any]) -> dict[str, Any]:
        """Put our scripts, as they are collected, in the place of their sources; return where they are."""
        sources = {
            name: read(*paths[name]) for name in paths if name.startswith("js/") and name.endswith(".js")
        }
        for name, text in (collect_scripts(sources) if sources else {}).items():
            Path(self.path(name)).write_text(text, encoding="utf-8")
        return {name: (self, name) for name in sources}

    def create_compressor(self, **kwargs):
        return SameModeCompressor(**kwargs)


def read(storage: Any, path: str) -> str:
    with storage.open(path) as file:
        return file.read().decode()


class SameModeCompressor(Compressor):
    """Gives compressed copies the mode of their original, whatever the umask is."""

    def write_data(self, path, data, suffix, stat_result):
        name = super().write_data(path, data, suffix, stat_result)
        os.chmod(name, stat_result.st_mode & 0o777)
        return name
