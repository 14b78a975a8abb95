"""Home and progress pages of everybody in the demonstration: how many statements each takes, at 30 and 3,000 people."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from assessments.exams.models import Exam
from assessments.sheets.queries.home import count_waiting
from assessments.sheets.queries.performances import waiting_lines
from courses.catalogue.models import Course, CourseVersion
from courses.cohorts.models.cohort import Cohort
from lms.people.models import Administration, Person, Unit
from tests.builders import crowd
from tests.builders.clocks import standing_clock
from tests.builders.people import NOW, browser, sign_in, viewer

MOST = 8
SAT = "identifying-wildlife-products"  # the course that people of the demonstration take
HOME = {
    "malee.srisuk": 6,  # officer, under way
    "james.kiprono": 6,  # officer whose certificate waits
    "kittisak.boonmee": 6,  # officer with a certificate, a class and an exam in a room
    "anong.wattana": 8,  # trainer of a class under way
    "fatou.ndiaye": 3,  # trainer
    "somchai.rattana": 2,  # coordinator
    "rosa.almeida": 7,  # programme manager
    "amina.diallo": 7,
    "henrik.vasbo": 7,
    "brigitte.ekambi": 5,  # candidate at a workshop
    "khamla.vongsa": 5,  # candidate of a mission
    "hellen.cherop": 6,  # candidate who appeals
    "caroline.moraa": 7,  # holder of a certificate of a scheme
    "peter.lindqvist": 5,  # assessor
    "kofi.ansah": 5,
    "aisha.mbeki": 4,  # moderator
    "paula.ritter": 4,  # scheme officer
    "nadia.haddad": 3,  # dossier officer
    "oscar.lind": 2,  # member of panels
    "lucia.moretti": 2,  # member of a panel for appeals
    "helen.brandt": 3,  # registrar
    "marta.kowalska": 3,  # mission planner
    "samuel.banda": 3,  # workshop coordinator
    "astrid.holm": 3,  # quality officer
    "daniel.okoro": 2,  # administrator
}


@pytest.fixture
def asked(app, session, loaded, counting, monkeypatch):
    """How many statements a page takes for somebody, once what is remembered is remembered."""
    standing_clock(monkeypatch, NOW)
    browsers = {}

    def ask(who, address):
        if who not in browsers:
            browsers[who] = browser(app)
            sign_in(browsers[who], session, session.scalars(select(Person).where(Person.username == who)).one())
            session.commit()
        browsers[who].get(address)
        with counting() as statements:
            assert browsers[who].get(address).status_code == 200, (who, address)
        return len(statements)

    return ask


def test_home_of_everybody_takes_as_many_statements_at_30_people_as_at_3000(session, asked):
    version = session.scalars(
        select(CourseVersion)
        .join(Course, Course.id == CourseVersion.course_id)
        .where(Course.slug == SAT)
        .order_by(CourseVersion.id.desc())
        .limit(1)
    ).one()
    for count in (30, 3000):
        crowd.make_crowd(session, version, count)
        session.commit()
        assert {who: asked(who, "/") for who in HOME} == HOME
    assert max(HOME.values()) <= MOST


def test_home_of_nobody_else_in_the_demonstration_takes_more(session, asked):
    others = select(Person.username).where(Person.closed_at.is_(None), Person.username.not_in(HOME))
    took = {who: asked(who, "/") for who in session.scalars(others.order_by(Person.id)).all()}
    assert {who: count for who, count in took.items() if count > MOST} == {}


def test_progress_pages_of_those_who_answer_for_people_take_at_most_eight(session, asked):
    cohort = session.scalars(select(Cohort.uuid).where(Cohort.ended_at.is_(None)).order_by(Cohort.id).limit(1)).one()
    holder = session.scalars(select(Person.uuid).where(Person.username == "caroline.moraa")).one()
    home = session.scalars(select(Administration.uuid).order_by(Administration.id).limit(1)).one()
    unit = session.scalars(select(Unit.uuid).order_by(Unit.id).limit(1)).one()
    taken = {
        "board of a class made anew": asked("anong.wattana", f"/cohorts/{cohort}/board?newest=1"),
        "board of a unit made anew": asked("rosa.almeida", f"/progress/unit/{unit}?newest=1"),
        "board of an administration made anew": asked("rosa.almeida", f"/progress/administration/{home}?newest=1"),
        "board of a country made anew": asked("rosa.almeida", "/progress/country/TH?newest=1"),
        "places": asked("rosa.almeida", "/progress"),
        "a person": asked("rosa.almeida", f"/progress/people/{holder}"),
    }
    assert taken == {
        "board of a class made anew": 8,
        "board of a unit made anew": 6,
        "board of an administration made anew": 6,
        "board of a country made anew": 5,
        "places": 3,
        "a person": 6,
    }


def test_the_pages_of_exams_of_managers_take_few_statements(session, asked):
    finals = select(Exam.uuid).join(Course, Course.id == Exam.course_id)
    exam = session.scalars(finals.where(Course.slug == SAT, Exam.slug == "final-exam")).one()
    assert (asked("rosa.almeida", "/manage/exams"), asked("rosa.almeida", f"/manage/exams/{exam}")) == (7, 11)


def test_home_counts_the_performances_that_wait_as_their_list_shows_them(session, loaded):
    for who in ("aisha.mbeki", "rosa.almeida", "peter.lindqvist"):
        moderator = viewer(session, session.scalars(select(Person).where(Person.username == who)).one())
        assert count_waiting(session, moderator) == len(waiting_lines(session, moderator))
