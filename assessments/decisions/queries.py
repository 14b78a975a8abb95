"""Decisions about people, found: for who decides, for the person concerned, and for other packages."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from assessments.decisions.kinds import DecisionFacts, ObjectionFacts, kind_of
from assessments.decisions.models import Decision, Objection, ObjectionVote
from assessments.decisions.policy import managed_by
from assessments.decisions.rules import (
    ANSWER_SHOWN,
    OBJECTION_WINDOW,
    TOLD,
    DecisionBarrier,
    DecisionState,
    ObjectionOutcome,
    barrier_to_confirm,
    barrier_to_judge,
    barrier_to_refuse,
)
from assessments.independence.api import ActingPart, Tie, obstacles_between
from assessments.permissions import ExamPermission
from lms.access import Viewer
from lms.batch import Ids, among, asked
from lms.errors import NotFound
from lms.people.api import appointed_by, bound_by_rights, circle_asked, holders_of

Found = Select[Decision, Objection]
BOTH: Found = select(Decision, Objection).outerjoin(Objection, Objection.decision_id == Decision.id)


def decision_managed(session: Session, viewer: Viewer, uuid: str, *, lock: bool = False) -> Decision:
    """A decision about somebody else on which the viewer decides too; any other is not found."""
    query = select(Decision).where(Decision.uuid == uuid, managed_by(viewer))
    return _found(session.scalars(query.with_for_update() if lock else query).one_or_none())


def decision_told(session: Session, person: Viewer, uuid: str, *, lock: bool = False) -> Decision:
    """A decision about this person that came into force; what is only proposed is not found."""
    query = select(Decision).where(Decision.uuid == uuid, Decision.person_id == person.id, Decision.state.in_(TOLD))
    return _found(session.scalars(query.with_for_update() if lock else query).one_or_none())


def decision_objected_to(session: Session, viewer: Viewer, objection: str) -> Decision:
    """The decision to which this objection was made, if the viewer decides on such too."""
    query = select(Decision).join(Objection, Objection.decision_id == Decision.id)
    return _found(session.scalars(query.where(Objection.uuid == objection, managed_by(viewer))).one_or_none())


def _found(row: Decision | None) -> Decision:
    if row is None:
        raise NotFound
    return row


def objection_to(session: Session, decision_id: int) -> Objection | None:
    """The objection to a decision, if there is one."""
    return session.scalars(select(Objection).where(Objection.decision_id == decision_id)).one_or_none()


def facts_of(session: Session, decision: Decision) -> DecisionFacts:
    """A decision with its objection."""
    return facts(decision, objection_to(session, decision.id))


def facts(row: Decision, objection: Objection | None) -> DecisionFacts:
    """A decision and its objection as others read them."""
    return DecisionFacts(
        id=row.id,
        uuid=row.uuid,
        kind=row.kind,
        subject=row.subject,
        person_id=row.person_id,
        reason=row.reason,
        words=row.words,
        exam_id=row.exam_id,
        opens_on=row.opens_on,
        never_again=row.never_again,
        proposer_id=row.proposer_id,
        proposed_at=row.proposed_at,
        state=DecisionState(row.state),
        decided_by_id=row.decided_by_id,
        decided_at=row.decided_at,
        decided_words=row.decided_words,
        ended_by_id=row.ended_by_id,
        ended_at=row.ended_at,
        objection=_objection_facts(objection) if objection else None,
    )


def _objection_facts(row: Objection) -> ObjectionFacts:
    return ObjectionFacts(
        uuid=row.uuid,
        words=row.words,
        at=row.at,
        due_at=row.due_at,
        outcome=ObjectionOutcome(row.outcome) if row.outcome else None,
        decider_id=row.decider_id,
        reason=row.reason,
        decided_at=row.decided_at,
        judges=row.judges,
    )


def _all(session: Session, query: Found) -> list[DecisionFacts]:
    return [facts(decision, objection) for decision, objection in session.execute(query)]


def decisions_about(session: Session, subjects: Collection[str]) -> dict[str, list[DecisionFacts]]:
    """Every decision about each of these subjects, the newest first, whatever became of it; one query for all."""
    found: dict[str, list[DecisionFacts]] = {subject: [] for subject in subjects}
    query = BOTH.where(Decision.subject.in_(subjects)).order_by(Decision.id.desc())
    for one in _all(session, query) if found else ():
        found[one.subject].append(one)
    return found


def decisions_in_force(session: Session, people: Ids, exams: Ids | None = None) -> dict[int, list[DecisionFacts]]:
    """Of each person the decisions in force that keep them from an exam, or from one of these exams; one query."""
    query = BOTH.where(
        among(Decision.person_id, people), Decision.state == DecisionState.IN_FORCE, Decision.exam_id.is_not(None)
    )
    if exams is not None:
        query = query.where(among(Decision.exam_id, exams))
    found: dict[int, list[DecisionFacts]] = {person_id: [] for person_id in asked(people)}
    for one in _all(session, query.order_by(Decision.id)):
        found.setdefault(one.person_id, []).append(one)
    return found


def decisions_told(session: Session, person: Viewer) -> list[DecisionFacts]:
    """What was decided about this person and came into force, the newest first."""
    query = BOTH.where(Decision.person_id == person.id, Decision.state.in_(TOLD))
    return _all(session, query.order_by(Decision.decided_at.desc(), Decision.id.desc()))


def decisions_waiting(session: Session, viewer: Viewer) -> list[DecisionFacts]:
    """What waits for a second person among the decisions that the viewer decides too, the longest first."""
    query = BOTH.where(Decision.state == DecisionState.PROPOSED, managed_by(viewer))
    return _all(session, query.order_by(Decision.proposed_at, Decision.id))


def objections_waiting(session: Session, viewer: Viewer) -> list[DecisionFacts]:
    """Decisions with an objection that is not decided, the first that is due first."""
    query = BOTH.where(Objection.id.is_not(None), Objection.outcome.is_(None), managed_by(viewer))
    return _all(session, query.order_by(Objection.due_at, Objection.id))


def decisions_closed(session: Session, viewer: Viewer, limit: int = 50) -> list[DecisionFacts]:
    """What was decided and judged among the decisions that the viewer decides too, the newest first."""
    query = BOTH.where(Decision.state != DecisionState.PROPOSED, managed_by(viewer))
    return _all(session, query.order_by(Decision.decided_at.desc(), Decision.id.desc()).limit(limit))


def everything_waiting(session: Session) -> list[DecisionFacts]:
    """Every decision that waits for a second person, and every one with an objection that waits; one query."""
    waits = (Decision.state == DecisionState.PROPOSED) | (Objection.id.is_not(None) & Objection.outcome.is_(None))
    return _all(session, BOTH.where(waits).order_by(Decision.id))


def who_took_part(session: Session, decision: DecisionFacts) -> frozenset[int]:
    """Everybody who had a part in a decision, or in another one about the same subject and person."""
    people: set[int | None] = set(kind_of(decision.kind).took_part(session, decision))
    for one in decisions_about(session, [decision.subject])[decision.subject]:
        if one.person_id == decision.person_id:
            people |= {one.proposer_id, one.decided_by_id, one.objection.decider_id if one.objection else None}
    people |= set(session.scalars(_judged_before(decision)))
    return frozenset(one for one in people if one is not None)


def _judged_before(decision: DecisionFacts) -> Select[int]:
    """Who judged an objection to another decision about the same subject and person."""
    return (
        select(ObjectionVote.person_id)
        .join(Objection, Objection.id == ObjectionVote.objection_id)
        .join(Decision, Decision.id == Objection.decision_id)
        .where(
            Decision.subject == decision.subject, Decision.person_id == decision.person_id, Decision.id != decision.id
        )
    )


def votes_on(session: Session, decision_id: int) -> list[ObjectionVote]:
    """How those judged who judge the objection to a decision together, in order."""
    query = select(ObjectionVote).join(Objection, Objection.id == ObjectionVote.objection_id)
    return list(session.scalars(query.where(Objection.decision_id == decision_id).order_by(ObjectionVote.id)))


def confirming_barrier(session: Session, decision: DecisionFacts, person_id: int) -> DecisionBarrier | None:
    """What keeps this person from confirming it."""
    return _confirming(session, decision, [person_id])[person_id]


def refusing_barrier(session: Session, decision: DecisionFacts, person_id: int) -> DecisionBarrier | None:
    """What keeps this person from saying no to it."""
    dependent = appointed_by(session, [decision.person_id])
    asked_of = {"concerned_id": decision.person_id, "proposer_id": decision.proposer_id}
    return barrier_to_refuse(person_id, **asked_of, dependent=dependent)


def judging_barrier(session: Session, decision: DecisionFacts, person_id: int, now: datetime) -> DecisionBarrier | None:
    """What keeps this person from judging an objection to it."""
    return _judging(session, decision, [person_id], _judges(decision), now)[person_id]


def could_confirm(session: Session, decision: DecisionFacts) -> list[int]:
    """Everybody who could be the second person."""
    people = holders_of(session, kind_of(decision.kind).permission, decision.person_id)
    return [one for one, barred in _confirming(session, decision, people).items() if barred is None]


def could_judge(session: Session, decision: DecisionFacts, now: datetime, judges: int | None = None) -> list[int]:
    """Everybody who could judge an objection to it: as it stands, or if so many were to judge it."""
    people = holders_of(session, kind_of(decision.kind).permission, decision.person_id)
    judging = _judging(session, decision, people, judges or _judges(decision), now)
    return [one for one, barred in judging.items() if barred is None]


def ties_of_judge(session: Session, decision: DecisionFacts, person_id: int, now: datetime) -> list[Tie]:
    """What this person has to do with whom it concerns that keeps them from judging with others."""
    found = obstacles_between(session, [person_id], [decision.person_id], ActingPart.APPEAL, now=now)
    return list(dict.fromkeys(one.tie for one in found.get((person_id, decision.person_id), ())))


def _confirming(
    session: Session, decision: DecisionFacts, people: Collection[int]
) -> dict[int, DecisionBarrier | None]:
    near = bound_by_rights(session, [decision.proposer_id])
    favour = kind_of(decision.kind).is_favour(session, decision)
    dependent = appointed_by(session, [decision.person_id]) if favour else frozenset()
    asked_of = {"concerned_id": decision.person_id, "proposer_id": decision.proposer_id}
    return {one: barrier_to_confirm(one, **asked_of, near=near, dependent=dependent) for one in people}


def _judges(decision: DecisionFacts) -> int:
    return decision.objection.judges if decision.objection else 1


def _judging(
    session: Session, decision: DecisionFacts, people: Collection[int], judges: int, now: datetime
) -> dict[int, DecisionBarrier | None]:
    """Who judges alone had no part in the decision; who judges with others had none for this person at all."""
    took_part, dependent = who_took_part(session, decision), appointed_by(session, [decision.person_id])
    concerned = decision.person_id
    found = {
        one: barrier_to_judge(one, concerned_id=concerned, took_part=took_part, dependent=dependent) for one in people
    }
    if judges > 1:
        voted = {one.person_id for one in votes_on(session, decision.id)}
        tied = obstacles_between(session, people, [concerned], ActingPart.APPEAL, now=now)
        for one in people:
            if one in voted:
                found[one] = DecisionBarrier.JUDGED
            elif found[one] is None and (one, concerned) in tied:
                found[one] = DecisionBarrier.TIED
    return found


def open_to(session: Session, viewer: Viewer, above: Collection[int], below: Collection[int]) -> list[DecisionFacts]:
    """What waits for this person in particular: what they could confirm or refuse, and objections for them; one query.

    `above` and `below` are those from whom their rights come, and whose come from them. Whether they had a part in
    another decision about the same, or a part that its kind alone knows, is asked on its page.
    """
    mine = select(ObjectionVote.objection_id).where(ObjectionVote.person_id == viewer.id)
    unjudged = Objection.id.is_not(None) & Objection.outcome.is_(None) & Objection.id.not_in(mine)
    query = BOTH.where((Decision.state == DecisionState.PROPOSED) | unjudged, managed_by(viewer))
    near = {*above, *below}

    def is_theirs(one: DecisionFacts) -> bool:
        if one.state is DecisionState.PROPOSED:
            return one.proposer_id != viewer.id and (one.proposer_id not in near or one.person_id not in above)
        return one.person_id not in above and viewer.id not in (one.proposer_id, one.decided_by_id)

    return [one for one in _all(session, query.order_by(Decision.proposed_at, Decision.id)) if is_theirs(one)]


def decisions_first(person: Viewer, now: datetime) -> list[ColumnElement[Any]]:
    """What home asks first: whether this person may object, or was answered; of who decides, whether anything waits.

    And with that from whom the rights of who decides come, and whose come from them: what waits may not be theirs.
    """
    objects = (Decision.state == DecisionState.IN_FORCE) & Objection.id.is_(None)
    told = with_objection(
        Decision.person_id == person.id,
        Decision.state.in_(TOLD),
        (objects & (Decision.decided_at > now - OBJECTION_WINDOW - timedelta(days=1)))
        | (Objection.decided_at >= now - ANSWER_SHOWN),
    )
    if not person.may(ExamPermission.DECISION_REVIEW):
        return [told]
    waits = (Decision.state == DecisionState.PROPOSED) | (Objection.id.is_not(None) & Objection.outcome.is_(None))
    return [told, with_objection(waits, managed_by(person)), *circle_asked(person.id)]


def with_objection(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    """As SQL: whether there is a decision for which this holds, of it or of the objection to it."""
    every = select(Decision.id).outerjoin(Objection, Objection.decision_id == Decision.id)
    return every.where(*where).exists()


def titles_of(session: Session, decisions: Iterable[DecisionFacts], language: str) -> Mapping[tuple[str, str], str]:
    """What the subjects of these decisions are called, by kind and subject; as many queries as there are kinds."""
    by_kind: dict[str, set[str]] = {}
    for one in decisions:
        by_kind.setdefault(one.kind, set()).add(one.subject)
    return {
        (name, subject): title
        for name, subjects in by_kind.items()
        for subject, title in kind_of(name).titles(session, subjects, language).items()
    }


def proposed_by_key(session: Session, key: str) -> Decision | None:
    """What this form proposed before."""
    return session.scalars(select(Decision).where(Decision.key == key)).one_or_none()


def waits_for_second(session: Session, kind: str, subject: str, person_id: int) -> Decision | None:
    """The decision of this kind about this subject and person that waits for a second person."""
    return session.scalars(
        select(Decision).where(
            Decision.kind == kind,
            Decision.subject == subject,
            Decision.person_id == person_id,
            Decision.state == DecisionState.PROPOSED,
        )
    ).one_or_none()
