"""Observation sheets of trainers: when one passes, and when its trainee reads it."""

from collections.abc import Mapping
from datetime import datetime

from assessments.rubrics.rules.definition import RubricDefinition, rubric_total


def observation_passes(definition: RubricDefinition, levels: Mapping[str, int]) -> bool:
    """Whether a whole sheet reaches the cut, which itself passes, with every critical criterion at its pass level."""
    critical = all(
        levels[one.code] >= one.pass_level for one in definition.criteria if one.critical and one.pass_level is not None
    )
    return critical and rubric_total(definition, levels) >= definition.cut


def is_told(sealed_at: datetime | None, released_at: datetime | None) -> bool:
    """Whether the trainee reads a sheet: it was sealed by the moment at which the meeting's were released last."""
    return sealed_at is not None and released_at is not None and sealed_at <= released_at
