"""The runs that a report of a fund counts, and the people in them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, and_, case, cast, distinct, func, literal, or_, select
from sqlalchemy.orm import Session

from assessments.api import final_passes
from certificates.credentials.queries.sums import certificate_rows
from certificates.reporting.queries.programme import NOWHERE, certified_trainers, course_name, holders_in_force
from certificates.reporting.rules.activities import PaidActivity, in_period
from certificates.reporting.rules.counting import RunLine
from certificates.reporting.rules.figures import Milestone
from certificates.reporting.rules.periods import Period
from certificates.reporting.rules.suppression import BySex
from courses.api import COHORT, ActivityStatus, FoundCohort, activities_of_fund, cohorts_by_id, done_in_run, run_rows
from lms.people.api import Sex, country_then, sex_counts, sex_counts_by_country

NOT_TOLD = "none"  # the sex of people who said another one or nothing


@dataclass(frozen=True)
class FundCohorts:
    """The cohorts of a fund, and which of them are held in the period."""

    every: tuple[int, ...]
    held: tuple[int, ...]


def cohorts_of_fund(session: Session, fund_id: int, period: Period) -> FundCohorts:
    """All cohorts of the activities that a fund pays for, and those of which a day lies in the period."""
    ids = sorted({number for one in activities_of_fund(session, fund_id) for number in one.cohort_ids})
    found = cohorts_by_id(session, ids)
    return FundCohorts(tuple(ids), tuple(one for one in ids if one in found and _held(found[one], period)))


def _held(cohort: FoundCohort, period: Period) -> bool:
    """Whether a cohort was opened and one of its days, until it ended, lies in the period."""
    first, last = period.days
    row = cohort.row
    ended_on = min(row.ended_at.date(), row.ends_on) if row.ended_at else row.ends_on  # some are ended long after
    return bool(cohort.decision and cohort.decision.approved and row.starts_on <= last and ended_on >= first)


def paid_activities(session: Session, fund_id: int, period: Period) -> list[PaidActivity]:
    """The activities of a fund in the period, the first one first; those that were cancelled are none."""
    found = [
        PaidActivity(
            title=one.row.title,
            kind=one.kind.value,
            countries=one.countries,
            region=one.region.row.name if one.region else "",
            starts_on=one.row.starts_on,
            ends_on=one.row.ends_on,
            partners=[partner.name for partner in one.partners],
            targets={kind.value: people for kind, people in one.targets.items()},
        )
        for one in activities_of_fund(session, fund_id)
        if one.status is not ActivityStatus.CANCELLED
        and one.row.starts_on is not None
        and one.row.ends_on is not None
        and in_period(one.row.starts_on, one.row.ends_on, period.days)
    ]
    return sorted(found, key=lambda one: (one.starts_on, one.title))


def lines_of_fund(session: Session, cohorts: FundCohorts, period: Period) -> list[RunLine]:
    """The runs that count, each with its country and how far its person came in the period; one statement."""
    rows = session.execute(_lines(cohorts, period))
    return [
        RunLine(run_id, person_id, country, course, begun_at, Milestone(stage))
        for run_id, person_id, country, course, begun_at, stage in rows
    ]


def sexes_of_fund(session: Session, cohorts: FundCohorts, period: Period) -> BySex | None:
    """The people of those runs by sex, and by country and sex; none where they are too few. Two statements."""
    lines = _lines(cohorts, period).subquery()
    nth = func.row_number().over(partition_by=lines.c.person_id, order_by=(lines.c.begun_at, lines.c.run_id))
    placed = select(lines.c.person_id, lines.c.country, nth.label("nth")).subquery()
    people = select(placed.c.person_id, placed.c.country).where(placed.c.nth == 1)
    totals = sex_counts(session, select(placed.c.person_id).where(placed.c.nth == 1))
    if totals is None:
        return None
    countries = sex_counts_by_country(session, people)
    return BySex(_told(totals), {country: _told(counts) for country, counts in sorted(countries.items())})


def _told(counts: Any) -> dict[str, int]:
    """Women, men, and the few others together with those who said nothing, so that they are not told apart."""
    others = sum(count for sex, count in counts.items() if sex not in (Sex.FEMALE, Sex.MALE))
    return {Sex.FEMALE.value: counts[Sex.FEMALE], Sex.MALE.value: counts[Sex.MALE], NOT_TOLD: others}


def in_force_of_fund(session: Session, cohorts: FundCohorts, period: Period, now: datetime) -> int:
    """How many of the people of those runs hold a certificate in force; one statement."""
    return _count_among(session, cohorts, period, holders_in_force(now))


def trainers_of_fund(session: Session, cohorts: FundCohorts, period: Period, now: datetime) -> int:
    """How many of the people of those runs are trainers and hold a certificate in force; one statement."""
    return _count_among(session, cohorts, period, certified_trainers(now))


def _count_among(session: Session, cohorts: FundCohorts, period: Period, people: Select[int]) -> int:
    lines = _lines(cohorts, period).subquery()
    counted = select(func.count(distinct(lines.c.person_id))).where(lines.c.person_id.in_(people))
    return session.scalars(counted).one()


def _lines(cohorts: FundCohorts, period: Period) -> Select[Any]:
    """Runs in the cohorts: under way in one that was held, or in which something was done, in the period."""
    runs, passes, held = run_rows().subquery(), final_passes().subquery(), certificate_rows().subquery()
    since, until = period.since, period.until
    passed = and_(passes.c.passed_at >= since, passes.c.passed_at < until)
    certified = (
        select(literal(1))
        .where(
            held.c.person_id == runs.c.person_id,
            held.c.source_ref == course_name(runs.c.course_id),
            held.c.earned_at >= since,
            held.c.earned_at < until,
        )
        .correlate(runs)
        .exists()
    )
    stage = case(
        (and_(passed, certified), Milestone.CERTIFIED),
        (passed, Milestone.PASSED),
        (done_in_run(runs.c.run_id, since, until), Milestone.TOOK_PART),
        else_=Milestone.REACHED,
    )
    begun = case((runs.c.begun_at > since, runs.c.begun_at), else_=literal(since, runs.c.begun_at.type))
    country = func.coalesce(country_then(runs.c.person_id, begun), NOWHERE)
    counted = (
        select(
            runs.c.run_id,
            runs.c.person_id,
            country.label("country"),
            cast(runs.c.course_id, String).label("course"),
            runs.c.begun_at,
            stage.label("stage"),
            runs.c.group_id.in_(cohorts.held).label("is_held"),
        )
        .outerjoin(passes, passes.c.run_id == runs.c.run_id)
        .where(
            runs.c.group_kind == COHORT,
            runs.c.group_id.in_(cohorts.every),
            runs.c.begun_at < until,
            or_(runs.c.ended_at.is_(None), runs.c.ended_at >= since),
        )
        .subquery()
    )
    shown = [counted.c[name] for name in ("run_id", "person_id", "country", "course", "begun_at", "stage")]
    return select(*shown).where(or_(counted.c.is_held, counted.c.stage > Milestone.REACHED))
