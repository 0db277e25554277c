"""Open boards: how late they are, and what they cost."""

import pytest

from tests.bench.live import A_SECOND, BUSY, FEW, MANY, MINUTES, SOME, STEADY
from tests.bench.options import rounds

pytestmark = pytest.mark.bench
CORE = 100  # percent


@pytest.fixture(scope="module")
def measured(site):
    """Each part on a server of its own, whose memory has not been grown by another."""

    def measure(part):
        with site.served() as (server, port):
            return site.bench("live", port, server.pid, part)

    return measure


@pytest.fixture(scope="module")
def many(measured):
    return measured("many")


@pytest.fixture(scope="module")
def late(measured):
    return measured("late")


@pytest.fixture(scope="module")
def busy(measured, table):
    busy = measured("busy")
    table.note(f"CPU of a move in front of {SOME} boards", busy["cpu"], "ms")
    return busy


@pytest.fixture(scope="module")
def steady(measured):
    return measured("steady")


def test_another_board_is_true_60_ms_after_the_commit(late, table):
    table.at_most("commit to another board, median", late["median"], 60, "ms")


def test_the_latest_of_a_hundred_is_150_ms_after_the_commit(late, table):
    table.at_most("commit to another board, p99", late["p99"], 150, "ms")


def test_boards_follow_within_a_second_when_many_look_on(busy, table):
    what = f"the same, p95, {SOME} boards, {A_SECOND} moves a second for {BUSY} s"
    table.at_most(what, busy["late"], 1000, "ms")


def test_who_moves_waits_at_most_three_times_as_long_when_many_look_on(busy, table):
    table.at_most(f"answer to a move, p95, {SOME} boards, of nobody looking", busy["mover"], 3, "×")


def test_every_move_was_made(busy):
    assert busy["moves"] == BUSY * A_SECOND


def test_a_stream_takes_at_most_20_kib(many, table):
    table.at_most(f"memory a stream, of {MANY:,}", many["grown"]["memory"], 20, "KiB")


def test_a_stream_takes_no_thread(many, table):
    table.at_most(f"threads for {MANY:,} streams", many["grown"]["threads"], 2)


def test_many_idle_boards_take_two_hundredths_of_a_core(many, table):
    table.at_most(f"a core, {MANY:,} idle boards", CORE * many["idle"], 2, "%")


def test_the_server_with_some_boards_takes_at_most_120_mib(many, table):
    table.at_most(f"memory of the server, {FEW} open boards", many["few"], 120, "MiB")


def test_a_page_is_not_half_as_slow_again_beside_many_boards(many, table):
    table.at_most(f"time of a board page beside {MANY:,} boards", many["pages"], 1.5, "×")


WHILE = f"{MINUTES:g} minutes of {STEADY} moves a second, {SOME // 2} boards"


def test_memory_grows_by_no_more_than_the_drawings_that_are_kept(steady, table):
    """A drawing takes some two KiB, and 20,000 are kept; what grows faster would grow for ever.

    Memory comes by the MiB, so that few moves seem to take more.
    """
    table.at_most(f"memory grown a move, {WHILE}", steady["memory"], rounds(4, 6), "KiB")


def test_no_file_stays_open(steady, table):
    table.at_most(f"open files more, {WHILE}", steady["files"], 4)


def test_the_journal_of_sqlite_does_not_grow(steady, table):
    table.at_most(f"journal of SQLite, {WHILE}", steady["journal"], 8, "MiB")


def test_no_board_is_cut_off(steady):
    assert steady["open"]
