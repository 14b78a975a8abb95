"""The cohort of a certificate as it is kept: plain JSON, days as text; empty where there was none."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from certificates.credentials.rules.award import TaughtIn


def taught_as_data(taught_in: TaughtIn | None) -> dict[str, Any]:
    """The facts as they are stored."""
    if taught_in is None:
        return {}
    return {
        "cohort": taught_in.cohort,
        "venue": taught_in.venue,
        "begins": taught_in.begins.isoformat(),
        "ends": taught_in.ends.isoformat(),
        "trainers": list(taught_in.trainers),
    }


def taught_from_data(stored: Mapping[str, Any]) -> TaughtIn | None:
    """The facts that were stored."""
    if not stored:
        return None
    return TaughtIn(
        cohort=stored["cohort"],
        venue=stored["venue"],
        begins=date.fromisoformat(stored["begins"]),
        ends=date.fromisoformat(stored["ends"]),
        trainers=tuple(stored["trainers"]),
    )
