"""What the scripts of the pages become when they are collected: few files, without comments.

The modules that the board's scripts import are small, and always come together: a request for each costs more than
what it holds. They become functions of one file, and `loadJoined` calls each when it is first imported, so that it
is still carried out once, in its turn, and only on a page that imports it. A browser that is given the sources, for
work on the code, imports them one by one.
"""

import posixpath
import re

JOINED = (
    "js/site.js"  # every page links it; it holds what the scripts of these import, and not these themselves
)
ENTRIES = (JOINED, "js/board/board.js", "js/board/add.js")

SKIPPED = re.compile(r"^[ \t]*(?://[^\n]*\n|/\*\*.*?\*/\n|[ \t])", re.DOTALL | re.MULTILINE)
IMPORT = re.compile(r'^import (?:\{([^{}]*)\} from )?"(\.[^"]+)";\n', re.MULTILINE)
LATE_IMPORT = re.compile(r'(?<=\bimport\(")\.[^"]+(?="\))|(?<=\bnew URL\(")\.[^"]+(?=", import\.meta\.url\))')
EXPORT = re.compile(r"^export (?=(?:async function|function|class|const) (\w+))", re.MULTILINE)
UNREAD = re.compile(r"^(?:import\b(?!\()|export\b).*", re.MULTILINE)
# A global name and no export: a script that comes late imports from the joined file, which names it by the hash of
# its content, and two files cannot hold the hash of each other.
LOADER = """const loaded = new Map();
globalThis.loadJoined = (name) => {
if (!loaded.has(name)) loaded.set(name, joined[name]());
return loaded.get(name);
};
"""


class CannotJoin(Exception):
    """Says which script is written in a way that cannot be joined without reading all of JavaScript."""


def collect_scripts(sources: dict[str, str]) -> dict[str, str]:
    """Return the scripts as they are collected, by name, where `sources` are all of them."""
    scripts = {name: skip_comments(name, text) for name, text in sources.items()}
    joined = [name for name in with_imports(scripts, ENTRIES) if name not in ENTRIES]
    collected = {name: load_imports(name, text, joined) for name, text in scripts.items()}
    functions = "".join(f'"{name}"() {{\n{function_body(name, collected[name])}}},\n' for name in joined)
    collected |= {name: refer(name, collected[name]) for name in joined}
    return collected | {JOINED: f"const joined = {{\n{functions}}};\n{LOADER}{collected[JOINED]}"}


def skip_comments(name: str, text: str) -> str:
    """Leave out indentation, and comments that have lines of their own."""
    shorter = SKIPPED.sub("", text)
    if any(line.count("`") % 2 for line in shorter.splitlines()):
        raise CannotJoin(f"{name}: a template literal over several lines would lose its indentation.")
    return shorter


def with_imports(scripts: dict[str, str], names: tuple[str, ...], above: tuple[str, ...] = ()) -> list[str]:
    """Return these scripts and what they import, each once and behind what it imports itself."""
    found: dict[str, None] = {}
    for name in names:
        if name in above:
            raise CannotJoin(f"{name} imports itself, by way of {above[-1]}.")
        imported = [resolve(name, path) for _, path in IMPORT.findall(scripts[name])]
        ours = tuple(path for path in imported if path in scripts)
        found |= dict.fromkeys([*with_imports(scripts, ours, (*above, name)), name])
    return list(found)


def function_body(name: str, text: str) -> str:
    """Return the statements of a joined module, with what it exports as the value."""
    body = EXPORT.sub("", text)
    if unread := UNREAD.search(body):
        raise CannotJoin(f"{name}: {unread[0]}")
    body = LATE_IMPORT.sub(lambda path: path_from(JOINED, resolve(name, path[0])), body)
    return f"{body}return {{ {', '.join(EXPORT.findall(text))} }};\n"


def refer(name: str, text: str) -> str:
    """Return what remains in the place of a joined module, for whoever asks for it under its own name."""
    return f'export const {{ {", ".join(EXPORT.findall(text))} }} = loadJoined("{name}");\n'


def load_imports(name: str, text: str, joined: list[str]) -> str:
    """Replace the imports of joined modules by calls."""

    def load(statement: re.Match[str]) -> str:
        names, imported = statement[1], resolve(name, statement[2])
        if imported not in joined:
            return statement[0]
        taken = f"const {{{names.replace(' as ', ': ')}}} = " if names else ""
        return f'{taken}loadJoined("{imported}");\n'

    return IMPORT.sub(load, text)


def resolve(name: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))


def path_from(name: str, target: str) -> str:
    path = posixpath.relpath(target, posixpath.dirname(name))
    return path if path.startswith(".") else f"./{path}"
