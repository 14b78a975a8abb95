"""A log as pages and files show it: its lines, and for each certificate what its years have and want."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from assessments.api import evidence_of
from certificates.candidates.queries.found import CandidateFound, as_steps, own_candidates, transitions_of
from certificates.candidates.rules.maintenance import years_confirmed
from certificates.practice.labels import KINDS, ORIGINS, length_said, role_said
from certificates.practice.queries.entries import REF, FoundPractice, entries_of
from certificates.practice.queries.years import practice_log, term_of, years_of
from certificates.practice.rules.log import LogLine, PracticeOrigin
from certificates.practice.rules.years import PracticeYear
from certificates.schemes.rules.definition import CANDIDATE, words
from lms.access import Viewer
from lms.i18n import language, ngettext
from lms.i18n import lazy as _l
from lms.people.api import country_name
from lms.tables.writing.columns import OutputColumn, OutputKind

COLUMNS = (
    OutputColumn("on", _l("Last day"), OutputKind.DATE),
    OutputColumn("kind", _l("Kind")),
    OutputColumn("words", _l("What was done")),
    OutputColumn("role", _l("Role")),
    OutputColumn("length", _l("Length")),
    OutputColumn("country", _l("Country")),
    OutputColumn("origin", _l("Source")),
)


@dataclass(frozen=True)
class ShownPractice:
    """A line of the log in words; `uuid` of an entry of one's own, that may be corrected."""

    line: LogLine
    kind: Any
    role: str
    length: str
    country: str
    origin: Any
    tone: str
    uuid: str
    evidence_url: str


@dataclass(frozen=True)
class ShownYear:
    """A year of a certificate: `last` is its last day."""

    year: PracticeYear
    last: date
    is_now: bool
    said: str
    is_confirmed: bool


@dataclass(frozen=True)
class CertificateYears:
    """What a scheme asks of a holder, and how the log stands: the days are none where there is no certificate."""

    scheme: str
    uuid: str  # of the candidate, for the page on which the holder asks for renewal
    a_year: int
    asks: str
    years: Sequence[ShownYear]
    ends_on: date | None
    opens_on: date | None
    grace_until: date | None
    may_ask: bool  # the step by which one asks for renewal is there


def shown_lines(lines: Iterable[LogLine], *, own: bool) -> list[ShownPractice]:
    """The lines in words; entries of one's own lead to their page."""
    return [
        ShownPractice(
            one, KINDS[one.kind], role_said(one), length_said(one), country_name(one.country) if one.country else "",
            *ORIGINS[one.origin],
            one.ref.removeprefix(f"{REF}:") if own and one.origin is PracticeOrigin.LOGGED else "",
            url_for("evidence.one", uuid=one.evidence.partition(":")[2]) if one.evidence else "",
        )
        for one in lines
    ]  # fmt: skip


def years_shown(
    session: Session, found: CandidateFound, lines: Sequence[LogLine], today: date
) -> CertificateYears | None:
    """The years of the certificate of this way; none where none is held. Three queries."""
    rule = found.definition.practice
    term = term_of(session, found.row.person_id, found.row.scheme_id, today)
    if term is None:
        return None
    asks = ngettext("%(num)s activity a year", "%(num)s activities a year", rule.a_year)
    taken = as_steps(transitions_of(session, [found.row.id])[found.row.id])
    confirmed = years_confirmed(found.definition, taken, term.begins_on)
    steps = [one for one in found.definition.steps_from(found.row.state) if one.mover == CANDIDATE]
    return CertificateYears(
        scheme=words(found.definition.title, language()),
        uuid=found.row.uuid,
        a_year=rule.a_year,
        asks=asks,
        years=[_year(one, today, confirmed) for one in years_of(term, lines, rule, today)],
        ends_on=term.ends_on,
        opens_on=term.opens_on,
        grace_until=term.ends_on + timedelta(days=rule.grace_days) if term.ends_on else None,
        may_ask=any(set(step.needs) & set(rule.kinds) for step in steps),
    )


def _year(year: PracticeYear, today: date, confirmed: int) -> ShownYear:
    found = ngettext("%(num)s activity", "%(num)s activities", year.found)
    return ShownYear(year, year.ends_on - timedelta(days=1), year.holds(today), found, year.no <= confirmed)


@dataclass(frozen=True)
class OwnLog:
    """One's own log."""

    lines: Sequence[ShownPractice]
    withdrawn: Sequence[FoundPractice]
    certificates: Sequence[CertificateYears]


def own_log(session: Session, viewer: Viewer, now: datetime) -> OwnLog:
    """The log of the viewer, with what the schemes of their certificates ask; some queries for each certificate."""
    lines = practice_log(session, [viewer.id], now)[viewer.id]
    entries = entries_of(session, [viewer.id])[viewer.id]
    certificates = (years_shown(session, one, lines, now.date()) for one in own_candidates(session, viewer.id))
    return OwnLog(
        shown_lines(lines, own=True),
        [one for one in entries if one.revision.withdrawn],
        [one for one in certificates if one is not None],
    )


@dataclass(frozen=True)
class CandidateLog:
    """The log of a candidate or holder, for those who read it."""

    lines: Sequence[ShownPractice]
    certificate: CertificateYears | None


def candidate_log(session: Session, found: CandidateFound, now: datetime) -> CandidateLog:
    """The log of somebody about whom the viewer has asked already."""
    lines = practice_log(session, [found.row.person_id], now)[found.row.person_id]
    return CandidateLog(shown_lines(lines, own=False), years_shown(session, found, lines, now.date()))


def evidence_choices(session: Session, viewer: Viewer) -> list[tuple[str, str]]:
    """One's own evidence that counts, the newest first, as a form offers it."""
    every = [one for one in evidence_of(session, [viewer.id]).get(viewer.id, ()) if one.withdrawn_at is None]
    return [(one.ref, one.title) for one in reversed(every)]


def export_rows(lines: Iterable[ShownPractice]) -> Iterator[tuple[Any, ...]]:
    """Rows of `COLUMNS`."""
    for one in lines:
        yield one.line.on, str(one.kind), one.line.words, one.role, one.length, one.country, str(one.origin)
