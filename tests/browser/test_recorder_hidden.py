"""A recorder whose tab is hidden for most of the time: whoever shows something looks at that."""

import base64
import json

import pytest

from projects import limits
from tests.browser.background_tab import BackgroundTab
from tests.browser.recorder import READ, contents
from tests.browser.recordings import address

pytestmark = pytest.mark.browser
DRAWN = """new Promise((done) => {
  let drawn = 0;
  const draw = () => { drawn += 1; requestAnimationFrame(draw); };
  requestAnimationFrame(draw);
  setTimeout(() => done(drawn), 2000);
})"""


@pytest.fixture
def tab(recording_browser, server, shown, project, member, monkeypatch):
    monkeypatch.setattr(limits, "DEMO_SECONDS", 9)
    address = f"{server.url}/p/{project.slug}/weeks/1/record/"
    tab = BackgroundTab(recording_browser, shown, member, address)
    yield tab
    tab.close()


def test_what_is_shown_is_recorded_to_the_end_while_nobody_sees_the_recorder(tab, shown, member):
    tab.wait_for("document.querySelector('form[data-stage=choose]:not([hidden])') !== null")
    tab.evaluate("document.querySelector('form[data-stage=choose] [type=submit]').click()")
    tab.wait_for("!document.querySelector('[data-onair]').hidden")
    tab.hide()
    assert tab.evaluate(DRAWN) <= 2  # a hidden tab's own frames stand still
    shown.wait_for_timeout(4000)
    tab.show()
    tab.wait_for("document.querySelector('[data-stage=review]:not([hidden])') !== null")
    read = tab.evaluate(f"({READ})({json.dumps([address(), str(member.pk)])})")
    film = contents(base64.b64decode(read["film"]))
    assert film["length"] == pytest.approx(9, abs=0.2)
    assert film["pictures"] > 120
    assert film["different"] > 0.9 * film["pictures"]
