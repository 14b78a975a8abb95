"""What is needed to walk the pages by keyboard: one course, papers, a result, a certificate, and their people."""

from __future__ import annotations

from sqlalchemy import select

from assessments.exams.queries.exams import exams_of_version
from assessments.items.item import Use
from courses.catalogue.course_folder.bundle import read_bundle
from courses.catalogue.models import CourseVersion
from courses.catalogue.services.loading import load_course
from courses.learning.services import enrol
from lms import clock
from lms.access import Role
from lms.db import database
from lms.operating import demonstration
from tests.builders import certificates
from tests.builders import people as build
from tests.courses.offline.live import CONTENT
from tests.pages import awards, sittings
from tests.pages.made import World

NAMES = {"officer": "Malee Srisuk", "passed": "Kittisak Boonmee", "devices": "Hana Bekele"}


def small() -> World:
    """One shipped course with those who take it and who manage it; the sign-in page names one as a demonstration."""
    now, made = clock.now(), World()
    with database().session(write=True) as session:
        made.values["course"] = sittings.COURSE
        number = load_course(session, read_bundle(CONTENT / sittings.COURSE), actor_id=None, now=now).version.id
        version = session.scalars(select(CourseVersion).where(CourseVersion.id == number)).one()
        port, bare = build.administration(session), build.administration(session, kind="police", country="LA")
        build.unit(session, port)
        made.values |= {"place": port.uuid, "bare": bare.uuid}
        rows = {who: build.person(session, name, (Role.OFFICER, port), place=port) for who, name in NAMES.items()}
        rows["closed"] = build.person(session, "Dara Vann", place=port, closed_at=build.NOW)
        rows["admin"] = build.person(session, "Daniel Okoro", Role.ADMINISTRATOR)
        rows["manager"] = build.person(session, "Rosa Almeida", Role.PROGRAMME_MANAGER)
        made.people |= {who: row.id for who, row in rows.items()}
        made.values |= {who: row.uuid for who, row in rows.items()} | {"devices-key": rows["devices"].username}
        enrol(session, rows["officer"].id, version.id, now=now)
        exams = exams_of_version(session, version.id)
        quizzes = [exam for exam in exams if exam.use is Use.CHECKPOINT]
        final = next(exam for exam in exams if exam.use is Use.EXAM)
        made.values["exam"] = final.uuid
        sittings.papers(session, made, version, [final, *quizzes], now)
        sittings.results(session, made, version, quizzes, now)
        held = certificates.issued(session, rows["passed"], version, name=NAMES["passed"], at=now)
        awards.note(made, "passed", held)
        shown = [("administrator", rows["admin"].username, build.PASSWORD)]
        session.commit()
    demonstration.write_demo_file({"state": demonstration.LOADED, "people": shown})
    return made
