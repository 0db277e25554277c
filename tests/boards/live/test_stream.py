"""Open boards on a running server, over real sockets (tests/boards/live/scenes.py)."""

import json

import pytest

pytestmark = pytest.mark.programs


@pytest.fixture(scope="module")
def played(site):
    """What came of all scenes."""
    with site.served() as (_, port):
        return json.loads(site.run("-m", "tests.boards.live.scenes", port))


def test_a_move_shows_on_another_board(played):
    assert played["a_move"]["column"]


def test_a_move_shows_within_seconds_among_many_other_scenes(played):
    assert played["a_move"]["late"] < 3


def test_who_did_it_is_said_just_before_the_drawing(played):
    assert played["a_move"]["order"] == ["news", ""]


def test_a_drawing_says_which_event_it_is_true_up_to(played):
    assert int(played["a_move"]["id"]) == played["a_move"]["seq"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("content-type", "text/event-stream; charset=utf-8"),
        ("cache-control", "no-store"),
        ("x-accel-buffering", "no"),
        ("x-content-type-options", "nosniff"),
    ],
)
def test_the_headers_keep_proxies_from_holding_it_back(played, name, value):
    assert played["a_move"]["headers"][name] == value


def test_the_stream_is_not_compressed(played):
    assert "content-encoding" not in played["a_move"]["headers"]


def test_who_comes_back_is_told_what_was_missed(played):
    assert played["missed"]["told"]


def test_what_a_browser_has_seen_last_wins_over_what_its_page_said(played):
    assert played["missed"]["told by header"]


def test_a_board_that_is_true_is_told_nothing_again(played):
    assert not played["missed"]["told again"]


def test_who_has_seen_what_never_was_is_asked_to_fetch_the_board(played):
    assert set(played["nonsense"].values()) == {True}


def test_a_stranger_finds_no_stream(played):
    assert played["doors"]["stranger"] == played["doors"]["no such project"] == 404


def test_who_is_signed_out_is_told_so_and_led_nowhere(played):
    assert (played["doors"]["nobody"], played["doors"]["nobody is led"]) == (401, None)


def test_who_no_stream_reaches_may_ask_whether_something_is_new(played):
    assert played["asked_once"][:2] == [204, 200]
    assert played["asked_once"][2] > 0


def test_who_asks_for_the_head_alone_takes_no_place(played):
    assert played["too_many"]["fifth"] == 200


def test_a_sixth_board_of_one_person_is_refused(played):
    assert played["too_many"]["sixth"] == 429
    assert int(played["too_many"]["retry"]) > 0


def test_others_may_open_theirs_meanwhile(played):
    assert played["too_many"]["another person"] == 200


def test_a_closed_board_makes_room(played):
    assert played["too_many"]["after one was closed"] == 200


def test_somebody_removed_is_told_so_at_once(played):
    assert played["removed"]["why"] == "removed"
    assert played["removed"]["after"] < 2


def test_the_stream_of_somebody_removed_is_closed_and_stays_so(played):
    assert (played["removed"]["closed"], played["removed"]["again"]) == (True, 404)


def test_nothing_reaches_somebody_who_was_removed(played):
    assert not played["removed"]["heard of it"]


def test_nothing_reaches_somebody_who_was_removed_without_an_event(played):
    assert played["removed_without_a_word"] == {"why": "removed", "heard of it": False}


def test_an_ended_session_ends_the_stream_within_ten_seconds(played):
    assert played["signed_out"]["why"] == "signed-out"
    assert played["signed_out"]["after"] < 10
    assert played["signed_out"]["again"] == 401


def test_a_deleted_project_says_so(played):
    assert played["deleted"] == "deleted"


def test_what_was_rolled_back_is_never_sent(played):
    assert played["rolled_back"] is False


def test_every_board_hears_all_of_its_own_project(played):
    assert played["others"]["complete"]


def test_no_board_hears_of_another_project(played):
    assert played["others"]["strays"] == []


def test_somebody_who_opens_a_board_is_there_within_five_seconds(played):
    assert played["presence"]["came"]


def test_a_new_board_is_told_who_is_there(played):
    assert played["presence"]["hello"]


def test_somebody_who_closes_it_has_left_within_five_seconds(played):
    assert played["presence"]["left"]


def test_a_quiet_stream_is_sent_a_ping_within_five_seconds(played):
    assert played["quiet"]["after"] < 6


def test_a_ping_says_what_time_it_is_on_the_server(played):
    assert played["quiet"]["off by"] < 1


def test_a_page_from_before_an_upgrade_is_loaded_anew(played):
    assert played["from_before"]["loaded anew"]


def test_a_page_from_before_an_upgrade_is_sent_no_ping(played):
    assert not played["from_before"]["pinged"]


def test_many_changes_at_once_are_told_together(played):
    assert played["a_crowd_of_changes"] == 10


def test_a_change_of_the_project_asks_for_the_whole_board(played):
    assert played["everything_else"]


# --- More than one server, and its end -------------------------------------------------------------------
@pytest.fixture(scope="module")
def two_servers(site):
    """What came of the scenes for two servers of one database; the first is told to end in the last of them."""
    with site.served() as (first, port), site.served() as (_, other):
        return json.loads(site.run("-m", "tests.boards.live.servers", port, other, first.pid))


@pytest.mark.both_databases
def test_a_move_on_one_server_shows_on_a_board_of_the_other(two_servers):
    assert two_servers["moved"]


@pytest.mark.both_databases
def test_a_step_of_a_standup_on_neither_server_shows_on_both(two_servers):
    assert two_servers["stepped"]


@pytest.mark.both_databases
def test_people_of_the_other_server_are_there_within_five_seconds(two_servers):
    assert two_servers["came"]


@pytest.mark.both_databases
def test_the_end_of_a_server_ends_its_streams_in_under_a_second(two_servers):
    assert two_servers["ended after"] < 1


@pytest.mark.both_databases
def test_people_of_a_server_that_has_ended_have_left(two_servers):
    assert two_servers["left"]


def test_a_step_of_a_standup_is_told_without_an_event(played):
    assert played["standup"]["leader"]
    assert played["standup"]["late"] < 3


def test_who_comes_late_to_a_standup_is_told_where_it_is(played):
    assert played["standup"]["before"] == {"version": 0, "started": None}
    assert played["standup"]["who comes later"] == {"address": "plan/"}


def test_the_first_message_tells_the_servers_time(played):
    assert played["standup"]["off by"] < 2


def test_the_leader_is_told_how_many_follow(played):
    assert played["standup"]["followers"] == "1"


def test_the_end_of_a_standup_is_told(played):
    assert played["standup"]["over"]


@pytest.mark.both_databases
def test_who_leads_a_standup_still_leads_when_a_killed_server_returns(site):
    with site.served() as (server, port):
        begun = json.loads(site.run("-m", "tests.boards.live.led", port))
        server.kill()
        server.wait()
    with site.served() as (_, port):
        again = json.loads(site.run("-m", "tests.boards.live.led", port))
    assert begun["place"] == {"address": "plan/"}
    assert again == begun
