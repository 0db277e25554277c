"""docs/settings.md and the code name the same variables of the environment."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = (ROOT / "docs/settings.md").read_text()


def documented():
    return set(re.findall(r"^\| `([A-Z][A-Z_]+)`", DOCUMENT, flags=re.MULTILINE))


def read_by_the_code():
    modules = [path for name in ("config", "projects", "boards") for path in (ROOT / name).rglob("*.py")]
    return {name for path in modules for name in names_read(ast.parse(path.read_text()))}


def names_read(tree):
    """The NAME of env.kind("NAME"), os.environ["NAME"], os.environ.get("NAME") and os.getenv("NAME")."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name("env")), args=[ast.Constant(str(name)), *_]):
                yield name
            case ast.Call(func=ast.Attribute(attr="getenv"), args=[ast.Constant(str(name)), *_]):
                yield name
            case ast.Subscript(value=ast.Attribute(attr="environ"), slice=ast.Constant(str(name))):
                yield name
            case ast.Call(
                func=ast.Attribute(value=ast.Attribute(attr="environ"), attr="get"),
                args=[ast.Constant(str(name)), *_],
            ):
                yield name


def test_every_setting_is_documented():
    assert read_by_the_code() - documented() == set()


def test_every_documented_setting_is_read():
    assert documented() - read_by_the_code() == set()


def test_a_setting_is_found_however_it_is_read():
    code = 'env.str("A"); os.environ["B"]; os.environ.get("C", "x"); os.getenv("D"); os.environ.setdefault("E", "x")'
    assert set(names_read(ast.parse(code))) == {"A", "B", "C", "D"}
