"""Whose certificate may be renewed, who is at it, who has done it; and who takes a course that has a newer version."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.credentials.queries.held import HeldCredential
from courses.api import enrol, record_completion, record_read, renew
from courses.catalogue.models import Course, CourseVersion
from lms.access import Role
from lms.people.models import Administration
from tests.builders import assessments, cohorts
from tests.builders import certificates as build
from tests.builders.people import person
from tests.pages.awards import note
from tests.pages.made import World
from tests.pages.sittings import COURSE

IN_FORCE_FOR = timedelta(days=90)  # it was earned so long ago that this is left of 36 months
PEOPLE = {
    "renewable": "Amina Yusuf",
    "renewing": "Bao Nguyen",
    "renewed": "Chipo Ndlovu",
    "held-back": "Dao Vilay",
    "valid-long": "Edina Kovacs",
}


def add(session: Session, made: World, now: datetime) -> None:
    """Everybody who has to do with a renewal, and two who are under way in an older version."""
    shipped = select(CourseVersion).join(Course, Course.id == CourseVersion.course_id).where(Course.slug == COURSE)
    version = session.scalars(shipped).one()
    for who, name in PEOPLE.items():
        held = certified(session, made, version, who, name, now)
        if who not in {"renewable", "valid-long"}:
            renew(session, held.credential.person_id, version.id, now=now - timedelta(days=2))
        if who in {"renewed", "held-back"}:
            claim = build.renewing_claim(session, held, at=now - timedelta(days=1))
            assert claim is not None
            made.values[f"{who}-claim"] = claim.uuid
            if who == "renewed":
                note(made, "next", build.taken(session, claim, name, at=now))
            else:
                build.suspended(session, held, at=now)
    outdated(session, made, now)


def certified(
    session: Session, made: World, version: CourseVersion, who: str, name: str, now: datetime
) -> HeldCredential:
    """Somebody with a certificate that ends soon, or much later."""
    at = now - timedelta(days=1095) + (IN_FORCE_FOR if who != "valid-long" else timedelta(days=400))
    row = person(session, name, Role.OFFICER, name_checked_at=now)
    made.people[who] = row.id
    run = enrol(session, row.id, version.id, now=at - timedelta(days=9))
    for lesson in ("why-goods-pass", "ten-second-look"):
        record_read(session, row.id, version.course_id, lesson, now=at)
    record_completion(session, run.id, str(version.final), now=at)
    held = build.issued(session, row, version, name=name, at=at)
    note(made, who, held)
    return held


def port_of(session: Session, uuid: str) -> Administration:
    """The administration of the demonstration at the port."""
    return session.scalars(select(Administration).where(Administration.uuid == uuid)).one()


def outdated(session: Session, made: World, now: datetime) -> None:
    """Officers who have read lessons of a small course of which a newer version was published."""
    with TemporaryDirectory() as folder:
        root = assessments.write_exam_course(Path(folder))
        exams = root / "exams.yaml"
        exams.write_text(exams.read_text().replace('title: "The exam"', 'title: "Examen final"'))
        older = assessments.load_folder(session, root, now)
        for who, name in (("outdated", "Farid Rahimi"), ("updating", "Gulnara Aliyeva")):
            row = person(session, name, Role.OFFICER)
            made.people[who] = row.id
            enrol(session, row.id, older.id, now=now)
            for lesson in ("first", "second"):
                record_read(session, row.id, older.course_id, lesson, now=now)
        second, course = root / "lessons" / "second.md", root / "course.yaml"
        second.write_text(second.read_text().replace("The bag is heavy.", "The bag is light."))
        corrected = 'correction: "The second lesson named the wrong weight."\n'
        course.write_text(course.read_text().replace('version: "1.0"', 'version: "1.1"') + corrected)
        exams.write_text(exams.read_text().replace("minutes: 40", "minutes: 45"))
        trainer, port = made.person(session, "trainer"), port_of(session, made.values["place"])
        for name in ("outdated", "moving"):
            led = cohorts.cohort(session, older, now, leader=trainer, place=port, title=f"Classe {name}")
            cohorts.officers(session, led, 2, now)
            made.values[f"class-{name}"] = led.row.uuid
        assessments.load_folder(session, root, now)
