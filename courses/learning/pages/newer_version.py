"""What changes for somebody under way if they go on in a newer version of their course."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from courses.learning.pages.overview import MyCourse
from courses.learning.pages.version_changes import VersionChanges, not_gone, version_changes
from courses.learning.versions.queries import NewerVersion, newer_versions
from courses.ports.assessments import ASSESSMENTS
from lms.i18n import _, language


@dataclass(frozen=True)
class NewerVersionPage:
    """The newer version beside the one that is taken."""

    newer: NewerVersion
    corrections: tuple[str, ...]  # what versions since then mended, in order
    changes: VersionChanges
    read_again: tuple[str, ...]  # titles of lessons with a new text that this person has read
    done_again: tuple[str, ...]  # titles of quizzes that this person has passed and that do not stand
    waits: str  # why it cannot be changed now, in words; empty: it can


def newer_after(session: Session, mine: MyCourse) -> list[NewerVersion]:
    """The versions after that of somebody under way who may go on in the last of them by their own decision.

    A group goes on together, and a course whose final exam is passed stays in its version.
    """
    run = mine.taken.run
    if run is None or not run.is_open or run.group is not None or mine.taken.final in mine.done:
        return []
    return newer_versions(session, mine.taken.course_id, mine.taken.no, language())


def newest_after(session: Session, mine: MyCourse) -> NewerVersion | None:
    """The version that somebody under way may go on in; none where they take the newest."""
    return next(reversed(newer_after(session, mine)), None)


def newer_version_page(session: Session, mine: MyCourse, since: Sequence[NewerVersion]) -> NewerVersionPage:
    """What changes in the newest of the versions since that which is taken."""
    newest = since[-1]
    found = version_changes(session, mine.taken.version_id, newest.id, mine.taken.language)
    lost = (one for one in found.steps if one.slug in mine.done and not one.stands)
    return NewerVersionPage(
        newer=newest,
        corrections=tuple(one.correction for one in since if one.correction),
        changes=found,
        read_again=tuple(title for slug, title in found.changed.items() if slug in mine.done),
        done_again=tuple(one.title for one in lost if not_gone(one)),
        waits=_waits(session, mine),
    )


def _waits(session: Session, mine: MyCourse) -> str:
    if ASSESSMENTS.provider().steps.under_way(session, [mine.taken.run_id]):
        return _("An attempt is in progress. Submit it first, then change the version.")
    return ""
