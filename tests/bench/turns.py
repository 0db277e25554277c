"""What is measured in turns, so that a machine that is busy with other things changes all of it alike."""

import math
import statistics
from dataclasses import dataclass


def percentile(values, percent):
    """The smallest of the values that so many percent of them do not exceed."""
    return sorted(values)[math.ceil(len(values) * percent / 100) - 1]


def ratio(measured, beside):
    """The median of the rounds' ratios, which is steadier than the ratio of two medians."""
    return statistics.median(one / other for one, other in zip(measured, beside, strict=True))


@dataclass(frozen=True)
class Turns:
    """Numbers of each round, by what took turns in it."""

    of: dict[str, list[float]]

    @classmethod
    def take(cls, rounds, measures):
        """Call each of the measures once a round, in their order."""
        found = {name: [] for name in measures}
        for _ in range(rounds):
            for name, measure in measures.items():
                found[name].append(measure())
        return cls(found)

    def median(self, name):
        return statistics.median(self.of[name])

    def ratio(self, name, beside):
        return ratio(self.of[name], self.of[beside])
