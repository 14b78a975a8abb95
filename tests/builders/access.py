"""One of everything that has an address, all of it belonging to one officer, and the people who try to reach it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.decisions.services import objecting
from certificates.credentials.models import IssuerKey, StatusList
from certificates.credentials.rules.spelling import Doubt
from certificates.credentials.services import name_requests
from certificates.credentials.services.naming import Names
from certificates.credentials.verification.seal_reference import keep_seal
from courses.api import newest_runs
from courses.catalogue.models import Asset
from lms import ids
from lms.access import Role
from lms.messages.rules.unsubscribe_links import UnsubscribeWish, unsubscribe_token
from lms.people.models import RoleGrant, UserSession
from lms.people.rules import SecretPurpose
from lms.people.services.secrets import make_link
from tests.builders import assessments, certificates, decisions, messages, people

ROLES = {
    "trainer": Role.TRAINER,
    "assessor": Role.ASSESSOR,
    "manager": Role.PROGRAMME_MANAGER,
    "administrator": Role.ADMINISTRATOR,
}


@dataclass
class World:
    """Who tries, and what every address is asked with."""

    people: Mapping[str, int]
    arguments: Mapping[str, Mapping[str, object]]


def build(session: Session, folder: Path, now: datetime) -> World:
    """The officer's course, attempts, claim and certificate; the others only try."""
    place, other = people.administration(session), people.administration(session)
    unit = people.unit(session, place)
    version = assessments.load_folder(session, assessments.write_exam_course(folder), now)
    officer = assessments.learner(session, version, now, place=place)
    tried = {"officer": officer, "other officer": people.person(session, None, (Role.OFFICER, other), place=other)}
    tried |= {name: people.person(session, None, role) for name, role in ROLES.items()}
    quiz = assessments.exam_of(session, version, assessments.QUIZ)
    exam = assessments.exam_of(session, version)
    proposed = assessments.proposed_cut(session, exam, now)
    running = assessments.start(session, quiz, officer, now)
    done = assessments.sit(session, exam, officer, now - timedelta(days=2), wrong=())
    assessments.save(session, done, 1, None, now, page="late", client_seq=9, base_seq=99, given_at=done.started_at)
    held = certificates.issued(session, officer, at=now)
    waiting = certificates.claim(session, officer, certificates.course_version(session), at=now)
    asked = name_requests.ask(
        session, waiting, Names("Another Name"), frozenset({Doubt.LATIN}), by_id=officer.id, now=now
    )
    claim = certificates.claim(session, officer, certificates.course_version(session), at=now)
    proposal = decisions.proposed_annulment(session, done, now)
    in_force = decisions.bar(session, exam, officer, now)
    me = people.viewer(session, officer)
    objection = objecting.object_to(session, in_force.uuid, words="It was not me.", actor=me, now=now)
    link, _expires = make_link(session, officer, SecretPurpose.RESET, actor_id=None, now=now)
    session.flush()
    slug = assessments.SLUG
    picture = session.scalars(select(Asset.key)).first()
    grant = session.scalars(select(RoleGrant.uuid).where(RoleGrant.person_id == officer.id)).first()
    own = UserSession(
        uuid=ids.new_uuid(),
        token_hash=ids.digest(ids.new_token()),
        person_id=officer.id,
        device="phone",
        started_at=now,
        seen_at=now,
        ends_at=now + timedelta(days=1),
    )
    session.add(own)
    session.flush()
    person, told = {"uuid": officer.uuid}, {"uuid": messages.message(session, officer.id, now).uuid}
    run = newest_runs(session, [officer.id], version.course_id)[officer.id]
    attempt, course = {"uuid": running.uuid}, {"slug": slug}
    certificate, on_offer = {"uuid": held.credential.uuid}, {"uuid": claim.uuid}
    key = session.scalars(select(IssuerKey)).first()
    shown = session.scalars(select(StatusList)).first()
    arguments: dict[str, Mapping[str, object]] = {
        "web.choose_language": {"code": "en"},
        "web.choose_pictures": {"choice": "off"},
        "web.choose_shared": {"choice": "off"},
        "operating.letter": {"name": "a.eml"},
        "workshops.export_rotation": {"uuid": ids.new_uuid(), "no": 1, "form": "csv"},
        "workshops.rotation": {"uuid": ids.new_uuid(), "no": 1},
        "workshops.rotation_status": {"uuid": ids.new_uuid(), "no": 1},
        "workshops.use": {"uuid": ids.new_uuid(), "no": 1},
        "workshops.stop": {"uuid": ids.new_uuid(), "no": 1},
        "workshops.ask_waiver": {"uuid": ids.new_uuid(), "no": 1, "rule": "conflicts"},
        "roster.write": {"uuid": ids.new_uuid(), "no": 1},
        "rubrics.version": {"slug": "bench", "no": 1},
        "rubrics.preview": {"slug": "bench", "no": 1},
        "schemes.version": {"slug": "small", "no": 1},
        "schemes.changes": {"slug": "small", "no": 1},
        "schemes.use": {"slug": "small", "no": 1},
        "people.link": {"token": link},
        "account.end_one": {"session_uuid": own.uuid},
        "messages.one": told,
        "messages.open_one": told,
        "messages.read_all": told,
        "messages.unsubscribe": {"token": unsubscribe_token(UnsubscribeWish(officer.uuid, ""), "secret")},
        "administrations.one": {"uuid": place.uuid},
        "administrations.edit": {"uuid": place.uuid},
        "administrations.contacts": {"uuid": place.uuid},
        "administrations.new_unit": {"uuid": place.uuid},
        "administrations.edit_unit": {"uuid": place.uuid, "unit_uuid": unit.uuid},
        "people.end_role": person | {"role_uuid": grant},
        "learning.course": course,
        "learning.enrol": course,
        "learning.begin_again": course | {"run": run.uuid},
        "learning.glossary": course,
        "learning.lesson": course | {"lesson": "first"},
        "learning.read": course | {"lesson": "first"},
        "learning.answer_check": course | {"lesson": "first", "check": "practice-first-1"},
        "learning.newer": course | {"number": 2},
        "learning.move": course | {"number": 2},
        "cohorts.move_to_version": {"uuid": ids.new_uuid(), "number": 2},
        "learning.practice": course | {"number": 1},
        "surveys.check_one": {"code": "ABCDEFGH", "no": 1},
        "surveys.set_aside": {"code": "ABCDEFGH", "no": 1},
        "learning.handout": course | {"number": 1},
        "learning.answer_practice": course | {"number": 1, "check": "practice-first-1"},
        "learning.module_plan": course | {"number": 1},
        "learning.one_lesson_plan": course | {"lesson": "first"},
        "learning.saving": course | {"lesson": "first"},
        "learning.answers": course | {"lesson": "first", "keys": "0"},
        "learning.card_used": course,
        "learning.media": {"key": picture},
        "card.page": course,
        "card.pdf": course,
        "exams.exam": course | {"exam_slug": assessments.QUIZ},
        "exams.revise": course,
        "exams.start": course | {"exam_slug": assessments.QUIZ},
        "exams.attempt": attempt,
        "exams.save": attempt,
        "exams.save_one": attempt | {"position": 1},
        "exams.standing": attempt,
        "exams.token": attempt,
        "exams.review": attempt,
        "exams.submit": attempt,
        "exams.late": {"uuid": done.uuid},
        "certificates.one": certificate,
        "certificates.state": certificate,
        "certificates.file": certificate | {"kind": "pdf"},
        "certificates.visibility": certificate,
        "certificates.claim": on_offer,
        "certificates.confirm": on_offer,
        "certificates.proof": on_offer,
        "certificates.proof_png": on_offer,
        "credentials.one": certificate,
        "credentials.revoke": certificate,
        "credentials.propose_revocation": certificate,
        "credentials.suspend": certificate,
        "credentials.lift": certificate,
        "credentials.reissue": certificate,
        "credentials.judge_name": {"uuid": asked.uuid},
        "register.credential": {"token": held.credential.token},
        "register.credential_file": {"token": held.credential.token, "kind": "json"},
        "register.inside_address": certificate,
        "register.achievement": {"slug": held.achievement.slug, "version": held.achievement.version},
        "register.key": {"name": key.name if key else ""},
        "register.status_list": {"name": shown.name if shown else ""},
        "register.audit_seal": {"name": keep_seal("eyJhbGciOiJFZERTQSJ9.e30.c2lnbmVk")},
    }
    names = (
        "one", "edit", "give_role", "send_letter", "make_slip", "slip", "end_sessions", "close", "reopen",
        "check_name", "uncheck_name",
    )  # fmt: skip
    for name in names:
        arguments[f"people.{name}"] = person
    for name in ("own", "objecting"):
        arguments[f"decisions.{name}"] = {"uuid": in_force.uuid}
    for name in ("one", "decide"):
        arguments[f"decisions.{name}"] = {"uuid": proposal.uuid}
    for name in ("objection", "judge"):
        arguments[f"decisions.{name}"] = {"uuid": objection.uuid}
    for name in ("managed_attempt", "annul"):
        arguments[f"exams.{name}"] = {"uuid": done.uuid}
    withdrawn = assessments.withdrawn(session, exam, "exam-number-0", now)
    question = {"uuid": exam.uuid, "key": "exam-number-0"}
    for name in ("question", "see_keys", "withdraw", "hung_results"):
        arguments[f"exams.{name}"] = question
    for name in ("confirm_withdrawal", "refuse_withdrawal", "propose_return", "confirm_return", "refuse_return"):
        arguments[f"exams.{name}"] = question | {"withdrawal": withdrawn.uuid}
    for name in ("manage_exam", "set_cut", "give_time", "attempts", "bar", "give_attempt", "questions"):
        arguments[f"exams.{name}"] = {"uuid": exam.uuid}
    for name in ("agree_cut", "refuse_cut"):
        arguments[f"exams.{name}"] = {"uuid": exam.uuid, "proposal": proposed.row.id}
    return World({name: row.id for name, row in tried.items()}, arguments)
