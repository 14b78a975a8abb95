"""A cohort goes on in a newer version of its course: its trainer decides; a correction does not wait for that."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from courses.catalogue.models import CourseVersion
from courses.catalogue.queries import version_titles
from courses.cohorts.events import CohortVersionChanged
from courses.cohorts.queries.cohorts import FoundCohort, cohort_by_id, lock, trainers_of_one
from courses.cohorts.queries.versions import in_cohort, open_cohorts_of, open_runs_by_version
from courses.cohorts.rules.states import CohortState
from courses.events import CourseVersionPublished
from courses.learning.versions.queries import newer_versions, published_versions, version_numbers
from courses.learning.versions.rules import corrected
from courses.learning.versions.services import Moving, move_runs
from courses.permissions import CoursePermission
from lms import events
from lms.errors import Conflict, NotFound, RuleBroken
from lms.i18n import _, lazy
from lms.messages.kinds import MessageKind, Params, PerPerson, Said
from lms.messages.rules.delivery import Channel
from lms.messages.services.sending import send_messages
from lms.people.api import Addressee, addressees
from lms.queue.jobs import enqueue

FOLLOW = "cohorts-follow-corrections"


def version_said(params: Params, _language: str) -> Said:
    """What a cohort is told when its course changes: what was corrected, if that is why, and what to read again."""
    values = {"course": params["course"], "number": params["number"]}
    title = _("“%(course)s”: your cohort continues in version %(number)s") % values
    text = _("Please read lessons with a new text again. Everything else that you did counts.")
    if params["corrected"]:
        corrected = _("What was corrected:")
        text = f"{corrected} {params['corrected']}\n\n{text}"
    return Said(title, text, f"/courses/{params['slug']}", _("Open the course"))


VERSION_MESSAGE = MessageKind(
    "cohorts.version",
    lazy("Your course was corrected, or your cohort continues in a newer version"),
    version_said,
    {"course": str, "slug": str, "number": int, "corrected": str},
    Channel.AT_ONCE,
    permission=CoursePermission.COURSE_TAKE,
)


def change_version(session: Session, cohort: FoundCohort, number: int, *, by: int, now: datetime) -> Moving:
    """Let a cohort go on in the newest version, as its trainer decides for all; those are named who cannot yet.

    `number` is the version that the trainer read about: if a newer one came meanwhile, they look again.
    """
    lock(session, cohort.id)
    known = cohort_by_id(session, cohort.id)
    if known.state is not CohortState.OPEN:
        raise RuleBroken(_("This cohort is not open, so it stays in its version."))
    since = newer_versions(session, known.row.course_id, _number(session, known.row.course_version_id))
    if not since:
        raise NotFound
    if since[-1].no != number:
        raise Conflict(_("There is a newer version now. Look at what it changes."))
    target = session.get_one(CourseVersion, since[-1].id)
    moving = _move(session, open_runs_by_version(session, known.group), _older(session, target), by=by, now=now)
    _pin(session, known, target, by=by, left=len(moving.left), now=now)
    return moving


def follow_corrections(session: Session, cohort_id: int, *, now: datetime) -> Moving:
    """Let a cohort, and each run in it, go on in the corrections of what they take; an attempt under way ends first.

    Done again it moves who could not be moved before, and tells nobody twice.
    """
    lock(session, cohort_id)
    cohort = cohort_by_id(session, cohort_id)
    if cohort.state is not CohortState.OPEN:
        return Moving()
    targets = corrected(published_versions(session, cohort.row.course_id))
    moving = _move(session, open_runs_by_version(session, cohort.group), targets, by=None, now=now)
    pinned = targets.get(cohort.row.course_version_id)
    if pinned is not None:
        _pin(session, cohort, session.get_one(CourseVersion, pinned), by=None, left=len(moving.left), now=now)
    return moving


def version_published(session: Session, event: CourseVersionPublished) -> None:
    """Listener: where the new version is a correction, cohorts follow it as soon as a worker is free."""
    course_id = int(event.subject.partition(":")[2])
    versions = published_versions(session, course_id)
    if versions and versions[-1][1] and open_cohorts_of(session, course_id):
        enqueue(session, FOLLOW, {"course_id": course_id}, now=event.at)


def _move(
    session: Session, runs: Mapping[int, Sequence[int]], targets: Mapping[int, int], *, by: int | None, now: datetime
) -> Moving:
    """Move runs, given by their version, to where each version leads."""
    moving = Moving()
    for target in sorted(set(targets.values())):
        going = [run_id for version_id, each in runs.items() if targets.get(version_id) == target for run_id in each]
        done = move_runs(session, going, target, by=by, now=now) if going else Moving()
        moving.moved.update(done.moved)
        moving.left.update(done.left)
    return moving


def _older(session: Session, target: CourseVersion) -> dict[int, int]:
    """Every version before this one leads to it."""
    versions = [one for one, _is_correction in published_versions(session, target.course_id)]
    return dict.fromkeys(versions[: versions.index(target.id)], target.id)


def _pin(
    session: Session, cohort: FoundCohort, target: CourseVersion, *, by: int | None, left: int, now: datetime
) -> None:
    """Write the version down that whoever joins begins, and tell officers and trainers what changed."""
    before = cohort.row.course_version_id
    cohort.row.course_version_id = target.id
    session.flush()
    happened = CohortVersionChanged(
        subject=f"cohort:{cohort.id}", actor_id=by, at=now, version_before=before, version_after=target.id, left=left
    )
    events.publish(session, happened)
    _tell(session, addressees(session, in_cohort(cohort.id)), before, target, now)
    _tell(session, addressees(session, trainers_of_one(session, cohort.id)), before, target, now)


def _tell(session: Session, people: Mapping[int, Addressee], before: int, target: CourseVersion, now: datetime) -> None:
    """Write to these people, each in their own language as far as the course speaks it."""
    told: dict[int, Params] = {}
    for language in {one.language or "" for one in people.values()}:
        params = _params(session, before, target, language)
        told |= {one.id: params for one in people.values() if (one.language or "") == language}
    send_messages(session, VERSION_MESSAGE, list(people), PerPerson(told), by_id=None, now=now)


def _params(session: Session, before: int, target: CourseVersion, language: str) -> Params:
    title = version_titles(session, [target.id], language)[target.id]
    since = newer_versions(session, target.course_id, _number(session, before), language)
    words = " ".join(one.correction for one in since if one.correction and one.no <= target.no)
    return {"course": title.title, "slug": title.slug, "number": target.no, "corrected": words}


def _number(session: Session, version_id: int) -> int:
    return version_numbers(session, [version_id])[version_id]
