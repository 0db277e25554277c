"""What processes of one machine send each other."""

import contextlib
import socket
import stat

import pytest
from django.db import transaction

from projects.peers import COMMITTED, Peers
from tests.factories import ProjectFactory


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "here"


@pytest.fixture
def peer():
    """Another process, and its socket."""
    other = Peers()
    inbox = other.listen()
    yield other, inbox
    other.close(inbox)


def test_a_message_reaches_the_others(peer):
    Peers().send(b"hello")
    assert peer[1].recv(100) == b"hello"


def test_a_process_does_not_send_to_itself(peer):
    other, inbox = peer
    other.send(b"hello")
    with pytest.raises(BlockingIOError):
        inbox.recv(100)


def test_only_its_owner_may_use_a_socket(peer, folder):
    [file] = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_socket_of_a_killed_process_is_deleted_and_the_others_are_told(peer, folder):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as killed:
        killed.bind(str(folder / "0-killed"))
    Peers().send(b"hello")
    assert peer[1].recv(100) == b"hello"
    assert [file.name for file in folder.iterdir()] == [peer[0].name]


def test_nobody_waits_for_a_peer_that_does_not_read(peer):
    for _ in range(2000):
        Peers().send(b"x" * 1000)
    assert peer[1].recv(2000) == b"x" * 1000


def test_sending_before_anybody_has_listened_does_nothing(folder):
    Peers().send(b"hello")
    assert not folder.exists()


def test_a_path_that_is_too_long_has_no_socket(settings, tmp_path):
    settings.DATA_DIR = tmp_path / ("long" * 30)
    settings.DATA_DIR.mkdir()
    with pytest.raises(OSError, match="too long"):
        Peers().listen()


@pytest.mark.one_database  # PostgreSQL tells of a commit by itself
@pytest.mark.django_db(transaction=True)
def test_a_commit_is_told_and_what_is_rolled_back_is_not(peer):
    with contextlib.suppress(InterruptedError), transaction.atomic():
        ProjectFactory()
        raise InterruptedError
    with pytest.raises(BlockingIOError):
        peer[1].recv(100)
    with transaction.atomic():
        ProjectFactory()
    assert peer[1].recv(100) == COMMITTED
