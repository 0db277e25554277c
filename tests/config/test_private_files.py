"""Who may open what the server writes, on a machine with other users."""

import os
import subprocess
import sys

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from tests.config.conftest import ROOT

STARTED = """
import os, sys
os.umask(0o022)  # as a login shell has it
from django.core.management import execute_from_command_line
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
execute_from_command_line(["manage.py", "start", "--no-serve"])
"""


def modes(folder):
    """(of the folders, of the files) in it, itself included."""
    paths = [folder, *folder.rglob("*")]
    kinds = [[path for path in paths if path.is_dir()], [path for path in paths if path.is_file()]]
    return [{oct(path.stat().st_mode & 0o777) for path in kind} for kind in kinds]


@pytest.mark.programs
def test_a_first_start_makes_nothing_that_other_users_may_open_but_static_files(tmp_path):
    data, static = tmp_path / "srv" / "data", tmp_path / "static"
    told = {"DATA_DIR": str(data), "STATIC_ROOT": str(static), "DATABASE_URL": "", "SAMPLE": "false"}
    environment = {name: value for name, value in (os.environ | told).items() if value}
    command = [sys.executable, "-c", STARTED]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    assert {path.name for path in data.iterdir()} >= {"weekboard.sqlite3", "secret_key"}
    assert modes(data) == [{"0o700"}, {"0o600"}]
    assert modes(static) == [{"0o755"}, {"0o644"}]


def test_an_upload_is_its_servers_alone(settings, tmp_path):
    storage = FileSystemStorage(location=tmp_path / "files")
    stored = tmp_path / "files" / storage.save("demos/new/a.mp4", ContentFile(b"x"))
    assert stored.stat().st_mode & 0o777 == 0o600
    assert modes(tmp_path / "files")[0] == {"0o700"}
