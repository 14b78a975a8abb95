"""What a report says of the activities that a fund paid for, as it is frozen with the numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class PaidActivity:
    """An activity with its place, partners and targets, as they were when the report was frozen."""

    title: str
    kind: str
    countries: Sequence[str]
    region: str  # empty: in one country
    starts_on: date
    ends_on: date
    partners: Sequence[str]
    targets: Mapping[str, int]  # people, by what they should reach


def in_period(starts_on: date | None, ends_on: date | None, days: tuple[date, date]) -> bool:
    """Whether one of these days lies in a period; of an activity without days nobody knows."""
    first, last = days
    return starts_on is not None and ends_on is not None and starts_on <= last and ends_on >= first


def written(activity: PaidActivity) -> dict[str, Any]:
    """As a report keeps it."""
    days = {"starts_on": activity.starts_on.isoformat(), "ends_on": activity.ends_on.isoformat()}
    return asdict(activity) | days | {"countries": list(activity.countries), "partners": list(activity.partners)}


def read(kept: Mapping[str, Any]) -> PaidActivity:
    """The same again."""
    days = {name: date.fromisoformat(kept[name]) for name in ("starts_on", "ends_on")}
    return PaidActivity(**{**kept, **days})
