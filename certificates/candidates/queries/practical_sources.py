"""What missions, operations and performances say of candidates, and what people keep of their own work."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy.orm import Session

from assessments.api import (
    FoundEvidence,
    FoundRecommendation,
    PerformanceResult,
    evidence_of,
    mission_evidence,
    observation_results,
    recommendations_of,
    results_of_people,
)
from certificates.candidates.queries.collecting import OF_OBSERVATION, OF_RUBRIC
from certificates.candidates.rules.digests import digest_of
from certificates.schemes.rules.definition import TriggerFact

MISSION_KINDS = {
    "mission-annex": "annex",
    "mission-terms": "terms-of-reference",
}  # as schemes call what missions call otherwise
MISSION_FACTS = {"mission-annex": TriggerFact.ANNEX_SIGNED, "mission-report": TriggerFact.REPORT_DELIVERED}
ONESELF_ALONE = frozenset({"self-review"})  # what nobody else could bring is called what schemes call it
OWN = "own-"  # before the kind of other things that somebody uploaded: a scheme says which of these it collects


class MissionSource:
    """Terms of reference, signed annexes, delivered reports, what somebody wrote in one, host feedback, practice."""

    kinds = frozenset({"annex", "report", "sections", "feedback", "practice", "terms"})

    def pieces(self, session: Session, people: Collection[int], now: datetime) -> Sequence[FoundEvidence]:
        """One for each; a newer version of the same says something else under the same ref."""
        found = []
        for person_id, pieces in mission_evidence(session, people).items():
            for one in pieces:
                fact = MISSION_FACTS.get(one.kind)
                outcome: dict[str, Any] = {"facts": [fact.value]} if fact is not None else {}
                found.append(
                    FoundEvidence(
                        person_id,
                        MISSION_KINDS.get(one.kind, one.kind),
                        one.ref,
                        one.digest,
                        one.title,
                        one.at,
                        outcome=outcome,
                        observed_by_id=one.observed_by,
                    )
                )
        return found


class PerformanceSource:
    """Performances at workshops of which something final stands, each under the rubric by which it was rated."""

    kinds = frozenset({"performance"})

    def pieces(self, session: Session, people: Collection[int], now: datetime) -> Sequence[FoundEvidence]:
        """One for each; the fact that all are settled stands at each once it is so."""
        return [
            piece
            for person_id, results in results_of_people(session, people).items()
            for piece in of_performances(person_id, results)
        ]


class ObservationSource:
    """Sealed observation sheets of trainers, each a piece; its trainer leads the cohort, and so is qualified to see."""

    kinds = frozenset({"observation"})

    def pieces(self, session: Session, people: Collection[int], now: datetime) -> Sequence[FoundEvidence]:
        """One for each; opened and sealed again it says something else under the same ref."""
        found = []
        for person_id, results in observation_results(session, people).items():
            for one in results:
                said: dict[str, Any] = {
                    "passed": one.passed,
                    "total": str(one.total),
                    "cut": str(one.cut),
                    "seal": one.seal,
                }
                found.append(
                    FoundEvidence(
                        person_id,
                        f"{OF_OBSERVATION}{one.rubric}",
                        f"observation:{one.uuid}",
                        digest_of(said),
                        one.title,
                        one.sealed_at,
                        outcome=said,
                        observed_by_id=one.trainer_id,
                    )
                )
        return found


class OwnSource:
    """What somebody uploaded themselves, with the words of witnesses; withdrawn pieces speak no more."""

    kinds = frozenset({"evidence"})

    def pieces(self, session: Session, people: Collection[int], now: datetime) -> Sequence[FoundEvidence]:
        """One for each."""
        return [
            FoundEvidence(
                person_id,
                one.kind if one.kind in ONESELF_ALONE else f"{OWN}{one.kind}",
                one.ref,
                one.digest,
                one.title,
                datetime.combine(one.day, time(), UTC),
                competences=one.competences,
            )
            for person_id, records in evidence_of(session, people).items()
            for one in records
            if one.withdrawn_at is None
        ]


class RecommendationSource:
    """What moderators of workshops signed; once a result has changed it says so, as another version of the piece."""

    kinds = frozenset({"recommendation"})

    def pieces(self, session: Session, people: Collection[int], now: datetime) -> Sequence[FoundEvidence]:
        """The newest of each workshop."""
        return [
            of_recommendation(person_id, one)
            for person_id, every in recommendations_of(session, people).items()
            for one in every
        ]


def of_recommendation(person_id: int, found: FoundRecommendation) -> FoundEvidence:
    """The piece of one recommendation."""
    row = found.row
    said: dict[str, Any] = {
        "recommendation": row.uuid,
        "version": row.no,
        "proposals": row.proposals,
        "results_changed": found.out_of_date,
    }
    return FoundEvidence(
        person_id,
        "recommendation",
        f"recommendation:{row.workshop_id}:{person_id}",
        digest_of(said),
        found.workshop,
        row.at,
        outcome=said,
    )


def of_performances(person_id: int, results: Iterable[PerformanceResult]) -> list[FoundEvidence]:
    """The pieces of one person; two or more assessors saw each, and the first of them stands for it."""
    every = list(results)
    open_workshops = {one.workshop_id for one in every if one.total is None}
    found = []
    for one in every:
        if one.total is None or one.decided_at is None:
            continue
        said: dict[str, Any] = {
            "passed": one.passed,
            "total": str(one.total),
            "cut": str(one.cut),
            "sem": str(one.sem),
            "critical_ok": one.critical_ok,
            "reconciliation": one.reconciliation_no,
        }
        piece = FoundEvidence(
            person_id,
            f"{OF_RUBRIC}{one.rubric}",
            f"performance:{one.performance_id}",
            digest_of(said),
            one.rubric,
            one.decided_at,
            outcome=said,
            observed_by_id=min(one.assessors, default=None),
        )
        if one.workshop_id not in open_workshops:
            settled = {"facts": [TriggerFact.PERFORMANCES_SETTLED.value]}
            piece = replace(piece, outcome=said | settled, digest=digest_of(said | settled))
        found.append(piece)
    return found


PRACTICAL_SOURCES = (MissionSource(), PerformanceSource(), ObservationSource(), RecommendationSource(), OwnSource())
