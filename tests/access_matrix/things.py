"""What there is to reach: one of everything that has an address, in home, next door and abroad.

The addresses of the matrix lead to the things of `owner` and of those who work beside them. A neighbour in the same
country and a stranger in another have the like, so that a list shows who is reached too far. Whatever belongs to
somebody bears one of the words of `persons.WORDS` in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt
from assessments.exams.queries.exams import ExamInForce
from assessments.exams.services.adjudication import grant_time
from assessments.items.models import ItemWithdrawal
from certificates.complaints.models import Complaint
from certificates.credentials.models import Claim, IssuerKey, NameRequest, StatusList
from certificates.credentials.queries.held import HeldCredential
from certificates.credentials.rules.spelling import Doubt
from certificates.credentials.services import claims, name_requests
from certificates.credentials.services.naming import Names
from certificates.credentials.verification.seal_reference import keep_seal
from courses.catalogue.models import Asset, Course, CourseVersion
from courses.catalogue.review.queries import pieces_of_version, texts
from courses.catalogue.review.rules.standing import Need
from courses.catalogue.review.services.reading import AskedPiece, seen_hash
from courses.catalogue.review.services.requiring import propose_rule
from courses.learning.models import StepDone
from courses.learning.pages.etag import keys_version
from courses.learning.pages.lesson_view import demand
from courses.learning.queries.runs import newest_runs
from courses.learning.services import record_read
from courses.mistakes.queries.pieces import NamedPiece, find_piece
from courses.mistakes.rules import MistakeSort
from courses.mistakes.services.reporting import MistakeDraft, report_mistake
from courses.permissions import CourseRole
from courses.reviews.forms import piece_token
from courses.surveys.models import SupervisorRequest, SurveyCode
from courses.surveys.services.papers import key_in
from lms import ids
from lms.access import Role, Viewer
from lms.calendar_feeds.services import renew_address
from lms.messages.models import Message
from lms.messages.rules.unsubscribe_links import UnsubscribeWish, unsubscribe_token
from lms.messages.services.sending import send_messages
from lms.people.applications.models import AccountApplication
from lms.people.models import Administration, Person, RoleGrant, Unit, UserSession
from lms.people.role_messages import ROLE_GIVEN
from lms.people.rules import ContactKind, SecretPurpose
from lms.people.services.contacts import ContactDraft, change_contacts
from lms.people.services.secrets import make_code, make_link
from lms.people.transfers.models import Transfer
from lms.people.transfers.services.asking import ask_transfers
from tests.access_matrix import (
    classes,
    decided,
    evidence,
    gathered,
    going,
    observed,
    paneled,
    persons,
    planned,
    practical,
    reported,
    rooms,
    travelling,
)
from tests.builders import appendices, assessments, certificates, people, schemes, surveys
from tests.builders.applications import application
from tests.builders.complaints import complaint

SECOND = "second-course"  # its final exam opens to who has read every lesson
OWN_NAME = f"Ama {persons.OWNERS}"
ASKED_NAME = f"Amelia {persons.OWNERS}"


@dataclass(frozen=True)
class Place:
    """An administration with a unit."""

    administration: Administration
    unit: Unit


@dataclass(frozen=True)
class Courses:
    """What each officer takes, holds the certificate of, and has earned under a name that waits."""

    taken: CourseVersion
    held: CourseVersion
    earned: CourseVersion
    decided: tuple[CourseVersion, ...]  # whose certificates somebody has decided about
    outdated: CourseVersion  # taken in this version, and a newer one is there
    outdated_slug: str
    piece: str  # the first lesson of the course that is taken, as a form of its specialist names it
    sentence: str  # of that lesson
    proposal: str  # whose signatures it needs, proposed by an administrator who is nobody of the matrix


@dataclass(frozen=True)
class Own:
    """What an officer has who sat the exam and holds a certificate."""

    person: Person
    running: Attempt  # at the quiz
    done: Attempt  # of the exam, with a late answer that waits
    held: HeldCredential  # in force
    asked: NameRequest  # a name that waits for a manager
    supervised: SupervisorRequest  # of the course whose certificate they hold: a letter went out


@dataclass(frozen=True)
class Applications:
    """For accounts: one whose address nobody confirmed, and one that waits at home; there are more elsewhere."""

    unconfirmed: AccountApplication
    waiting: AccountApplication


@dataclass(frozen=True)
class Moves:
    """Somebody who is to leave home, the move of somebody who is to come, and another unit at home."""

    leaving: Person
    coming: Transfer
    gate: Unit


@dataclass(frozen=True)
class Things:
    """What the rows of the matrix speak of, and what the numbers of addresses stand for."""

    place: Place
    owner: Own
    decided: decided.Decided  # about the owner
    withdrawn: Mapping[str, ItemWithdrawal]  # questions of the exam, by their names
    hanging: str  # a question on which the result of the owner hung
    waiting_run: str  # of an officer who works beside the owner, in a course whose final exam is not open to them
    spent: Person  # works beside the owner, and has used all attempts at the exam
    complaint: Complaint  # of the owner, under their account
    seal: str  # the name of a seal of the audit trail
    open_claim: Claim  # with a name typed that is the checked one
    unchecked: Person  # works beside the owner; nobody has compared the name
    chief: Person  # works there too, and holds a right everywhere
    leaver: Person  # worked there; the account is closed
    exam: ExamInForce
    proposal: int
    courses: Courses
    role: RoleGrant  # of the owner
    other_device: UserSession  # of the owner
    message: Message  # of the owner
    newest_message: Message  # of the owner too
    stop_link: str  # of a letter to the owner
    link: str  # of a letter to the unchecked person
    code: str  # of a slip of a newcomer
    feed: str  # the address of the owner's calendar
    newcomer: Person
    applications: Applications
    moves: Moves
    picture: str
    keys: str  # the name under which the answers of the first lesson are told
    answer: Any  # a right answer to the first question of the paper under way, as scripts send it
    answer_form: Mapping[str, Sequence[str]]  # the same as a form holds it
    key: str
    status_list: str
    classes: classes.Classes
    mistake: str  # a report of the owner about the first lesson
    outdated_class: str  # in a version of its course after which a newer one came
    planned: planned.Planned  # by the programme
    appendices: str  # an official list, as somebody loaded it
    rooms: rooms.Rooms
    travelling: travelling.Travelling  # missions
    gathered: gathered.Gathered  # workshops
    observed: observed.Observed  # by the trainer of home
    report: str  # of its fund, frozen
    practical: practical.Practical
    scheme: str  # loaded by nobody, and not in use
    going: going.Going  # on the way of a scheme
    paneled: paneled.Paneled  # what panels decide about the owner
    people: Mapping[str, Person]  # who asks
    form: SurveyCode  # which the trainer of home has opened to a group
    shown: evidence.Shown  # of the owner
    supervisor: str  # the link in the letter to the supervisor of the owner
    numbers: Mapping[str, str]  # of certificates, with the word of whose they are


def mistake_reported(session: Session, row: Person, now: datetime) -> str:
    """Somebody reports a mistake in the first lesson; the name of the report outside."""
    found = find_piece(session, people.viewer(session, row), NamedPiece(course="tiny-course", lesson="first"), "en")
    draft = MistakeDraft(MistakeSort.FACT, f"{persons.OWNERS} reads that a scute is a bone.")
    return report_mistake(session, people.viewer(session, row), found, draft, now=now).uuid


def newest_message(session: Session, row: Person) -> Message:
    """What stands first in the inbox of somebody."""
    return session.scalars(select(Message).where(Message.person_id == row.id).order_by(Message.id.desc())).first()


def reviewed(session: Session, course: CourseVersion) -> tuple[str, str]:
    """The first lesson as a form names it, and a sentence of it."""
    first = pieces_of_version(session, course.id, "en")[0]
    asked = AskedPiece(first.kind, first.name, first.text_hash, seen_hash(first.sources))
    return piece_token(asked), texts(session, [first.text_hash])[first.text_hash][0]


def proposed(session: Session, course: CourseVersion, now: datetime) -> str:
    """A proposal on whose signatures the course needs."""
    admin = people.person(session, "Zoe first administrator", Role.ADMINISTRATOR)
    asked = [Need(role=CourseRole.LAW_SPECIALIST)]
    return propose_rule(session, course.course_id, asked, reason="The law.", actor_id=admin.id, now=now).uuid


def build(session: Session, folder: Path, now: datetime) -> Things:
    """Everything, and everybody who asks."""
    course = assessments.load_folder(session, assessments.write_exam_course(folder), now)
    home = place(session, persons.HOMES, "TH", now)
    near, far = place(session, persons.NEAR, "TH", now), place(session, persons.FAR, "KE", now)
    asking = persons.build_powers(session, home.administration, near.administration, now)
    held, earned, outdated, *more = (certificates.course_version(session) for _each in range(6))
    certificates.newer_version(session, outdated)
    outdated_slug = session.get_one(Course, outdated.course_id).slug
    courses = Courses(
        course,
        held,
        earned,
        tuple(more),
        outdated,
        outdated_slug,
        *reviewed(session, course),
        proposed(session, course, now),
    )
    manager = people.viewer(session, asking[f"{persons.MANAGER} {persons.EVERYWHERE}"])
    own = owned(session, OWN_NAME, home, courses, manager, now)
    neighbour = owned(session, f"Ben {persons.NEIGHBOURS}", near, courses, manager, now)
    stranger = owned(session, f"Cyn {persons.STRANGERS}", far, courses, manager, now)
    exam = assessments.exam_of(session, course)
    by = decided.deciders(session)
    about = [decided.decided(session, one.person, exam, courses.decided, by, now) for one in (own, neighbour, stranger)]
    unchecked = officer(session, f"Dan {persons.COLLEAGUES}", home)
    chief = officer(session, f"Hal {persons.COLLEAGUES}", home)
    people.give(session, chief, Role.PROGRAMME_MANAGER)
    leaver = officer(session, f"Eva {persons.COLLEAGUES}", home, closed_at=now, password=None)
    newcomer = officer(session, f"Fay {persons.COLLEAGUES}", home, password=None)
    waiting = certificates.claim(session, own.person, certificates.course_version(session), at=now)
    claims.keep_draft(session, waiting, OWN_NAME, "")
    for lesson in assessments.LESSONS:
        record_read(session, stranger.person.id, course.course_id, lesson, now=now)  # which opens the counter card
    told = [tell(session, one.person, now) for one in (own, neighbour, stranger)]
    stop = UnsubscribeWish(own.person.uuid, ROLE_GIVEN.name)
    trainer = people.viewer(session, asking[f"{persons.TRAINER} {persons.HOME}"])
    form = surveys.code(session, trainer, now, title=f"{persons.HOMES} class", answers=6)
    key_in(session, form.uuid, surveys.sheet({"clear": "4"}), viewer=trainer, now=now)
    link, _expires = make_link(session, unchecked, SecretPurpose.RESET, actor_id=None, now=now)
    code, _until = make_code(session, newcomer, actor_id=None, now=now)
    cohorts = classes.build(
        session,
        course,
        {"home": home.administration, "near": near.administration, "far": far.administration},
        classes.Asked(own.person, neighbour.person, stranger.person, unchecked),
        now,
    )
    device = sign_in_elsewhere(session, own.person, now)
    asked_first = assessments.kinds(session, own.running)[1]
    words = (persons.OWNERS, persons.NEIGHBOURS, persons.STRANGERS)
    certificates_held = {
        word: (one.held, its.stopped, its.doubted)
        for word, one, its in zip(words, (own, neighbour, stranger), about, strict=True)
    }
    travellers = travelling.people_of(session)
    travels = travelling.build(
        session,
        {persons.HOMES: home.administration, persons.FAR: far.administration},
        {persons.HOMES: own.person, persons.FAR: stranger.person},
        travellers,
        now,
    )
    workshops = gathered.build(session, home.administration, own.person, now)
    plan = planned.build(session, cohorts.member.cohort_id, now)
    moderator, runner = (people.person(session, f"Zoe {name}") for name in ("moderator", "runner"))
    made = Things(
        place=home,
        owner=own,
        decided=about[0],
        withdrawn=decided.withdrawn(session, exam, by, now),
        hanging=decided.asked(session, own.done, next(iter(assessments.RIGHT))),
        waiting_run=waiting_for_final(session, folder, (home, near, far), now),
        spent=decided.used_up(session, officer(session, f"Ivy {persons.COLLEAGUES}", home), exam, course, now),
        complaint=complaint(
            session, f"{persons.OWNERS} says that the trainer never came.", person=people.viewer(session, own.person)
        ),
        seal=keep_seal("eyJhbGciOiJFZERTQSJ9.e30.c2lnbmVk"),
        open_claim=waiting,
        unchecked=unchecked,
        chief=chief,
        leaver=leaver,
        exam=exam,
        proposal=assessments.proposed_cut(session, exam, now).row.id,
        courses=courses,
        role=session.scalars(select(RoleGrant).where(RoleGrant.person_id == own.person.id)).one(),
        other_device=device,
        message=told[0],
        stop_link=unsubscribe_token(stop, current_app.config["SECRET_KEY"]),
        link=link,
        code=code,
        feed=renew_address(session, own.person.id, now=now),
        newcomer=newcomer,
        moves=moves_asked(session, home, now),
        applications=asked_for(session, home, near, far, now),
        keys=keys_of_lesson(session, own.person, course),
        answer=assessments.RIGHT[asked_first],
        answer_form=assessments.FORMS[asked_first],
        picture=session.scalars(select(Asset.key)).first() or "",
        key=session.scalars(select(IssuerKey.name)).first() or "",
        status_list=session.scalars(select(StatusList.name)).first() or "",
        form=form,
        shown=evidence.build(session, [own.person, neighbour.person, stranger.person], now),
        supervisor=surveys.linked(session, own.supervised, now),
        classes=cohorts,
        outdated_class=classes.outdated(session, outdated, cohorts, home.administration, now),
        mistake=mistake_reported(session, own.person, now),
        planned=plan,
        appendices=appendices.kept(session, chief.id, now).uuid,
        observed=observed.build(session, cohorts.held, cohorts.leaders[persons.LEADER], own.person, now),
        report=reported.build(session, plan.fund, now),
        scheme=schemes.loaded_slug(session, now),
        going=going.build(session, own.person, stranger.person, now),
        paneled=paneled.build(session, own.person, asking, now),
        practical=practical.build(session, asking, moderator, runner, own.person),
        rooms=rooms.build(
            session,
            exam,
            cohorts.by_word,
            {persons.HOMES: own.person, persons.NEAR: neighbour.person, persons.FAR: stranger.person},
            asking,
            now,
        ),
        travelling=travels,
        newest_message=newest_message(session, own.person),
        gathered=workshops,
        people={
            persons.OWNER: own.person,
            persons.OTHER: stranger.person,
            **asking,
            **cohorts.leaders,
            **travellers,
            persons.RUNNER: workshops.runner,
            persons.MODERATOR: moderator,
            persons.CLERK: runner,
        },
        numbers={
            number: word
            for word, held in certificates_held.items()
            for one in held
            for number in (one.credential.number, one.credential.number.replace("-", ""))
        },
    )
    for row in session:
        session.refresh(row)
    session.expunge_all()  # they are asked long after this session is over
    return made


def asked_for(session: Session, home: Place, near: Place, far: Place, now: datetime) -> Applications:
    """Applications for accounts at home, next door and abroad, each in a name of the place."""
    fresh = application(session, home.administration, f"Jo {persons.COLLEAGUES}", confirmed=False, at=now)
    waiting = application(session, home.administration, f"Kim {persons.COLLEAGUES}", at=now)
    for where, word in ((near, persons.NEIGHBOURS), (far, persons.STRANGERS)):
        application(session, where.administration, f"Lou {word}", at=now, email=f"lou@{word.lower()}.example")
    return Applications(fresh, waiting)


def moves_asked(session: Session, home: Place, now: datetime) -> Moves:
    """One move from home and one to it, both with an administration in which nobody else asks."""
    other = people.administration(session, "Riverside Customs", country="LA")
    leaving = officer(session, f"Ned {persons.COLLEAGUES}", home)
    coming = people.person(session, "Tam Newcomer", (Role.OFFICER, other), place=other, email="tam@post.example")
    asker = people.viewer(session, people.person(session, "Zoe asker", Role.ADMINISTRATOR))
    ask_transfers(session, [leaving], other, "", by=asker, now=now)
    [row] = ask_transfers(session, [coming], home.administration, "", by=asker, now=now)
    return Moves(leaving, row, people.unit(session, home.administration, f"{persons.HOMES} dock"))


def keys_of_lesson(session: Session, row: Person, course: CourseVersion) -> str:
    """The name under which what is right in the checks of the first lesson is told to a person."""
    with current_app.test_request_context():
        found = demand(session, people.viewer(session, row), assessments.SLUG, "first")
        return keys_version(found.page)


def place(session: Session, word: str, country: str, now: datetime) -> Place:
    """An administration, its unit and its contacts, all with this word."""
    made = people.administration(session, f"{word} Customs", country=country)
    draft = ContactDraft(ContactKind.SUPERIOR, f"{word} desk", "+66 2 555 0101", f"desk@{word.lower()}.example", "")
    change_contacts(session, made.id, [draft], actor_id=None, now=now)
    return Place(made, people.unit(session, made, f"{word} quay"))


def officer(session: Session, name: str, where: Place, **columns: object) -> Person:
    """An officer of an administration, whose user name and address say whose they are."""
    key = name.lower().replace(" ", ".")
    return people.person(
        session, name, (Role.OFFICER, where.administration), place=where.administration, unit_id=where.unit.id,
        username=key, email=f"{key}@post.example", **columns,
    )  # fmt: skip


def complained(session: Session, person: Person) -> Complaint:
    """A complaint of an officer under their account."""
    return complaint(session, f"{persons.OWNERS}: the trainer never came.", person=people.viewer(session, person))


def owned(session: Session, name: str, where: Place, courses: Courses, manager: Viewer, now: datetime) -> Own:
    """An officer with a paper under way, a result with a late answer, a certificate, a name asked and extra time."""
    row = officer(session, name, where)
    course = courses.taken
    assessments.enrol(session, row.id, course.id, now=now - timedelta(days=5))
    assessments.enrol(session, row.id, courses.outdated.id, now=now - timedelta(days=5))
    quiz, exam = assessments.exam_of(session, course, assessments.QUIZ), assessments.exam_of(session, course)
    done = assessments.sit(session, exam, row, now - timedelta(days=2), wrong=tuple(assessments.RIGHT)[:2])
    assessments.save(session, done, 1, None, now, page="late", client_seq=9, base_seq=99, given_at=done.started_at)
    reason = f"{name} reads with large print."
    grant_time(session, exam_id=exam.exam_id, person_id=row.id, minutes=9, reason=reason, actor=manager, now=now)
    held = certificates.issued(session, row, courses.held, name=name, at=now)
    waiting = certificates.claim(session, row, courses.earned, at=now)
    word = name.partition(" ")[2]
    asked = name_requests.ask(
        session, waiting, Names(f"Amelia {word}"), frozenset({Doubt.LATIN}), by_id=row.id, now=now
    )
    supervised = named_supervisor(session, row, courses.held, now)
    return Own(row, assessments.start(session, quiz, row, now), done, held, asked, supervised)


def named_supervisor(session: Session, row: Person, course: CourseVersion, now: datetime) -> SupervisorRequest:
    """What the supervisor of an officer is asked, who has done this course."""
    certificates.enrol(session, row, course)
    run = newest_runs(session, [row.id], course.course_id)[row.id]
    session.add(StepDone(enrolment_id=run.id, step="the-exam", at=now - timedelta(days=100)))
    word = row.name.partition(" ")[2]
    named = surveys.named(
        session,
        people.viewer(session, row),
        course,
        now,
        name=f"Boss {word}",
        email=f"boss@{word.lower()}.example",
        ago=timedelta(days=100),
    )
    return named[0]


def waiting_for_final(session: Session, folder: Path, places: Sequence[Place], now: datetime) -> str:
    """An officer of each place in a second course, who has read nothing; answers the run of the first."""
    root = assessments.write_exam_course(folder / "second", final_opens="lessons")
    course = root / "course.yaml"
    course.write_text(course.read_text().replace(f"slug: {assessments.SLUG}", f"slug: {SECOND}"))
    version = assessments.load_folder(session, root, now)
    words = (persons.COLLEAGUES, persons.NEIGHBOURS, persons.STRANGERS)
    rows = [officer(session, f"Jon {word}", where) for word, where in zip(words, places, strict=True)]
    return next(iter([assessments.enrol(session, row.id, version.id, now=now).uuid for row in rows]))


def tell(session: Session, row: Person, now: datetime) -> Message:
    """A message that has a word of whose it is in it."""
    word = row.name.partition(" ")[2]
    params = {"role": "officer", "scope_kind": "administration", "scope_id": "0", "scope_title": f"{word} Customs"}
    send_messages(session, ROLE_GIVEN, [row.id], params, by_id=None, now=now)
    return session.scalars(select(Message).where(Message.person_id == row.id).order_by(Message.id.desc())).first()


def sign_in_elsewhere(session: Session, row: Person, now: datetime) -> UserSession:
    """Another device on which a person is signed in."""
    made = UserSession(
        uuid=ids.new_uuid(), token_hash=ids.digest(ids.new_token()), person_id=row.id, device="phone", started_at=now,
        seen_at=now, ends_at=now + timedelta(days=1),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made
