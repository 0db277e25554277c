"""A chart as points and labels on a sheet: all that a template needs to draw it, and nothing else."""

from dataclasses import dataclass

LETTER = 7.4  # a character's width in pixels, on the safe side
LINE = 17


@dataclass(frozen=True)
class Size:
    """The size of a sheet in pixels of its own; a page scales it to the width there is."""

    name: str
    width: int
    height: int
    right: int  # what is left free beside the plot: room for words
    levels: int  # lines across, at most
    is_wide: bool

    top = 20

    @property
    def foot(self) -> int:
        return self.height - 2 * LINE


WIDE = Size("wide", 1120, 420, right=140, levels=7, is_wide=True)
NARROW = Size("narrow", 358, 300, right=14, levels=4, is_wide=False)


@dataclass(frozen=True)
class ChartLabel:
    """A text on the sheet; `y` is its baseline, `anchor` says which part of it is at `x`, as in SVG."""

    x: float
    y: float
    words: str
    css: str = "axis"
    anchor: str = "start"

    @property
    def width(self) -> float:
        return LETTER * len(self.words)

    @property
    def left(self) -> float:
        return self.x - self.width * {"start": 0, "middle": 0.5, "end": 1}[self.anchor]

    @property
    def right(self) -> float:
        return self.left + self.width

    def overlaps(self, other: "ChartLabel") -> bool:
        beside = self.right <= other.left or other.right <= self.left
        return not beside and abs(self.y - other.y) < LINE


@dataclass(frozen=True)
class Level:
    """A horizontal line across the plot, with its amount."""

    y: float
    label: ChartLabel


@dataclass(frozen=True)
class Rect:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    r: float


@dataclass(frozen=True)
class Chart:
    """The burn-up on one sheet. Each line is the `d` of an SVG path; "" if it is not drawn."""

    size: Size
    plot: Rect
    levels: tuple[Level, ...]
    weeks: tuple[ChartLabel, ...]
    now: Rect | None
    band: str
    median: str
    median_dot: Dot | None
    finish: str
    scope: str
    planned: str
    done: str
    dots: tuple[Dot, ...]
    labels: tuple[ChartLabel, ...]
