"""The ways of past candidates, as a dry run takes them."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.schemes.models import Candidate, CandidateTransition, EvidencePiece
from certificates.schemes.rules.dry_run import History, PastPiece, PastStep
from certificates.schemes.rules.sufficiency import ShownPiece
from lms.people.api import people_info


def histories_of(session: Session, scheme_id: int) -> list[History]:
    """Every candidate of a scheme with steps and evidence, in the order in which they began; three queries."""
    rows = session.scalars(select(Candidate).where(Candidate.scheme_id == scheme_id).order_by(Candidate.id)).all()
    mine = select(Candidate.id).where(Candidate.scheme_id == scheme_id)
    steps: dict[int, list[PastStep]] = defaultdict(list)
    taken = select(CandidateTransition).where(CandidateTransition.candidate_id.in_(mine))
    for step in session.scalars(taken.order_by(CandidateTransition.no)):
        steps[step.candidate_id].append(
            PastStep(
                step.transition,
                step.to_state,
                step.at,
                seconded=step.second_id is not None,
                reasoned=bool(step.reason.strip()),
            )
        )
    pieces: dict[int, list[PastPiece]] = defaultdict(list)
    shown = select(EvidencePiece).where(EvidencePiece.candidate_id.in_(mine))
    for piece in session.scalars(shown.order_by(EvidencePiece.id)):
        pieces[piece.candidate_id].append(PastPiece(shown_of(piece), piece.taken_at, piece.withdrawn_at))
    return [History(row.uuid, row.state, steps[row.id], pieces[row.id]) for row in rows]


def shown_of(piece: EvidencePiece) -> ShownPiece:
    """A piece as the rule of sufficiency sees it; it does not speak for what its outcome says is not met."""
    met: Any = piece.outcome.get("met")
    unmet = {code for code, said in met.items() if said is False} if isinstance(met, Mapping) else set()
    return ShownPiece(piece.kind, frozenset(map(str, piece.competences)) - unmet, piece.observed_by_id is not None)


def names_of(session: Session, scheme_id: int) -> dict[str, str]:
    """The names of its candidates, by the names of their rows outside; two queries."""
    rows = session.execute(select(Candidate.uuid, Candidate.person_id).where(Candidate.scheme_id == scheme_id)).all()
    people = people_info(session, [person_id for _uuid, person_id in rows])
    return {uuid: people[person_id].name for uuid, person_id in rows if person_id in people}
