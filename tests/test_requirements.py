"""The locked sets: exact, with hashes, usable wherever the packages come from."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
SETS = ["run", "test", "uv"]


def text(name):
    return (ROOT / f"requirements/{name}.txt").read_text()


def locked(name):
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text(name), flags=re.MULTILINE))


@pytest.mark.parametrize("name", SETS)
def test_a_locked_set_names_no_address(name):
    assert not re.search(r"://|--index-url|--find-links|@ ", text(name))


@pytest.mark.parametrize("name", SETS)
def test_every_locked_package_has_hashes(name):
    packages = re.split(r"^(?=[a-z0-9-]+==)", text(name), flags=re.MULTILINE)[1:]
    assert [package for package in packages if "--hash=sha256:" not in package] == []


@pytest.mark.parametrize(("name", "extras"), [("run", ["postgres"]), ("test", ["postgres", "test"])])
def test_a_locked_set_holds_what_the_project_asks_for(name, extras):
    asked = [*PROJECT["dependencies"]]
    for extra in extras:
        asked += PROJECT["optional-dependencies"][extra]
    versions = locked(name)
    stale = [
        a for a in map(Requirement, asked) if versions.get(canonicalize_name(a.name), "0") not in a.specifier
    ]
    assert stale == []


def test_the_server_is_tested_with_the_versions_it_runs_with():
    assert locked("run").items() <= locked("test").items()
