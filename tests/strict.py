"""A pytest plugin: a test that was skipped or expected to fail proves nothing, so the run fails and says so."""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    if unproven(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    if count := unproven(terminalreporter.config):
        terminalreporter.write_line(
            f"{count} tests were skipped or expected to fail: that is not a pass.", red=True
        )


def unproven(config) -> int:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if not reporter:  # a worker of xdist reports to the controller, which counts
        return 0
    return sum(len(reporter.stats.get(outcome, [])) for outcome in ("skipped", "xfailed", "xpassed"))
