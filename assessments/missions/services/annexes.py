"""Annexes: written and signed by the supervising expert, released to the candidate with the feedback."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.independence.api import ActingPart, demand_free
from assessments.missions.events import MissionAnnexReleased, MissionAnnexSigned
from assessments.missions.models import MissionAnnex, MissionAnnexVersion, MissionMember
from assessments.missions.queries.annexes import own_annex
from assessments.missions.queries.feedback import feedback_given_after
from assessments.missions.rules.digests import digest_of
from assessments.missions.rules.entries import WORDS_MOST
from assessments.missions.rules.readiness import Readiness
from lms import events, ids
from lms.access import Viewer
from lms.errors import BadInput, Conflict, RuleBroken
from lms.i18n import _


@dataclass(frozen=True)
class AnnexDraft:
    """What an expert types of a candidate; `reason` where a signed annex is changed."""

    words: str
    strengths: str
    needs: str
    recommendation: Readiness
    reason: str = ""
    sheet_uuid: str | None = None  # of a sheet with ratings that goes with it


def write_annex(
    session: Session, member: MissionMember, draft: AnnexDraft, *, base: int, expert: Viewer, now: datetime
) -> MissionAnnexVersion:
    """Keep a draft, which the expert alone reads; `base` is the version that was on the page, nought for the first."""
    demand_free(
        session, expert.id, member.person_id, ActingPart.SUPERVISOR, now=now, here=f"mission:{member.mission_id}"
    )
    found = own_annex(session, expert, member)
    for name in ("words", "strengths", "needs", "reason"):
        if len(getattr(draft, name)) > WORDS_MOST:
            raise BadInput(name, _("Use at most %(most)s characters.", most=WORDS_MOST))
    if not draft.words.strip():
        raise BadInput("words", _("Write what you saw of the candidate."))
    if found is not None and found.signed is not None and not draft.reason.strip():
        raise BadInput("reason", _("The annex is signed. Say why you change it."))
    newest = found.versions[0].number if found is not None and found.versions else 0
    if newest != base:
        raise Conflict(_("This annex was changed on another page. Open it again: nothing is lost."))
    row = found.row if found is not None else _new(session, member, expert, now)
    said = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(draft).items()}
    version = MissionAnnexVersion(
        annex_id=row.id, number=newest + 1, digest=digest_of(said | {"annex": row.uuid}), made_at=now, signed_at=None,
        **said,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(version)
    except IntegrityError as fault:
        words = _("This annex was changed on another page. Open it again: nothing is lost.")
        raise Conflict(words) from fault
    return version


def _new(session: Session, member: MissionMember, expert: Viewer, now: datetime) -> MissionAnnex:
    row = MissionAnnex(
        uuid=ids.new_uuid(), mission_id=member.mission_id, candidate_id=member.person_id, expert_id=expert.id,
        made_at=now, released_at=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def sign_annex(session: Session, member: MissionMember, *, base: int, expert: Viewer, now: datetime) -> None:
    """Sign the draft that was on the page; from then on assessors and moderators read it, and it is never changed.

    Where the feedback of the candidate's workshop was released before, the candidate reads it from now on too.
    """
    demand_free(
        session, expert.id, member.person_id, ActingPart.SUPERVISOR, now=now, here=f"mission:{member.mission_id}"
    )
    found = own_annex(session, expert, member)
    draft = found.draft if found is not None else None
    if found is None or draft is None or draft.number != base:
        raise Conflict(_("There is no draft like the one on your page. Open the annex again."))
    signed = session.scalars(
        update(MissionAnnexVersion)
        .where(MissionAnnexVersion.id == draft.id, MissionAnnexVersion.signed_at.is_(None))
        .values(signed_at=now)
        .returning(MissionAnnexVersion.id)
    ).one_or_none()
    if signed is None:
        raise Conflict(_("This annex is signed already."))
    happened = MissionAnnexSigned(
        subject=f"mission-annex:{found.row.id}", actor_id=expert.id, at=now, number=draft.number,
        digest=draft.digest, reason=draft.reason,
    )  # fmt: skip
    events.publish(session, happened)
    if feedback_given_after(session, found.mission, member.person_id):
        _release(session, MissionAnnex.id == found.row.id, by_id=expert.id, now=now)


def release_annexes(session: Session, people: Collection[int], *, by_id: int | None, now: datetime) -> int:
    """Let these candidates read what is signed about them, at the moment at which feedback is released to all.

    Answers how many annexes were released; one that was released before stays as it is.
    """
    return _release(session, MissionAnnex.candidate_id.in_(people), by_id=by_id, now=now)


def _release(session: Session, which: ColumnElement[bool], *, by_id: int | None, now: datetime) -> int:
    signed = exists().where(MissionAnnexVersion.annex_id == MissionAnnex.id, MissionAnnexVersion.signed_at.is_not(None))
    waiting = session.scalars(
        select(MissionAnnex)
        .where(which, MissionAnnex.released_at.is_(None), signed)
        .order_by(MissionAnnex.id)
        .with_for_update()
    ).all()
    if any(one.candidate_id == by_id for one in waiting):
        raise RuleBroken(_("You cannot release what is said about yourself. Somebody else has to."))
    for row in waiting:
        row.released_at = now
        happened = MissionAnnexReleased(
            subject=f"mission-annex:{row.id}", actor_id=by_id, at=now, candidate_id=row.candidate_id
        )
        events.publish(session, happened)
    session.flush()
    return len(waiting)
