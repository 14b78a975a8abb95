"""What waits on the home page for who takes courses: where to go on, what to begin, whom to name as supervisor."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from courses.learning.pages.home import (
    awaiting_certificate,
    offered_steps,
    own_steps,
    paths,
    week,
)
from courses.learning.pages.overview import MyCourse, courses_of
from courses.surveys.pages.naming import unnamed_courses
from lms.access import Viewer
from lms.batch import one
from lms.i18n import _
from lms.ports import HomePart, NextStep, StepGroup

ORDER = 50  # after what is under way, before what could be begun


def courses_next(session: Session, person: Viewer, now: datetime, told: Sequence[Any]) -> list[NextStep | HomePart]:
    """Where courses go on, supervisors to name, and the last days; how far the person is in them is asked once.

    Where nothing of their own is left, whose roles are about themselves alone is offered what they have not begun.
    """
    lessons, steps, unnamed, _any = told
    mine = one(courses_of(session, [person.id], now))
    found = own_steps(session, mine, now)
    found += _supervisors_to_name(mine, unnamed, now)
    has_left = any(step.group is StepGroup.OWN for step in found) or bool(awaiting_certificate(mine))
    if not (person.has_power or has_left):
        found += offered_steps(session, person, mine)
    return [*found, *paths(mine), *week(lessons, steps)]


def _supervisors_to_name(
    mine: Sequence[MyCourse], unnamed: Sequence[tuple[int, datetime | None, datetime | None]], now: datetime
) -> list[NextStep]:
    """Name a supervisor, for each course that is done and of which nobody was named."""
    last = {run_id: max(one for one in moments if one is not None) for run_id, *moments in unnamed}
    return [
        NextStep(
            title=_("Name your supervisor"),
            text=_(
                "You have finished “%(course)s”. Tell us whom we may ask in some months what changed at work.",
                course=title,
            ),
            action=_("Read the questions"),
            url=url_for("surveys.name_supervisor", slug=slug),
            order=ORDER,
        )
        for slug, title in unnamed_courses(mine, last, now)
    ]
