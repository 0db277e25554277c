"""Tells the loop of this process that there is an errand. Other processes look once a minute."""

from collections.abc import Callable

listeners: list[Callable[[], None]] = []


def wake() -> None:
    for listener in listeners:
        listener()
