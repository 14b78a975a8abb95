"""The pages of recommendations: the candidates of a workshop, and one of them with all results."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.items.parsing.exact import exact
from assessments.rubrics.pages.sheet_fields import points_said
from assessments.sheets.labels import HOW, PROPOSALS
from assessments.sheets.models import Recommendation
from assessments.sheets.queries.recommendations import (
    candidates_of,
    rated_by,
    recommendations_of,
    results_by_workshop,
    seen_in_person,
    versions_of,
)
from assessments.sheets.rules.aliases import candidate_code, shown_as
from assessments.sheets.rules.recommending import TopicProposal, all_settled, cites_digest, is_out_of_date
from assessments.sheets.services.recommending import cited_by, lines_at, results_as_data
from assessments.workshops.labels import TOPICS
from assessments.workshops.models import Workshop, WorkshopCandidate
from lms.access import Viewer
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.people.api import people_named
from lms.tables.writing.columns import OutputColumn, OutputKind

COLUMNS = (
    OutputColumn("candidate", _l("Candidate")),
    OutputColumn("results", _l("Results"), OutputKind.WHOLE),
    OutputColumn("state", _l("Recommendation")),
    OutputColumn("signed_at", _l("Signed"), OutputKind.MOMENT),
)


@dataclass(frozen=True)
class RecommendationLine:
    """A candidate in the list; no link where the viewer rates them."""

    uuid: str
    candidate: str
    results: int
    performances: int
    state: Any
    tone: str
    signed_at: datetime | None
    open_to: bool


@dataclass(frozen=True)
class SummedResult:
    """What came out at an exercise, with the totals of the sheets and how they became one."""

    exercise: str
    total: str
    cut: str
    passed: bool | None
    totals: str
    how: str
    apart: bool  # one sheet alone would have passed


@dataclass(frozen=True)
class SignedRecommendation:
    """A recommendation in words, for moderators and panels."""

    no: int
    workshop: str
    proposals: tuple[tuple[Any, Any, str], ...]  # topic, proposal, tone
    summary: str
    minority: str
    results: tuple[SummedResult, ...]
    by: str
    at: datetime
    out_of_date: bool


@dataclass(frozen=True)
class RecommendationPage:
    """Everything about one candidate at a workshop."""

    workshop: Workshop
    uuid: str
    candidate: str
    settled: bool
    results: tuple[SummedResult, ...]
    seen: str  # the digest of what is shown
    versions: tuple[SignedRecommendation, ...]


def recommendation_lines(session: Session, viewer: Viewer, workshop: Workshop) -> list[RecommendationLine]:
    """The candidates of a workshop, never the viewer; seven queries."""
    candidates = [one for one in candidates_of(session, workshop.id) if one.person_id != viewer.id]
    people = [one.person_id for one in candidates]
    names, rated = people_named(session, people), rated_by(session, workshop.id, viewer.id)
    in_person = seen_in_person(session, workshop.id)
    standing = results_by_workshop(session, workshop.id, people)
    signed = {
        person_id: one
        for person_id, every in recommendations_of(session, people).items()
        for one in every
        if one.row.workshop_id == workshop.id
    }
    found = []
    for one in candidates:
        results, known = standing.get(one.person_id, {}), signed.get(one.person_id)
        state, tone = (_l("not signed"), "")
        if known is not None:
            state, tone = (_l("results have changed since"), "warn") if known.out_of_date else (_l("signed"), "ok")
        if one.person_id in rated:
            state, tone = _l("you rate this candidate"), ""
        found.append(
            RecommendationLine(
                uuid=one.uuid,
                candidate=_called(one, names, hidden=one.person_id not in in_person),
                results=sum(bool(result) for result in results.values()),
                performances=len(results),
                state=state,
                tone=tone,
                signed_at=known.row.at if known is not None else None,
                open_to=one.person_id not in rated,
            )
        )
    return found


def recommendation_rows(lines: Iterable[RecommendationLine]) -> Iterator[tuple[Any, ...]]:
    """The list as rows of `COLUMNS`."""
    for one in lines:
        yield one.candidate, one.results, one.state, one.signed_at


def recommendation_page(session: Session, workshop: Workshop, candidate: WorkshopCandidate) -> RecommendationPage:
    """One candidate, of whom the viewer may see all results."""
    lines = lines_at(session, workshop.id, candidate.person_id)
    versions = versions_of(session, workshop.id, candidate.person_id)
    names = people_named(session, {candidate.person_id, *(one.by_id for one in versions)})
    cited = cited_by(lines)
    return RecommendationPage(
        workshop=workshop,
        uuid=candidate.uuid,
        candidate=_called(candidate, names, hidden=all(one.row.written for one in lines)),
        settled=all_settled([one.state for one in lines]),
        results=result_lines(results_as_data(session, lines)),
        seen=cites_digest(cited),
        versions=tuple(
            signed_said(one, workshop.title, names, out_of_date=is_out_of_date(one.cites, cited)) for one in versions
        ),
    )


def signed_said(
    row: Recommendation, workshop: str, names: Mapping[int, str], *, out_of_date: bool
) -> SignedRecommendation:
    """A signed recommendation in words."""
    return SignedRecommendation(
        no=row.no,
        workshop=workshop,
        proposals=tuple(
            (TOPICS.get(topic, topic), *PROPOSALS[TopicProposal(one)])
            for topic, one in sorted(row.proposals.items(), key=lambda pair: list(TOPICS).index(pair[0]))
        ),
        summary=row.summary,
        minority=row.minority,
        results=result_lines(row.results),
        by=names.get(row.by_id, ""),
        at=row.at,
        out_of_date=out_of_date,
    )


def result_lines(results: Sequence[Mapping[str, Any]]) -> tuple[SummedResult, ...]:
    """Kept results in words; the exercises in their order."""
    return tuple(_result_line(one) for one in results)


def _result_line(one: Mapping[str, Any]) -> SummedResult:
    totals = [exact(total) for total in one["totals"]]
    passes = {total >= exact(one["cut"]) for total in totals}
    return SummedResult(
        exercise=one["exercise"],
        total=_total(one["total"], one["highest"]),
        cut=points_said(exact(one["cut"])),
        passed=one["passed"],
        totals=", ".join(points_said(total) for total in sorted(totals)),
        how=str(HOW.get(one["by"] or one["status"], "")),
        apart=len(passes) > 1,
    )


def _total(total: str | None, highest: str) -> str:
    if total is None:
        return "–"
    return _("%(points)s of %(most)s", points=points_said(exact(total)), most=points_said(exact(highest)))


def _called(row: WorkshopCandidate, names: Mapping[int, str], *, hidden: bool) -> str:
    """Code and name; the code alone of who did written work alone."""
    return shown_as(names.get(row.person_id, ""), candidate_code(row.number), hidden=hidden)
