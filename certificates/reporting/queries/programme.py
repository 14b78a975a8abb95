"""The whole programme counted by the database: so many statements however many people there are."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, distinct, func, literal, select, union_all
from sqlalchemy.orm import Session

from assessments.api import final_passes
from certificates.credentials.queries.sums import certificate_rows, in_force
from certificates.credentials.sources.course_exam import course_of
from certificates.reporting.rules.counting import or_beyond
from certificates.reporting.rules.figures import Milestone
from certificates.reporting.rules.periods import Quarter
from certificates.reporting.rules.suppression import Stages
from courses.api import done_at, done_in_run, run_rows
from lms.access import Role
from lms.people.api import countries_of_people, people_in_role

NOWHERE = ""  # the row of people who work in no administration


def stages_by_country(session: Session) -> dict[str, Stages]:
    """People at each stage or beyond it by the country in which they work now; one statement."""
    furthest = _acts(by_course=False)
    furthest = select(furthest.c.person_id, func.max(furthest.c.stage).label("stage")).group_by(furthest.c.person_id)
    person = furthest.subquery()
    where = countries_of_people().subquery()
    country = func.coalesce(where.c.country, NOWHERE)
    rows = session.execute(
        select(country, person.c.stage, func.count())
        .outerjoin(where, where.c.person_id == person.c.person_id)
        .group_by(country, person.c.stage)
    )
    return _stages(rows)


def stages_by_course(session: Session) -> dict[str, Stages]:
    """People at each stage or beyond it by course, each in every course that they took; one statement."""
    acts = _acts(by_course=True)
    furthest = select(acts.c.person_id, acts.c.course, func.max(acts.c.stage).label("stage"))
    person = furthest.group_by(acts.c.person_id, acts.c.course).subquery()
    rows = session.execute(
        select(person.c.course, person.c.stage, func.count()).group_by(person.c.course, person.c.stage)
    )
    return _stages((str(course_of(course)), stage, count) for course, stage, count in rows)


def people_by_quarter(session: Session, quarters: Sequence[Quarter]) -> dict[Milestone, dict[str, int]]:
    """People who began, did something, passed and were certified in each quarter; four statements."""
    since = quarters[0].begins_at
    runs, passes, held = run_rows().subquery(), final_passes().subquery(), certificate_rows().subquery()
    moments = {
        Milestone.REACHED: select(runs.c.person_id, runs.c.begun_at.label("at")),
        Milestone.TOOK_PART: union_all(*done_at(since)),
        Milestone.PASSED: select(passes.c.person_id, passes.c.passed_at.label("at")),
        Milestone.CERTIFIED: select(held.c.person_id, held.c.earned_at.label("at")),
    }
    return {milestone: _by_quarter(session, found, quarters) for milestone, found in moments.items()}


def under_way_by_country(session: Session) -> dict[str, int]:
    """People who take a course now, by the country in which they work now; one statement."""
    runs = run_rows().subquery()
    return _by_country(session, select(runs.c.person_id).where(runs.c.ended_at.is_(None)))


def in_force_by_country(session: Session, now: datetime) -> dict[str, int]:
    """People who hold a certificate in force, by country; one statement."""
    return _by_country(session, holders_in_force(now))


def trainers_by_country(session: Session, now: datetime) -> dict[str, int]:
    """People who are trainers and hold a certificate in force, by country; one statement."""
    return _by_country(session, certified_trainers(now))


def holders_in_force(now: datetime) -> Select[int]:
    """The people who hold a certificate in force."""
    held = in_force(now).subquery()
    return select(held.c.person_id)


def certified_trainers(now: datetime) -> Select[int]:
    """The people who are trainers and hold a certificate in force."""
    held = in_force(now).subquery()
    return select(held.c.person_id).where(held.c.person_id.in_(people_in_role(Role.TRAINER)))


def _acts(*, by_course: bool) -> Any:
    """How far people came, one row an act: person, course as certificates name it, stage."""
    runs, passes, held = run_rows().subquery(), final_passes().subquery(), certificate_rows().subquery()
    part: ColumnElement[int] = case((done_in_run(runs.c.run_id), Milestone.TOOK_PART), else_=Milestone.REACHED)
    acts = [
        select(runs.c.person_id, course_name(runs.c.course_id).label("course"), part.label("stage")),
        select(passes.c.person_id, course_name(passes.c.course_id), literal(int(Milestone.PASSED))),
        select(held.c.person_id, held.c.source_ref, literal(int(Milestone.CERTIFIED))),
    ]
    if by_course:
        acts[2] = acts[2].where(held.c.source_ref.startswith("course:"))
    return union_all(*acts).subquery()


def course_name(course_id: ColumnElement[int]) -> ColumnElement[str]:
    """As a column: a course as the source of certificates."""
    return literal("course:") + cast(course_id, String)


def _by_country(session: Session, people: Select[int]) -> dict[str, int]:
    """How many of these people work where."""
    whom, where = people.distinct().subquery(), countries_of_people().subquery()
    country = func.coalesce(where.c.country, NOWHERE)
    rows = session.execute(
        select(country, func.count())
        .select_from(whom)
        .outerjoin(where, where.c.person_id == whom.c[0])
        .group_by(country)
    )
    return dict(rows.all())


def _by_quarter(session: Session, moments: Any, quarters: Sequence[Quarter]) -> dict[str, int]:
    """How many people have a moment in each quarter."""
    found = moments.subquery()
    at = found.c.at
    steps = [(at < one.later(1).begins_at, str(one)) for one in quarters]
    which = case(*steps, else_="")
    rows = session.execute(
        select(which, func.count(distinct(found.c.person_id))).where(at >= quarters[0].begins_at).group_by(which)
    )
    counted: dict[str, int] = dict(rows.all())
    return {str(one): counted.get(str(one), 0) for one in quarters}


def _stages(rows: Any) -> dict[str, Stages]:
    at: dict[str, dict[Milestone, int]] = defaultdict(dict)
    for row, stage, count in rows:
        at[row][Milestone(stage)] = count
    return {row: or_beyond(counts) for row, counts in at.items()}
