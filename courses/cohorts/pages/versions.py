"""What a newer version of the course changes for a cohort, and what was corrected since it opened."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from courses.catalogue.queries import VersionTitle, version_titles
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.queries.versions import corrections_since, open_runs_by_version
from courses.cohorts.rules.states import CohortState
from courses.learning.pages.version_changes import VersionChanges, version_changes
from courses.learning.versions.queries import NewerVersion, newer_versions
from lms.i18n import language


@dataclass(frozen=True)
class CohortVersionPage:
    """The newest version of the course beside that of the cohort."""

    course: VersionTitle  # that of the cohort
    newer: NewerVersion
    corrections: tuple[str, ...]  # what versions since then mended, in order
    changes: VersionChanges
    runs: int  # open runs that would be moved


def newest_version_for(session: Session, cohort: FoundCohort, course: VersionTitle) -> NewerVersion | None:
    """The version in which a cohort could go on; none where it takes the newest, or is not open."""
    if cohort.state is not CohortState.OPEN:
        return None
    return next(reversed(newer_versions(session, cohort.row.course_id, course.no)), None)


def cohort_version_page(session: Session, cohort: FoundCohort) -> CohortVersionPage | None:
    """What its newest version would change for a cohort; none where it takes that."""
    pinned = cohort.row.course_version_id
    course = version_titles(session, [pinned], language())[pinned]
    since = newer_versions(session, cohort.row.course_id, course.no, language())
    if not since or cohort.state is not CohortState.OPEN:
        return None
    runs = open_runs_by_version(session, cohort.group)
    return CohortVersionPage(
        course=course,
        newer=since[-1],
        corrections=tuple(one.correction for one in since if one.correction),
        changes=version_changes(session, pinned, since[-1].id, course.language),
        runs=sum(len(each) for version_id, each in runs.items() if version_id != since[-1].id),
    )


def corrections_of(session: Session, cohort: FoundCohort, course: VersionTitle) -> list[str]:
    """What was corrected in the course since the cohort was opened, in order; nothing while it is proposed."""
    if cohort.decision is None:
        return []
    return corrections_since(session, cohort.row.course_id, course.no, cohort.decision.decided_at, language())
