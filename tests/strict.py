"""A plugin: a run without tests, or with one that was skipped or expected to fail, fails and says so.

What needed a second try, where a job allows one, is named. What has failed is named in the very last lines, because
of a long run often only those are kept.
"""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    if unproven(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, exitstatus):
    for test in dict.fromkeys(report.nodeid for report in terminalreporter.stats.get("rerun", [])):
        terminalreporter.write_line(f"Needed a second try: {test}", yellow=True)
    if count := unproven(terminalreporter.config):
        sentence = f"{count} skipped or expected to fail: that is not a pass."
        terminalreporter.write_line(sentence, red=True)
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
        terminalreporter.write_line("No test was found: that is not a pass.", red=True)


def pytest_unconfigure(config):
    if reporter := config.pluginmanager.get_plugin("terminalreporter"):
        failed = [*reporter.stats.get("failed", []), *reporter.stats.get("error", [])]
        for test in dict.fromkeys(report.nodeid for report in failed):
            reporter.write_line(f"Failed: {test}", red=True)


def unproven(config) -> int:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if not reporter:  # a worker of xdist reports to the controller, which counts
        return 0
    return sum(len(reporter.stats.get(outcome, [])) for outcome in ("skipped", "xfailed", "xpassed"))
