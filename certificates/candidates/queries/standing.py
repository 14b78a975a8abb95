"""How a candidate stands: what the rule of steps needs to know, put together from steps and evidence."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from assessments.api import ActingPart, obstacles_between
from certificates.candidates.queries.certificates import facts_of_certificates, facts_of_practice
from certificates.candidates.queries.elsewhere import facts_elsewhere
from certificates.candidates.queries.found import CandidateFound, as_piece, as_steps, evidence_of, transitions_of
from certificates.candidates.queries.workshop_cut import workshop_passed
from certificates.candidates.rules.history import history
from certificates.candidates.rules.maintenance import counts_since_release
from certificates.candidates.rules.matrix import Matrix, current, matrix
from certificates.candidates.rules.moving import CandidateStanding
from certificates.schemes.models import CandidateTransition, EvidencePiece
from certificates.schemes.queries.versions import intervals_of
from certificates.schemes.rules.definition import CutKind, SchemeDefinition, Transition, TriggerFact


@dataclass(frozen=True)
class File:
    """The whole file of a candidate at a moment."""

    found: CandidateFound
    transitions: Sequence[CandidateTransition]
    evidence: Sequence[EvidencePiece]  # every version
    matrix: Matrix
    standing: CandidateStanding


def file_at(session: Session, found: CandidateFound, today: date) -> File:
    """The file of one candidate; two queries, some more where a step from here waits for what happened elsewhere."""
    row, definition = found.row, found.definition
    transitions = transitions_of(session, [row.id])[row.id]
    evidence = evidence_of(session, [row.id])[row.id]
    pieces = [as_piece(one) for one in evidence]
    there = current(pieces)
    counting = {one.uuid for one in there if one.counts}
    outcomes = [one.outcome for one in evidence if one.uuid in counting]
    table = matrix(definition, pieces)
    steps = as_steps(transitions)
    since = transitions[-1].at if transitions else row.began_at
    past = history(definition, steps)
    return File(
        found,
        transitions,
        evidence,
        table,
        CandidateStanding(
            person_id=row.person_id,
            state=row.state,
            today=today,
            kinds=frozenset(
                one.kind for one in there if one.counts and counts_since_release(definition, steps, one.kind, one.at)
            ),
            machine_alone=tuple(one.title for one in there if one.by_machine and not one.confirmed),
            gaps=tuple(dict.fromkeys(gap.competence for gap in table.gaps)),
            cuts=cuts_met(definition, outcomes),
            happened=facts_of(outcomes)
            | facts_of_certificates(session, found, today)
            | facts_of_practice(session, found, steps, today)
            | facts_elsewhere(session, found, since, today),
            refused=past.refused,
            overturned=past.overturned,
        ),
    )


def cuts_met(definition: SchemeDefinition, outcomes: Iterable[dict[str, object]]) -> frozenset[str]:
    """Which cut rules evidence meets: an exam of the course that a rule names, the stations of a workshop.

    A piece may also say so itself.
    """
    found: set[str] = set()
    said_of = list(outcomes)
    for outcome in said_of:
        said = outcome.get("cuts")
        found |= {str(one) for one in said} if isinstance(said, list) else set()
        for cut in definition.cuts:
            if cut.kind is CutKind.EXAM and cut.course == outcome.get("course"):
                share = outcome.get("percent")
                if cut.share is None or (isinstance(share, int | float) and share >= cut.share * 100):
                    found.add(cut.code)
    found |= {one.code for one in definition.cuts if one.kind is CutKind.WORKSHOP and workshop_passed(said_of, one)}
    return frozenset(found)


def facts_of(outcomes: Iterable[dict[str, object]]) -> frozenset[TriggerFact]:
    """What has happened: a candidate has an account; the rest is what evidence says."""
    known = {one.value for one in TriggerFact}
    found = {TriggerFact.ACCOUNT_CONFIRMED}
    for outcome in outcomes:
        said = outcome.get("facts")
        found |= {TriggerFact(one) for one in said if one in known} if isinstance(said, list) else set()
    return frozenset(found)


def ties_of(
    session: Session,
    actors: Collection[int],
    found: CandidateFound,
    step: Transition,
    now: datetime,
) -> dict[int, tuple[str, ...]]:
    """What keeps each of these people from a step's part for a candidate: rule 2, asked of `assessments` alone."""
    if not step.part or not actors:
        return {}
    pairs = obstacles_between(
        session, actors, [found.row.person_id], ActingPart(step.part), now=now,
        intervals=intervals_of(found.definition),
    )  # fmt: skip
    return {actor: tuple(one.tie.value for one in facts) for (actor, _person), facts in pairs.items()}
