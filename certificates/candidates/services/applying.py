"""Applying for a scheme, being nominated and agreeing to it, and going on with a newer version by consent."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.api import FoundEvidence
from certificates.candidates.events import CandidateBegan, Nominated, NominationAnswered
from certificates.candidates.models import Nomination
from certificates.candidates.queries.collecting import APPLICATION
from certificates.candidates.queries.found import (
    CandidateFound,
    FoundSchemeVersion,
    candidate_by_id,
    newer_version,
    open_candidates_of,
)
from certificates.candidates.queries.standing import file_at
from certificates.candidates.rules.digests import digest_of
from certificates.candidates.rules.history import VERSION_STEP
from certificates.candidates.rules.moving import Mover
from certificates.candidates.services.advancing import advance
from certificates.candidates.services.evidence import add_piece, take_up
from certificates.candidates.services.moving import Taking, append_step, move, obstacles_of
from certificates.permissions import SchemePermission
from certificates.schemes.models import Candidate
from certificates.schemes.rules.definition import CANDIDATE, Transition
from lms import events
from lms.access import Viewer
from lms.errors import BadInput, Conflict, RuleBroken
from lms.i18n import N_, _
from lms.ids import new_uuid
from lms.people.api import demand_independent

NOMINATION, CONDUCT, INTERESTS = "nomination", "conduct", "interests"  # kinds that schemes may collect
TITLES = {
    APPLICATION: N_("Application"),
    NOMINATION: N_("Nomination or application"),
    CONDUCT: N_("Code of conduct"),
    INTERESTS: N_("Declaration of interests"),
}


@dataclass(frozen=True, kw_only=True)
class Application:
    """What somebody says of themselves when they apply; years of service are whole ones."""

    years_of_service: int
    languages: tuple[str, ...]
    conduct_agreed: bool
    availability: str
    interests: str
    words: str = ""


def apply(
    session: Session,
    version: FoundSchemeVersion,
    application: Application,
    *,
    actor: Viewer,
    language: str,
    now: datetime,
) -> Candidate:
    """Begin on the version in use, with the application as the first evidence; then take what speaks for the person.

    The step by which one applies is taken at once where the scheme has one that nothing stands in the way of; where
    somebody nominated the person before, agreeing is this application, and the step of the nomination is taken.
    """
    if not application.conduct_agreed:
        raise BadInput("conduct_agreed", _("Read the code of conduct and tick the box."))
    if not application.languages:
        raise BadInput("languages", _("Name at least one language in which you can work."))
    row = Candidate(
        uuid=new_uuid(), person_id=actor.id, scheme_id=version.scheme_id, scheme_version_id=version.id,
        administration_id=actor.administration_id, state=version.definition.initial, steps=0, language=language,
        began_at=now,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as fault:
        raise Conflict(_("You are a candidate of this scheme already.")) from fault
    events.publish(
        session,
        CandidateBegan(
            subject=f"candidate:{row.id}", actor_id=actor.id, at=now, person_id=actor.id,
            scheme_id=version.scheme_id, scheme_version_id=version.id,
        ),
    )  # fmt: skip
    found = candidate_by_id(session, row.id)
    _say(session, found, APPLICATION, asdict(application), now)
    _say(session, found, CONDUCT, {"agreed": True}, now)
    _say(session, found, INTERESTS, {"interests": application.interests}, now)
    nomination = _accept_open(session, found, now=now)
    by = {"by": nomination.by_id, "words": nomination.words} if nomination else {"words": application.words}
    _say(session, found, NOMINATION, by, now)
    take_up(session, [actor.id], now=now)
    _first_step(session, found, nomination, now)
    advance(session, [actor.id], now=now)
    return row


def _say(session: Session, found: CandidateFound, kind: str, said: Mapping[str, object], now: datetime) -> None:
    """Take up what people wrote, where the scheme collects it; the application in any case."""
    if kind != APPLICATION and found.definition.evidence_kind(kind) is None:
        return
    piece = FoundEvidence(
        found.row.person_id, kind, f"{kind}:{found.row.id}", digest_of(said), TITLES[kind], now, outcome=dict(said)
    )
    add_piece(session, found, piece, piece.digest, now=now)


def _accept_open(session: Session, found: CandidateFound, *, now: datetime) -> Nomination | None:
    """The nomination that waited for this application, which answers it."""
    row = session.scalars(
        update(Nomination)
        .where(
            Nomination.person_id == found.row.person_id,
            Nomination.scheme_id == found.row.scheme_id,
            Nomination.answered_at.is_(None),
        )
        .values(answered_at=now, accepted=True, candidate_id=found.row.id)
        .returning(Nomination)
    ).one_or_none()
    if row is None:
        return None
    _tell_answer(session, row, accepted=True, now=now)
    return row


def _tell_answer(session: Session, row: Nomination, *, accepted: bool, now: datetime) -> None:
    events.publish(
        session,
        NominationAnswered(
            subject=f"person:{row.person_id}", actor_id=row.person_id, at=now, nomination_id=row.id, accepted=accepted
        ),
    )


def _first_step(session: Session, found: CandidateFound, nomination: Nomination | None, now: datetime) -> None:
    """The one step that applying or being nominated is, where nothing else stands in its way."""
    if nomination is not None:
        right = SchemePermission.CANDIDATE_NOMINATE.value
        by = Mover(nomination.by_id, frozenset({right}))
        mover, reason = right, nomination.words
    else:
        by, mover, reason = Mover(found.row.person_id), CANDIDATE, ""
    steps = [one for one in found.definition.steps_from(found.row.state) if one.mover == mover]
    for step in steps:
        taking = Taking(step=step.code, by=by, reason=reason)
        if _is_free(session, found, step, taking, now):
            move(session, found, taking, now=now)
            return


def _is_free(session: Session, found: CandidateFound, step: Transition, taking: Taking, now: datetime) -> bool:
    return not obstacles_of(session, file_at(session, found, now.date()), step, taking, now=now)


def nominate(
    session: Session, version: FoundSchemeVersion, person_id: int, words: str, *, by_id: int, now: datetime
) -> Nomination:
    """Nominate an officer; nothing else happens before they agree, and that is their own application."""
    if by_id == person_id:
        raise RuleBroken(_("You cannot nominate yourself. Apply instead."))
    demand_independent(session, by_id, person_id)
    if any(one.row.scheme_id == version.scheme_id for one in open_candidates_of(session, [person_id])):
        raise BadInput("person", _("This officer is a candidate of this scheme already."))
    row = Nomination(
        uuid=new_uuid(), scheme_id=version.scheme_id, person_id=person_id, by_id=by_id, words=words.strip(), at=now
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as fault:
        raise BadInput("person", _("This officer is nominated already, and has not answered yet.")) from fault
    events.publish(
        session,
        Nominated(
            subject=f"person:{person_id}", actor_id=by_id, at=now, nomination_id=row.id, scheme_id=version.scheme_id
        ),
    )
    return row


def decline(session: Session, row: Nomination, *, now: datetime) -> None:
    """The officer does not want to be nominated; nobody asks why."""
    done = session.scalars(
        update(Nomination)
        .where(Nomination.id == row.id, Nomination.answered_at.is_(None))
        .values(answered_at=now, accepted=False)
        .returning(Nomination.id)
    ).one_or_none()
    if done is None:
        raise Conflict(_("You have already answered this nomination."))
    _tell_answer(session, row, accepted=False, now=now)


def agree_to_newer(session: Session, found: CandidateFound, *, by_id: int, now: datetime) -> None:
    """Go on with the version in use: rule 11 of the pathway. Only the candidate agrees; the state stays."""
    if by_id != found.row.person_id:
        raise RuleBroken(_("Only the candidate agrees to a newer version."))
    newer = newer_version(session, found, now)
    if newer is None:
        raise Conflict(_("There is no newer version in use."))
    if newer.definition.state(found.row.state) is None:
        raise RuleBroken(_("The newer version does not have your current status. You stay on your version."))
    done = session.scalars(
        update(Candidate)
        .where(
            Candidate.id == found.row.id,
            Candidate.state == found.row.state,
            Candidate.steps == found.row.steps,
            Candidate.scheme_version_id == found.row.scheme_version_id,
        )
        .values(scheme_version_id=newer.id, steps=found.row.steps + 1)
        .returning(Candidate.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if done is None:
        raise Conflict(_("Somebody else was faster. Load the page again to see the current status of the candidate."))
    moved = CandidateFound(found.row, newer)
    append_step(
        session, file_at(session, moved, now.date()), VERSION_STEP, found.row.state,
        actor_id=by_id, second_id=None, reason="", now=now,
    )  # fmt: skip
    session.refresh(found.row)
