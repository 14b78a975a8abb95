"""What there is to look at: the demonstration, and beside it one of each thing that it does not hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.complaints.links import complaint_token
from certificates.complaints.rules import ComplaintFinding
from certificates.complaints.services import ComplaintAnswer, acknowledge, close
from certificates.permissions import SchemeRole
from lms import clock
from lms.access import Grant, Role
from lms.calendar_feeds.services import renew_address
from lms.db import database
from lms.mail.folder import letters_folder
from lms.people import letters
from lms.people.applications.kinds import decide_account
from lms.people.applications.links import application_token
from lms.people.consents.services import ask_consent
from lms.people.models import Administration, Person, RoleGrant, Unit
from lms.people.rules import GUESSES_ACCOUNT, SecretPurpose
from lms.people.services import rate_limits
from lms.people.services.secrets import make_link
from lms.people.transfers.services.asking import ask_transfers
from lms.ports import ApplicationVerdict
from lms.queue import jobs
from tests.builders import people as build
from tests.builders.applications import application
from tests.builders.complaints import complaint
from tests.pages import (
    after_states,
    awards,
    candidate_states,
    classes,
    deadlines,
    evaluation_states,
    evidence_states,
    gain_states,
    gatherings,
    imported,
    law_lists,
    message_states,
    mistake_states,
    observation_states,
    offline_sheet_states,
    panel_states,
    planned,
    practical_states,
    question_pages,
    renewals,
    report_states,
    review_states,
    scheme_states,
    sitting_states,
    sittings,
    survey_states,
    travels,
    workshop_states,
)
from tests.pages.made import World

KEYS = {  # whom the pages are shown to, by their user name in the demonstration
    "officer": "malee.srisuk",
    "finisher": "james.kiprono",
    "manager": "rosa.almeida",
    "trainer": "anong.wattana",
    "assessor": "peter.lindqvist",
    "admin": "daniel.okoro",
    "failed": "hassan.abdi",
    "passed": "kittisak.boonmee",
    "late": "wanida.kaewkla",
    "twice": "grace.wambui",
    "enrolled": "esther.naliaka",
    "private": "suda.phromsri",
    "expired": "mercy.achieng",
    "replaced": "niran.chaiyasit",
    "revoked": "prasert.thongdee",
}
MORE_PEOPLE = 60  # so that lists have a second page


def full(load: Callable[[datetime], Any]) -> World:
    """The demonstration and what is beside it."""
    now, made = clock.now(), World()
    load(now)
    jobs.run_due(now)
    with database().session(write=True) as session:
        for who, key in KEYS.items():
            made.people[who] = session.scalars(select(Person.id).where(Person.username == key)).one()
        places(session, made)
        accounts(session, made)
        ways_in(session, made, now)
        applications(session, made, now)
        complaints(session, made, now)
        moves(session, made, now)
        asked(session, made, now)
        session.commit()
        jobs.run_due(now)
        made.values["letter"] = max(path.name for path in letters_folder().glob("*.eml"))
        sittings.add(session, made, now)
        session.commit()
        awards.add(session, made, now)
        session.commit()
        message_states.add(session, made, now)
        offline_sheet_states.add(session, made, now)
        survey_states.add(session, made, now)
        gain_states.add(session, made, now)
        renewals.add(session, made, now)
        classes.add(session, made, now)
        evaluation_states.add(session, made, now)
        deadlines.add(session, made, now)
        question_pages.add(session, made, now)
        mistake_states.add(session, made, now)
        imported.add(session, made, now)
        law_lists.add(session, made, now)
        gatherings.add(session, made, now)
        planned.add(session, made, now)
        travels.add(session, made, now)
        workshop_states.add(session, made, now)
        sitting_states.add(session, made, now)
        report_states.add(session, made)
        review_states.add(session, made, now)
        evidence_states.add(session, made, now)
        scheme_states.add(session, made)
        practical_states.add(session, made)
        observation_states.add(session, made, now)
        candidate_states.add(session, made, now)
        panel_states.add(session, made, now)
        after_states.add(session, made, now)
        session.commit()
    return made


def empty() -> World:
    """A new installation with its first people and nothing else."""
    made = World()
    with database().session(write=True) as session:
        roles = {"officer": Role.OFFICER, "manager": Role.PROGRAMME_MANAGER, "admin": Role.ADMINISTRATOR}
        for who, role in roles.items():
            made.people[who] = build.person(session, who.title(), role, password=None).id
        session.commit()
    return made


def places(session: Session, made: World) -> None:
    """An administration with its units, and one without."""
    port = session.scalars(select(Administration).where(Administration.country == "TH")).one()
    unit = session.scalars(select(Unit).where(Unit.administration_id == port.id)).first()
    bare = build.administration(session, "River Police (demonstration)", kind="police", country="LA")
    made.values |= {"place": port.uuid, "unit": unit.uuid, "bare": bare.uuid}


def accounts(session: Session, made: World) -> None:
    """People in every state of an account."""
    port = session.scalars(select(Administration).where(Administration.uuid == made.values["place"])).one()
    officer = (Role.OFFICER, port)
    rows = {
        "fresh": build.person(session, "Bounmy Keo", officer, place=port),
        "lettered": build.person(session, "Chanthavy Sok", officer, place=port, email="chanthavy.sok@example.org"),
        "closed": build.person(session, "Dara Vann", place=port, closed_at=build.NOW),
        "roleless": build.person(session, "Emile Kasongo", place=port, password=None),
        "beyond": build.person(session, "Farida Haidari", officer, Role.PROGRAMME_MANAGER, place=port),
        "local": build.person(session, "Goran Petrov", (Role.ADMINISTRATOR, port), place=port),
        "devices": build.person(session, "Hana Bekele", officer, place=port),
        "regional": build.person(session, "Ines Duarte", place=port),
        "tomorrow": build.person(session, "Jonas Weber", officer, place=port),
    }
    build.give_anywhere(session, rows["regional"], Grant(Role.ADMINISTRATOR, "country", port.country))
    build.give_anywhere(session, rows["tomorrow"], Grant("role-of-a-newer-program", "unknown", "7"))
    made.people |= {who: row.id for who, row in rows.items()}
    made.values |= {who: row.uuid for who, row in rows.items()} | {"devices-key": rows["devices"].username}
    for who in ("admin", "officer"):
        made.values[who] = made.person(session, who).uuid
    held = select(RoleGrant.uuid).where(RoleGrant.person_id == made.people["fresh"])
    made.values["role"] = session.scalars(held).one()
    for number in range(MORE_PEOPLE):
        build.person(session, f"Officer {number + 1:02}", officer, place=port, password=None)


def applications(session: Session, made: World, now: datetime) -> None:
    """A coordinator, and applications in every state."""
    port = session.scalars(select(Administration).where(Administration.uuid == made.values["place"])).one()
    coordinator = build.person(session, "Kanya Ratana", place=port)
    build.give_anywhere(session, coordinator, Grant(Role.COORDINATOR, "country", port.country))
    made.people["coordinator"] = coordinator.id
    me = build.viewer(session, coordinator)
    words = "I work at the parcel scanner and have to check what my colleagues find."
    rows = {
        "fresh": application(session, port, "Lalita Chan", confirmed=False, at=now),
        "waiting": application(session, port, "Niran Chaiyasit", at=now - timedelta(days=3), words=words),
        "one": application(session, None, "Olaf Berg", at=now - timedelta(days=2)),
        "approved": application(session, port, "Pim Sawat", at=now - timedelta(days=2)),
        "refused": application(session, port, "Rak Thong", at=now - timedelta(days=2)),
    }
    decide_account(session, rows["approved"].uuid, ApplicationVerdict(approves=True), me, now)
    refusal = ApplicationVerdict(approves=False, reason="You work in another country. Apply there.")
    decide_account(session, rows["refused"].uuid, refusal, me, now)
    for name, row in rows.items():
        made.values |= {f"application-{name}": application_token(row.uuid), f"application-{name}-uuid": row.uuid}
    made.values["application-one"] = rows["one"].uuid


def complaints(session: Session, made: World, now: datetime) -> None:
    """A quality officer, and complaints in every state."""
    quality = build.person(session, "Quentin Adeyemi")
    build.give_anywhere(session, quality, Grant(SchemeRole.QUALITY_OFFICER))
    made.people["quality"] = quality.id
    me = build.viewer(session, quality)
    complaint(session, "The slides of the second day were in a language that I do not read.", person=me, at=now)
    rows = {
        "new": complaint(session, at=now - timedelta(days=9)),
        "read": complaint(session, at=now - timedelta(days=3), email="tomas@example.org"),
        "closed": complaint(session, at=now - timedelta(days=20)),
    }
    for name in ("read", "closed"):
        acknowledge(session, rows[name], "We asked the second trainer what happened.", by=me, now=now)
    answer = ComplaintAnswer(ComplaintFinding.PARTLY, "The class sits another exam next week.")
    close(session, rows["closed"], "Some answers were read aloud, not all of them.", answer, by=me, now=now)
    for name, row in rows.items():
        made.values |= {f"complaint-{name}": complaint_token(row.uuid), f"complaint-{name}-uuid": row.uuid}


def asked(session: Session, made: World, now: datetime) -> None:
    """Somebody who was brought in and reads first what is kept."""
    port = session.scalars(select(Administration).where(Administration.uuid == made.values["place"])).one()
    row = build.person(session, "Kofi Mensah", (Role.OFFICER, port), place=port)
    ask_consent(session, [row], now=now)
    made.people["asked"] = row.id


def moves(session: Session, made: World, now: datetime) -> None:
    """An officer who is to go to another country."""
    moving = made.person(session, "fresh")
    bare = session.scalars(select(Administration).where(Administration.uuid == made.values["bare"])).one()
    coordinator = build.viewer(session, made.person(session, "coordinator"))
    ask_transfers(session, [moving], bare, "The family moves there.", by=coordinator, now=now)
    made.people["moving"], made.values["moving"] = moving.id, moving.uuid


def ways_in(session: Session, made: World, now: datetime) -> None:
    """Links in every state, a letter, and an account at which somebody guesses."""
    row, admin = made.person(session, "lettered"), made.people["admin"]
    long_ago = now - timedelta(days=90)
    made.values["link-expired"], _at = make_link(session, row, SecretPurpose.INVITE, actor_id=admin, now=long_ago)
    made.values["link-ended"], _at = make_link(session, row, SecretPurpose.RESET, actor_id=admin, now=now)
    letters.send_link(session, row, SecretPurpose.RESET, actor_id=admin, now=now)
    session.flush()
    other = made.person(session, "fresh")
    made.values["link"], _at = make_link(session, other, SecretPurpose.RESET, actor_id=admin, now=now)
    made.values["feed"] = renew_address(session, made.people["passed"], now=now)
    stranger = rate_limits.Client(address="0" * 64)
    for _try in range(GUESSES_ACCOUNT):
        rate_limits.count_password(session, "somebody", None, stranger, now=now)
