"""What a child process reaches, where the kernel has Landlock with TCP and signals (Linux 6.12)."""

import os
import socket

from tests.projects.files.children import reason
from tests.site import ROOT


def test_it_reaches_no_network(folder):
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert reason("connect", folder, address=server.getsockname()) == "crash"


def test_it_reads_no_file_outside_its_folder(folder, files):
    (files / "secret_key").write_text("shown to nobody")
    assert reason("read", folder, path=str(files / "secret_key")) == "crash"
    assert reason("list_folder", folder, path=str(files)) == "crash"


def test_it_reads_no_settings_beside_the_code(folder):
    assert reason("read", folder, path=str(ROOT / "manage.py")) == "crash"


def test_it_writes_no_file_outside_its_folder(folder, files):
    assert reason("write", folder, name=str(files / "film.mp4"), bytes=1) == "crash"
    assert reason("write", folder, name=str(ROOT / "projects/film.py"), bytes=1) == "crash"


def test_what_it_makes_leads_nowhere_else(folder, files):
    assert reason("link", folder, path=str(files)) == "crash"


def test_it_ends_no_other_process(folder):
    assert reason("kill", folder, process=os.getpid()) == "crash"
