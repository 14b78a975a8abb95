"""People of the benchmarks: officers who take the course and are signed in, each with a form token of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from courses.api import Run, enrol, lesson_titles
from courses.catalogue.models import Course, CourseVersion
from lms import clock, ids
from lms.access import Grant, Role
from lms.db import read_session, transaction
from lms.people.api import PersonDraft, make_person
from lms.people.authentication.login_session import cookie_name
from lms.people.models import Person
from lms.people.services.sessions import begin_session
from tests.builders.courses import read_and_pass


@dataclass(frozen=True)
class Learner:
    """Somebody who is signed in."""

    id: int
    uuid: str
    token: str  # of the session
    form_cookie: str
    form_token: str

    @property
    def cookie(self) -> str:
        """The header that a browser would send."""
        return f"spoor={self.token}; spoor-form={self.form_cookie}"


@dataclass(frozen=True)
class Taught:
    """A course, and the other languages that it speaks."""

    slug: str
    version_id: int
    lessons: tuple[str, ...]
    languages: tuple[str, ...] = ()


FIRST = "identifying-wildlife-products"  # the course in which rates are taken


def taught(app: Flask) -> list[Taught]:
    """The courses of the demonstration, the one in which rates are taken first."""
    with app.app_context():
        rows = read_session().execute(
            select(Course.slug, CourseVersion.id, CourseVersion.translations)
            .join(Course, Course.id == CourseVersion.course_id)
            .order_by(Course.slug != FIRST, Course.slug)
        )
        return [
            Taught(slug, version_id, tuple(lesson_titles(read_session(), version_id)), tuple(translations))
            for slug, version_id, translations in rows
        ]


def make_learners(
    app: Flask, courses: Sequence[Taught], count: int, word: str, *, ready: bool = False
) -> list[Learner]:
    """This many officers, enrolled in these courses and signed in; `word` tells one lot from another.

    Those who are `ready` have read and passed all that the final exams wait for.
    """
    now = clock.now()
    made: list[Learner] = []
    runs: list[Run] = []
    with app.test_request_context():
        assert cookie_name() == "spoor"
        with transaction() as session:
            home = session.scalars(
                select(Person.administration_id).where(Person.administration_id.is_not(None))
            ).first()
            for n in range(count):
                draft = PersonDraft(name=f"Bench {word} {n}", username=f"bench.{word}.{n}", administration_id=home)
                info = make_person(session, draft, [Grant(Role.OFFICER)], now=now, demonstration=True)
                runs += [enrol(session, info.id, course.version_id, now=now) for course in courses]
                token = begin_session(session, session.get_one(Person, info.id), device="bench", now=now)
                made.append(Learner(info.id, info.uuid, token, *form_pair(app)))
            if ready:
                read_and_pass(session, runs, now)
    return made


def form_pair(app: Flask) -> tuple[str, str]:
    """The form cookie of one browser and the token that belongs to it, signed as Flask and Flask-WTF sign them."""
    secret = ids.new_token()
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    token = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="wtf-csrf-token").dumps(secret)
    return str(signer.dumps({"csrf_token": secret})), str(token)
