"""Two courses with the same questions, and people side by side: every query has rows of others to leave out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt, AttemptGrant
from assessments.exams.queries.exams import ExamInForce
from assessments.exams.rules.states import AttemptState
from assessments.exams.services.adjudication import decide_late, grant_time
from assessments.exams.services.cuts import agree_to_cut_score, propose_cut_score, refuse_cut_score
from assessments.exams.services.key_views import look_at_keys
from courses.api import newest_runs
from courses.catalogue.models import CourseVersion
from courses.learning.models import Enrolment
from lms.access import Role
from lms.people.models import Person
from tests.builders import assessments as make
from tests.builders import gain
from tests.builders.kind_names import KindName
from tests.builders.people import NOW, administration, person, viewer

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_WRONG = make.KINDS[:5]
HERE, THERE = "here", "there"  # the two courses
LATE = (KindName.SPOT, KindName.ANGLE)  # the questions to which bob's late answers wait


@dataclass
class Neighbours:
    """The numbers of everything by the name that tests use."""

    versions: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    runs: dict[tuple[str, str], int] = field(default_factory=dict)  # by person and course
    attempts: dict[str, int] = field(default_factory=dict)
    uuids: dict[str, str] = field(default_factory=dict)

    def exam(self, session: Session, course: str = HERE, slug: str = make.EXAM) -> ExamInForce:
        """An exam or quiz of one of the courses."""
        return make.exam_queries.exam_of_version(session, self.versions[course], slug)

    def named(self, attempts: list[int]) -> list[str]:
        """Attempts by their names."""
        names = {number: name for name, number in self.attempts.items()}
        return [names[number] for number in attempts]


def other_course(folder: Path) -> Path:
    """The same course with its questions under the same names, called otherwise."""
    root = gain.write_gain_course(folder)
    course = root / "course.yaml"
    course.write_text(course.read_text().replace("tiny-course", "other-course").replace("Tiny", "Other"))
    exams = root / "exams.yaml"
    exams.write_text(exams.read_text().replace('"The exam"', '"The other exam"'))
    return root


class Building:
    """Builds them."""

    def __init__(self, session: Session, folder: Path) -> None:
        self.session = session
        self.made = Neighbours()
        roots = {HERE: gain.write_gain_course(folder / HERE), THERE: other_course(folder / THERE)}
        self.versions = {name: make.load_folder(session, root, NOW) for name, root in roots.items()}
        self.made.versions = {name: version.id for name, version in self.versions.items()}
        self.places = [administration(session, "First"), administration(session, "Second")]
        self.rows: dict[str, Person] = {}

    def somebody(self, name: str, *courses: str, place: int | None = None) -> Person:
        """An officer who takes these courses."""
        where = None if place is None else self.places[place]
        row = self.rows[name] = person(self.session, f"{name.title()} Example", Role.OFFICER, place=where)
        self.made.people[name] = row.id
        for course in courses:
            version: CourseVersion = self.versions[course]
            make.enrol(self.session, row.id, version.id, now=NOW)
            run = newest_runs(self.session, [row.id], version.course_id)[row.id]
            self.made.runs[name, course] = run.id
        return row

    def manager(self, name: str, where: int | None = None) -> Person:
        """Somebody who decides about exams."""
        role = Role.PROGRAMME_MANAGER if where is None else (Role.PROGRAMME_MANAGER, self.places[where])
        row = self.rows[name] = person(self.session, f"{name.title()} Example", role)
        self.made.people[name] = row.id
        return row

    def keep(self, name: str, attempt: Attempt) -> Attempt:
        """Remember an attempt under a name."""
        self.made.attempts[name], self.made.uuids[name] = attempt.id, attempt.uuid
        return attempt

    def exam(self, course: str = HERE, slug: str = make.EXAM) -> ExamInForce:
        """Of one of the courses."""
        return self.made.exam(self.session, course, slug)

    def sat(self, name: str, who: str, wrong: tuple[KindName, ...] = (), days: int = 0, **which: str) -> Attempt:
        """An attempt with a result."""
        made = make.sit(self.session, self.exam(**which), self.rows[who], NOW + days * DAY, wrong, seed=days)
        return self.keep(name, made)

    def late(self, attempt: Attempt, kind: KindName, at: timedelta) -> None:
        """A late answer of another device, which waits."""
        position = make.position_of(self.session, attempt, kind)
        given = {"page": "other", "base_seq": 1, "given_at": attempt.started_at}
        assert make.save(self.session, attempt, position, None, NOW + at, **given).verdict == "late"


def attempts(session: Session, folder: Path) -> Neighbours:
    """Ann has sat everything; whatever stands beside hers is of others, of another exam or of another course."""
    self = Building(session, folder)
    ann, bob = self.somebody("ann", HERE, THERE, place=0), self.somebody("bob", HERE, place=1)
    cat, dan, eve = (self.somebody(name, HERE) for name in ("cat", "dan", "eve"))
    self.manager("first")
    self.manager("local", 0)
    sit_all(self, ann, dan, eve, bob)
    void(self, self.sat("voided", "cat"), KindName.SPOT)
    for name, who in (("given up", cat), ("keyed in", dan)):
        made = self.keep(name, make.start(session, self.exam(slug=make.QUIZ), who, NOW))
        state = AttemptState.VOIDED if name == "given up" else made.state
        session.execute(update(Attempt).where(Attempt.id == made.id).values(on_paper=True, state=state))
    decide(self, ann, bob)
    return self.made


def content(session: Session, folder: Path) -> Neighbours:
    """Cut scores are proposed, keys seen and questions withdrawn in both courses, which ann takes and bob one of."""
    self = Building(session, folder)
    self.somebody("ann", HERE, THERE, place=0)
    self.somebody("bob", HERE, place=1)
    first, second, third = (self.manager(name) for name in ("first", "second", "third"))
    self.sat("failed", "ann", MOST_WRONG)
    self.sat("quiz", "ann", slug=make.QUIZ)
    self.sat("elsewhere", "ann", course=THERE)
    self.keep("bob's open", make.start(session, self.exam(), self.rows["bob"], NOW + DAY))
    look_at_keys(session, self.exam(), viewer(session, first), NOW)
    look_at_keys(session, self.exam(THERE), viewer(session, second), NOW + HOUR)
    propose(self, first, second, third)
    for number, course in enumerate((HERE, THERE)):
        made = make.withdrawn(session, self.exam(course), f"exam-number-{number}", NOW + number * HOUR, first)
        self.made.uuids[course] = made.uuid
    return self.made


def sit_all(self: Building, ann: Person, dan: Person, eve: Person, bob: Person) -> None:
    """Quizzes, exams and gain tests; some are open or have no result."""
    session = self.session
    self.keep("gain before", gain.sit_gain_test(session, self.exam(slug=gain.GAIN), ann, NOW, wrong=gain.ASKED[:1]))
    self.sat("quiz", "ann", make.KINDS[:1], slug=make.QUIZ)
    self.sat("failed", "ann", MOST_WRONG)
    self.sat("elsewhere", "ann", course=THERE)
    self.sat("bob's quiz", "bob", make.KINDS, slug=make.QUIZ)
    self.sat("bob's failed", "bob", MOST_WRONG)
    self.sat("passed", "ann", days=2)
    self.keep("gain after", gain.sit_gain_test(session, self.exam(slug=gain.GAIN), ann, NOW + 3 * DAY))
    self.keep("open", make.start(session, self.exam(), bob, NOW + 2 * DAY))
    unscored = self.keep("unscored", make.start(session, self.exam(), dan, NOW))
    make.submit_attempt(session, unscored, key="k", now=NOW)
    self.sat("eve's quiz", "eve", slug=make.QUIZ)
    self.keep("eve's open", make.start(session, self.exam(), eve, NOW + 9 * DAY))


def void(self: Building, attempt: Attempt, kind: KindName) -> None:
    """An attempt that passed and does not count, with a late answer that waits for nobody."""
    self.late(attempt, kind, HOUR)
    self.session.execute(update(Attempt).where(Attempt.id == attempt.id).values(state=AttemptState.VOIDED))


def decide(self: Building, ann: Person, bob: Person) -> None:
    """Extra time, more attempts, and one of two attempts with late answers is decided."""
    session, exam, quiz = self.session, self.exam(), self.exam(slug=make.QUIZ)
    by = viewer(session, self.rows["first"])
    given = ((ann, quiz, 5), (ann, exam, 10), (bob, exam, 7))
    for who, which, minutes in given:
        said = {"exam_id": which.exam_id, "person_id": who.id, "minutes": minutes, "reason": "Reads slowly."}
        grant_time(session, **said, actor=by, now=NOW)
    for who, which, number in ((ann, quiz, 1), (ann, exam, 2), (bob, exam, 1)):
        run = self.made.runs["ann" if who is ann else "bob", HERE]
        session.add_all(
            AttemptGrant(
                exam_id=which.exam_id, enrolment_id=run, person_id=who.id,
                reason="The power failed.", key=None, actor_id=by.id, at=NOW,
            )
            for _each in range(number)
        )  # fmt: skip
    attempts = {row.id: row for row in session.scalars(select(Attempt))}
    waits, decided = (attempts[self.made.attempts[name]] for name in ("bob's failed", "failed"))
    for number, kind in enumerate(LATE, 1):
        self.late(waits, kind, number * HOUR)
    self.late(decided, KindName.SPOT, HOUR)
    decide_late(session, decided, accept=False, reason="It came too late.", actor=by, now=NOW + 3 * HOUR)


def propose(self: Building, first: Person, second: Person, third: Person) -> None:
    """Here one waits after one was refused to which somebody had agreed; there one waits to which somebody agreed."""
    here, there = self.exam().exam_id, self.exam(THERE).exam_id
    for exam_id, percent, by in ((here, 80, None), (there, 60, None), (here, 75, first)):
        propose_cut_score(
            self.session, exam_id=exam_id, percent=Fraction(percent), set_by="A panel", method="Angoff",
            provisional=False, proposer_id=by and by.id, now=NOW,
        )  # fmt: skip
        if by is None:
            waiting = make.open_proposal(self.session, exam_id).row
            said = {"exam_id": exam_id, "proposal_id": waiting.id, "now": NOW}
            agree_to_cut_score(self.session, **said, actor=viewer(self.session, third))
            if exam_id == here:
                refuse_cut_score(self.session, **said, reason="The panel met once.", actor=viewer(self.session, second))


def enrolled(*runs: int):
    """The same runs as SQL."""
    return select(Enrolment.id).where(Enrolment.id.in_(runs))


def persons(*people: int):
    """The same people as SQL."""
    return select(Person.id).where(Person.id.in_(people))
