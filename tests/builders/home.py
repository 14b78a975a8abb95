"""What the home page shows somebody, asked as the page asks it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.home import HomePage, home_of
from lms.manifest import composition
from lms.ports import HomeSource, NextStep


def home(session: Session, who: Viewer, now: datetime) -> HomePage:
    """The whole page."""
    return home_of(session, who, now, composition().home)


def steps(session: Session, who: Viewer, now: datetime) -> list[NextStep]:
    """Every step on it: the first one, then the others, group by group."""
    return _every(home(session, who, now))


def steps_of(session: Session, who: Viewer, now: datetime, *sources: HomeSource) -> list[NextStep]:
    """The same of these areas alone."""
    return _every(home_of(session, who, now, sources))


def _every(found: HomePage) -> list[NextStep]:
    others = [step for each in found.waiting.values() for step in each]
    return [found.first, *others] if found.first else others
