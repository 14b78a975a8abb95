"""The log of people, and the years of a certificate of a scheme with what the log has for each."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy.orm import Session

from certificates.credentials.models import Claim, Credential
from certificates.credentials.queries.held import HeldCredential, credentials_held
from certificates.practice.queries.entries import entries_of
from certificates.practice.queries.known import known_practice
from certificates.practice.rules.log import LogLine, in_order
from certificates.practice.rules.years import PracticeYear, practice_years
from certificates.schemes.rules.definition import PracticeRule
from certificates.schemes.rules.releasing import scheme_ref


@dataclass(frozen=True)
class HolderTerm:
    """From when to when the newest certificate of a scheme holds, and from when it may be renewed."""

    begins_on: date
    ends_on: date | None
    opens_on: date | None


def practice_log(session: Session, people: Collection[int], now: datetime) -> dict[int, list[LogLine]]:
    """All practice that counts, of each of these people, the newest first: what they logged and what is known."""
    found: dict[int, list[LogLine]] = defaultdict(list)
    for person_id, lines in known_practice(session, people, now).items():
        found[person_id].extend(lines)
    for person_id, entries in entries_of(session, people).items():
        found[person_id].extend(one.line for one in entries if not one.revision.withdrawn)
    return {one: in_order(found[one]) for one in people}


def term_of(session: Session, person_id: int, scheme_id: int, today: date) -> HolderTerm | None:
    """The newest certificate of this scheme that is signed, has begun and was not revoked; two queries."""
    held = credentials_held(session, Credential.person_id == person_id, Claim.source_ref == scheme_ref(scheme_id))
    terms = [_term(one) for one in held if one.ending is None and one.version.record is not None]
    return max((one for one in terms if one.begins_on <= today), key=lambda one: one.begins_on, default=None)


def _term(one: HeldCredential) -> HolderTerm:
    ends_at = one.term.ends_at
    return HolderTerm(
        one.term.begins_at.astimezone(UTC).date(),
        ends_at.astimezone(UTC).date() if ends_at else None,
        one.term.opens_on,
    )


def years_of(
    term: HolderTerm | None, lines: Collection[LogLine], rule: PracticeRule, today: date
) -> list[PracticeYear]:
    """The years of a certificate that have begun; none without a certificate, or where its scheme asks for nothing."""
    if term is None or not rule.a_year:
        return []
    return practice_years(term.begins_on, term.ends_on, [one.on for one in lines], a_year=rule.a_year, today=today)


def years_of_holder(
    session: Session, person_id: int, scheme_id: int, rule: PracticeRule, today: date
) -> tuple[HolderTerm | None, list[PracticeYear]]:
    """The same for one holder, with the term; a constant number of queries."""
    term = term_of(session, person_id, scheme_id, today)
    if term is None:
        return None, []
    lines = practice_log(session, [person_id], datetime.combine(today, time.max, UTC))[person_id]
    return term, years_of(term, lines, rule, today)
