"""The end of a process, signal by signal."""

import signal

from config.shutdown import Shutdown


def test_a_second_ctrl_c_stops_nothing_twice_and_does_not_reach_the_server():
    stopped, told = [], []
    shutdown = Shutdown(drain_seconds=0, stop=lambda: stopped.append(True))
    shutdown.server_handlers = {signal.SIGINT: lambda number, frame: told.append(number)}
    shutdown.begin(signal.SIGINT)
    shutdown.begin(signal.SIGINT)
    assert (len(stopped), len(told)) == (1, 1)
