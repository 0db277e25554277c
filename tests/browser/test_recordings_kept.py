"""What is recorded lies in the browser, chunk by chunk, until it is handed in or thrown away."""

import pytest

from tests.browser.recordings import add_chunk, begin, call, listed

pytestmark = pytest.mark.browser
MARKS = "Object.keys(localStorage).filter((key) => key.startsWith('weekboard-recordings'))"
NO_DATABASE = "Object.defineProperty(globalThis, 'indexedDB', { value: undefined });"


@pytest.fixture
def page(window, member, board):
    return window(member, board)


def reopened(page):
    """Another window of the same browser, in which nothing is in memory."""
    other = page.context.new_page()
    other.goto(page.url)
    return other


def limit_the_disk(page):
    """Let it have room for little more than a first chunk. A browser remembers for a while how much there was."""
    session = page.context.new_cdp_session(page)
    origin = page.evaluate("location.origin")
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 500_000})


def test_the_chunks_that_came_before_the_browser_died_are_a_recording(page, project, member):
    recording = begin(page, project, member)
    for index, content in enumerate([b"one ", b"two ", b"three"]):
        assert add_chunk(page, recording, index, content) is True
    other = reopened(page)
    page.close()
    [found] = listed(other, member)
    assert (found["id"], found["week"], found["isBeingMade"]) == (recording, 1, False)
    read = call(other, "readRecording", recording)
    assert (read["text"], read["isKept"]) == ("one two three", True)


def test_one_that_is_being_made_in_another_window_is_told_from_one_that_was_left(page, project, member):
    recording = begin(page, project, member)
    add_chunk(page, recording, 0, b"one")
    other = reopened(page)
    assert [found["isBeingMade"] for found in listed(other, member)] == [True]
    call(page, "finishRecording", recording, {"seconds": 3})
    assert [found["isBeingMade"] for found in listed(other, member)] == [False]


def test_on_a_full_disk_it_goes_on_in_memory_and_says_so(page, project, member):
    limit_the_disk(page)
    recording, big = begin(page, project, member), b"b" * 600_000
    said = [add_chunk(page, recording, index, content) for index, content in enumerate([b"a", big, b"c"])]
    assert said == [True, False, False]
    read = call(page, "readRecording", recording)
    assert (read["text"] == f"a{big.decode()}c", read["isKept"]) == (True, False)


def test_what_is_in_memory_alone_is_not_closed_without_a_question(page, project, member, board):
    limit_the_disk(page)
    add_chunk(page, begin(page, project, member), 0, b"a" * 600_000)
    page.locator("h1").first.click()  # a browser asks only where somebody has done something
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(board)
    assert asked == ["beforeunload"]


def test_a_browser_without_a_database_records_in_memory(window, project, member, board):
    page = window(member)
    page.add_init_script(NO_DATABASE)
    page.goto(board)
    recording = begin(page, project, member)
    assert add_chunk(page, recording, 0, b"one") is False
    assert call(page, "readRecording", recording)["text"] == "one"
    call(page, "discardRecording", recording)
    assert call(page, "readRecording", recording) is None


def test_what_is_thrown_away_leaves_nothing(page, project, member):
    recording = begin(page, project, member)
    add_chunk(page, recording, 0, b"one")
    assert page.evaluate(MARKS) == [f"weekboard-recordings/{member.pk}"]
    call(page, "discardRecording", recording)
    assert listed(page, member) == []
    assert call(page, "readRecording", recording) is None
    assert page.evaluate(MARKS) == []


def test_a_chunk_of_one_that_was_thrown_away_meanwhile_does_not_bring_it_back(page, project, member):
    recording = begin(page, project, member)
    add_chunk(page, recording, 0, b"one")
    other = reopened(page)
    call(other, "discardAll", str(member.pk))
    assert add_chunk(page, recording, 1, b"two") is False
    assert listed(other, member) == []


def test_everything_of_a_person_goes_and_what_is_somebody_elses_stays(page, project, member, owner):
    for person in (member, member, owner):
        add_chunk(page, begin(page, project, person), 0, b"one")
    call(page, "discardAll", str(member.pk))
    assert (listed(page, member), len(listed(page, owner))) == ([], 1)
    assert page.evaluate(MARKS) == [f"weekboard-recordings/{owner.pk}"]


def test_what_is_typed_is_kept_with_it_and_the_newest_comes_first(page, project, member):
    first, second = (begin(page, project, member) for _ in range(2))
    for recording in (first, second):
        add_chunk(page, recording, 0, b"one")
    call(page, "changeRecording", first, {"shows": "Parcels by depot.", "cut_start": 1.5})
    found = listed(reopened(page), member)
    assert [recording["id"] for recording in found] == [second, first]
    assert (found[1]["shows"], found[1]["cut_start"]) == ("Parcels by depot.", 1.5)
