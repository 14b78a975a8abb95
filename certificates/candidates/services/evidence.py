"""Evidence is taken up from what the product knows, confirmed by a person where a machine scored it, withdrawn."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import update
from sqlalchemy.orm import Session

from assessments.api import EVIDENCE_SOURCES, ActingPart, FoundEvidence, demand_free
from certificates.candidates import policy
from certificates.candidates.events import CandidateEvidenceWithdrawn, EvidenceConfirmed, EvidenceTaken
from certificates.candidates.queries.collecting import collected
from certificates.candidates.queries.found import CandidateFound, evidence_of, open_candidates_of
from certificates.candidates.rules.digests import digest_of
from certificates.schemes.models import EvidencePiece
from certificates.schemes.rules.definition import StateKind
from lms import events
from lms.access import Viewer
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.i18n import N_, _
from lms.ids import new_uuid

STATEMENT = "statement"  # the kind of evidence by which a candidate or holder is heard
STATEMENT_TITLE = N_("Statement")
GONE = N_("It no longer exists.")


def take_up(session: Session, people: Collection[int], *, now: datetime) -> int:
    """Take up what speaks for these people in every open candidacy; how many rows were added.

    What says something else than before is another row: the old one stays (rule 6). What its source does not answer
    any more is withdrawn. A constant number of queries, and one statement a row that is new.
    """
    candidates = open_candidates_of(session, people)
    if not candidates:
        return 0
    kept = evidence_of(session, [one.row.id for one in candidates])
    everybody = sorted({one.row.person_id for one in candidates})
    added = 0
    for source in EVIDENCE_SOURCES.providers():
        by_person: dict[int, list[FoundEvidence]] = defaultdict(list)
        for piece in source.pieces(session, everybody, now):
            by_person[piece.person_id].append(piece)
        for candidate in candidates:
            theirs = by_person[candidate.row.person_id]
            added += _take(session, candidate, kept[candidate.row.id], theirs, now)
            _withdraw_gone(session, candidate, kept[candidate.row.id], theirs, source.kinds, now)
    return added


def _take(
    session: Session,
    candidate: CandidateFound,
    kept: Sequence[EvidencePiece],
    pieces: Sequence[FoundEvidence],
    now: datetime,
) -> int:
    versions: dict[str, list[EvidencePiece]] = defaultdict(list)
    for row in kept:
        versions[row.ref].append(row)
    added = 0
    for known in pieces:
        piece = collected(candidate.definition, known)
        if piece is None:
            continue
        before = versions[piece.ref]
        if before and before[-1].withdrawn_at is None and _says(before, piece.digest):
            continue
        add_piece(session, candidate, piece, _digest(before, piece.digest), now=now)
        added += 1
    return added


def _says(versions: Sequence[EvidencePiece], digest: str) -> bool:
    """Whether the newest version says this already."""
    return versions[-1].digest in (digest, _again(digest, len(versions) - 1))


def _digest(versions: Sequence[EvidencePiece], digest: str) -> str:
    """The digest under which another version is kept; one that says what an older one said gets a digest of its own."""
    return _again(digest, len(versions)) if digest in {one.digest for one in versions} else digest


def _again(digest: str, times: int) -> str:
    return sha256(f"{digest}:{times}".encode()).hexdigest()


def add_piece(
    session: Session, candidate: CandidateFound, piece: FoundEvidence, digest: str, *, now: datetime
) -> EvidencePiece:
    """Take up one version of one piece; it speaks for what it names, else for all whose rule names its kind."""
    speaks_for = piece.competences or [
        one.code for one in candidate.definition.competences if piece.kind in one.sufficiency.of
    ]
    row = EvidencePiece(
        uuid=new_uuid(), candidate_id=candidate.row.id, kind=piece.kind, ref=piece.ref, digest=digest,
        title=piece.title[:200], competences=list(speaks_for), outcome=dict(piece.outcome),
        observed_by_id=piece.observed_by_id, by_machine=piece.by_machine, at=piece.at, taken_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    events.publish(
        session,
        EvidenceTaken(
            subject=f"candidate:{candidate.row.id}", actor_id=None, at=now, piece_id=row.id, ref=row.ref,
            digest=row.digest,
        ),
    )  # fmt: skip
    return row


def add_statement(session: Session, candidate: CandidateFound, words: str, *, now: datetime) -> EvidencePiece:
    """Take up what a candidate or holder says for themselves, as an appeal or a hearing asks for it."""
    if not words.strip():
        raise BadInput("reason", _("Say in your own words what you think is wrong."))
    said = {"words": words.strip(), "at": now.isoformat()}
    piece = FoundEvidence(
        candidate.row.person_id, STATEMENT, f"{STATEMENT}:{candidate.row.id}:{candidate.row.steps}", digest_of(said),
        STATEMENT_TITLE, now, outcome=said,
    )  # fmt: skip
    return add_piece(session, candidate, piece, piece.digest, now=now)


def hear(session: Session, candidate: CandidateFound, words: str, *, now: datetime) -> EvidencePiece:
    """Take up what a suspended holder says for themselves; late is better than never, so it is taken after the days."""
    if not is_suspended(candidate):
        raise RuleBroken(_("You are not suspended, so you cannot make a statement here."))
    return add_statement(session, candidate, words, now=now)


def is_suspended(candidate: CandidateFound) -> bool:
    """Whether the certificate of this holder is set aside."""
    here = candidate.definition.state(candidate.row.state)
    return here is not None and here.kind is StateKind.SUSPENDED


def _withdraw_gone(
    session: Session,
    candidate: CandidateFound,
    kept: Sequence[EvidencePiece],
    pieces: Sequence[FoundEvidence],
    kinds: Collection[str],
    now: datetime,
) -> None:
    there = {one.ref for one in pieces}
    for row in kept:
        if row.withdrawn_at is None and row.ref.partition(":")[0] in kinds and row.ref not in there:
            withdraw(session, candidate, row, GONE, by_id=None, now=now)


def withdraw(
    session: Session, candidate: CandidateFound, row: EvidencePiece, reason: str, *, by_id: int | None, now: datetime
) -> None:
    """A piece does not count any more; its row stays."""
    row.withdrawn_at, row.withdrawn_reason = now, reason
    session.flush()
    events.publish(
        session,
        CandidateEvidenceWithdrawn(
            subject=f"candidate:{candidate.row.id}", actor_id=by_id, at=now, piece_id=row.id, reason=reason
        ),
    )


def confirm_evidence(session: Session, found: CandidateFound, uuid: str, *, actor: Viewer, now: datetime) -> None:
    """A person confirms what a machine scored: rule 12 of the pathway. Never about oneself."""
    by_id = actor.id
    if by_id == found.row.person_id:
        raise RuleBroken(_("This is your own file. Somebody else has to act here."))
    if not policy.may_confirm_evidence(actor, found.row):
        raise RuleBroken(_("You do not hold the role for this step."))
    demand_free(session, by_id, found.row.person_id, ActingPart.DOSSIER_OFFICER, now=now)
    row = next((one for one in evidence_of(session, [found.row.id])[found.row.id] if one.uuid == uuid), None)
    if row is None or not row.by_machine or row.withdrawn_at is not None:
        raise NotFound
    done = session.scalars(
        update(EvidencePiece)
        .where(EvidencePiece.id == row.id, EvidencePiece.confirmed_by_id.is_(None))
        .values(confirmed_by_id=by_id)
        .returning(EvidencePiece.id)
    ).one_or_none()
    if done is None:
        raise Conflict(_("Somebody else has already confirmed it."))
    events.publish(
        session, EvidenceConfirmed(subject=f"candidate:{found.row.id}", actor_id=by_id, at=now, piece_id=row.id)
    )
