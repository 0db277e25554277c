"""Time zones by their names in the tz database ("Europe/Berlin")."""

from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError

AREAS = ["Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"]


@cache
def names() -> list[str]:
    """Return the names to choose from: UTC, then places by area."""
    return ["UTC", *sorted(zone for zone in available_timezones() if zone.split("/")[0] in AREAS)]


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError("There is no time zone of this name. Choose one such as Europe/Berlin.")
