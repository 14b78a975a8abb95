"""Whose final exam waits: each thing that is missing alone, each thing that lets one in, and whom a viewer reaches."""

import shutil

import pytest
from sqlalchemy import delete, select, update

from courses.catalogue.models import Lesson, Module
from courses.cohorts.scope_kind import COHORT
from courses.learning import services
from courses.learning.models import Enrolment, FinalOpening
from courses.learning.queries.runs import newest_runs
from courses.learning.rules.progress import EndReason, GroupRef
from courses.openings import queries
from courses.openings.services import open_final
from courses.permissions import CoursePermission
from lms.access import Grant, Role
from lms.audit.models import AuditEntry
from lms.errors import NotFound
from lms.people.models import RoleGrant
from tests.builders import cohorts
from tests.builders.courses import load
from tests.builders.people import administration, give_anywhere, person, viewer

LESSONS, QUIZZES = ("first", "second", "third"), ("quiz-one", "quiz-two")
LIST = "/courses/tiny-course/final/openings"


@pytest.fixture
def folder(folder):
    file = folder / "course.yaml"
    file.write_text(file.read_text() + "final_opens: checkpoints\n")
    return folder


@pytest.fixture
def trainer(session):
    return person(session, "Trainer", Role.TRAINER)


@pytest.fixture
def other_course(session, folder, version, tmp_path, now):
    """Another course, whose lessons and quizzes bear other names; nobody here has read a line of it."""
    made = shutil.copytree(folder, tmp_path / "other" / "other-course")
    shutil.copy(folder.parent / "glossary.csv", tmp_path / "other" / "glossary.csv")
    file = made / "course.yaml"
    file.write_text(file.read_text().replace("tiny-course", "other-course").replace("Tiny", "Other"))
    other = load(session, made, now)
    session.execute(update(Lesson).where(Lesson.course_version_id == other.id).values(slug=Lesson.slug + "-x"))
    own = Module.course_version_id == other.id
    session.execute(update(Module).where(own).values(checkpoint=Module.checkpoint + "-x"))
    session.expire_all()
    return other


def run_of(session, version, now, name, *, read=LESSONS, passed=QUIZZES, **columns):
    """The run of somebody who has read these lessons and passed these quizzes."""
    row = person(session, name, Role.OFFICER, **columns)
    run = services.enrol(session, row.id, version.id, now=now)
    for lesson in read:
        services.record_read(session, row.id, version.course_id, lesson, now=now)
    for quiz in passed:
        services.record_completion(session, run.id, quiz, now=now)
    return run


@pytest.fixture
def runs(session, version, other_course, trainer, now):
    """One run for each state; the last three stand on something that lets them in, or out."""
    found = {
        "nothing": run_of(session, version, now, "Nothing", read=(), passed=()),
        "a lesson": run_of(session, version, now, "A Lesson", read=LESSONS[:2]),
        "a quiz": run_of(session, version, now, "A Quiz", passed=QUIZZES[:1]),
        "all done": run_of(session, version, now, "All Done"),
        "finished": run_of(session, version, now, "Finished", read=(), passed=("the-exam",)),
        "ended": run_of(session, version, now, "Ended", read=()),
        "opened": run_of(session, version, now, "Opened", read=()),
    }
    services.end_run(session, found["ended"].id, reason=EndReason.WITHDRAWN, by=None, now=now)
    open_final(session, found["opened"], reason="Taught it.", actor=viewer(session, trainer), now=now)
    session.flush()
    return found


def waiting(session, runs, viewer_of, version, **more):
    asked = {"words": "", "number": 1} | more
    found = queries.runs_waiting(session, viewer(session, viewer_of), version.course_id, **asked)
    return [next(name for name, one in runs.items() if one.id == run.id) for run in found.runs], found


@pytest.mark.parametrize(
    ("opens", "who"),
    [("checkpoints", ["a quiz", "a lesson", "nothing"]), ("lessons", ["a lesson", "nothing"]), ("always", [])],
)
def test_the_exam_waits_for_what_its_version_asks_for(session, version, runs, trainer, opens, who):
    version.final_opens = opens
    session.flush()
    names, page = waiting(session, runs, trainer, version)
    assert (names, page.count, page.number, page.pages) == (who, len(who), 1, 1)


def test_a_course_without_an_exam_and_a_module_without_a_quiz_keep_nobody_waiting(session, version, runs, trainer):
    own = Module.course_version_id == version.id
    session.execute(update(Module).where(own, Module.checkpoint == "quiz-two").values(checkpoint=None))
    assert waiting(session, runs, trainer, version)[0] == ["a lesson", "nothing"]
    version.final = None
    session.flush()
    assert waiting(session, runs, trainer, version)[0] == []


def test_runs_come_the_latest_first_page_by_page_and_by_words(session, version, runs, trainer):
    names, page = waiting(session, runs, trainer, version, size=2)
    assert (names, page.count, page.number, page.pages) == (["a quiz", "a lesson"], 3, 1, 2)
    names, page = waiting(session, runs, trainer, version, size=2, number=2)
    assert (names, page.number) == (["nothing"], 2)
    assert waiting(session, runs, trainer, version, words="a qui")[0] == ["a quiz"]
    assert waiting(session, runs, trainer, version, words="finished")[1].count == 0


def test_runs_of_another_course_and_ones_own_are_not_listed(session, version, other_course, runs, trainer, now):
    services.enrol(session, trainer.id, version.id, now=now)
    far = services.enrol(session, runs["all done"].person_id, other_course.id, now=now)
    names, _page = waiting(session, runs | {"far": far}, trainer, version)
    assert names == ["a quiz", "a lesson", "nothing"]
    assert waiting(session, {"far": far}, trainer, other_course)[0] == ["far"]


def test_an_open_run_in_care_is_found_in_its_own_course_alone(session, version, other_course, runs, trainer, now):
    mine = services.enrol(session, trainer.id, version.id, now=now)
    me = viewer(session, trainer)
    for lock in (False, True):
        found = queries.run_in_care(session, me, version.course_id, runs["nothing"].uuid, lock=lock)
        assert found.id == runs["nothing"].id
    for course_id, uuid in (
        (other_course.course_id, runs["nothing"].uuid), (version.course_id, "nothing"), (version.course_id, mine.uuid),
        (version.course_id, runs["ended"].uuid),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            queries.run_in_care(session, me, course_id, uuid)


def test_openings_are_those_of_the_course_for_people_in_care_the_newest_first(
    session, version, other_course, runs, trainer, now
):
    me, place = viewer(session, trainer), administration(session)
    far = services.enrol(session, runs["nothing"].person_id, other_course.id, now=now)
    for run in (runs["a quiz"], far):
        open_final(session, run, reason="Knows it.", actor=me, now=now)
    session.flush()
    seen = queries.openings_seen(session, me, version.course_id)
    people = [runs[name].person_id for name in ("a quiz", "opened")]
    assert [(one.person_id, one.actor_id, one.reason, one.at) for one in seen] == [
        (people[0], trainer.id, "Knows it.", now), (people[1], trainer.id, "Taught it.", now),
    ]  # fmt: skip
    assert [one.person_id for one in queries.openings_seen(session, me, version.course_id, size=1)] == people[:1]
    elsewhere = person(session)
    give_anywhere(session, elsewhere, Grant(Role.TRAINER, "administration", str(place.id)))
    assert queries.openings_seen(session, viewer(session, elsewhere), version.course_id) == []
    assert queries.opening_of(session, runs["opened"].id).reason == "Taught it."
    assert queries.opening_of(session, runs["nothing"].id) is None


def test_the_trail_is_compared_person_by_person_in_batches(session, runs, other_course, trainer, now, monkeypatch):
    me = viewer(session, trainer)
    for run in (runs["a quiz"], services.enrol(session, runs["opened"].person_id, other_course.id, now=now)):
        open_final(session, run, reason="Knows it.", actor=me, now=now)
    session.flush()
    first, second = runs["a quiz"].person_id, runs["opened"].person_id
    told = [(one.subject, one.said["reason"]) for one in queries.openings(session, 0)]
    of_second = [(f"person:{second}", "Taught it."), (f"person:{second}", "Knows it.")]
    assert told == [(f"person:{first}", "Knows it."), *of_second]
    assert len(queries.openings(session, first)) == 2
    assert queries.openings(session, second) == []
    monkeypatch.setattr(queries, "BATCH", 1)
    assert [one.said["enrolment_id"] for one in queries.openings(session, 0)] == [runs["a quiz"].id]


def test_through_a_cohort_one_reaches_its_own_runs_of_people_in_it(session, version, now):
    place = administration(session)
    leader = person(session, None, (Role.TRAINER, place), place=place)
    group, other = (cohorts.cohort(session, version, now, leader=leader, place=place) for _each in range(2))
    (member,), (stranger,) = (cohorts.officers(session, one, 1, now) for one in (group, other))
    held = RoleGrant.person_id == leader.id
    session.execute(
        delete(RoleGrant).where(held, (RoleGrant.scope_kind != COHORT) | (RoleGrant.scope_id != str(group.id)))
    )
    session.expire_all()
    me = viewer(session, leader)
    assert me.scopes(CoursePermission.OPEN_FINAL).held == {COHORT: frozenset({str(group.id)})}
    runs = newest_runs(session, [member.id, stranger.id], version.course_id)

    def reached(run):
        return [one.id for one in queries.runs_waiting(session, me, version.course_id, words="", number=1).runs] == [
            run.id
        ]

    def put(run, kind, number):
        group_of = {"group_kind": kind, "group_id": number}
        session.execute(update(Enrolment).where(Enrolment.id == run.id).values(group_of))

    mine, far = runs[member.id], runs[stranger.id]
    assert reached(mine)
    put(far, COHORT, group.id)  # whoever never joined it is not reached by its number
    assert reached(mine)
    put(mine, COHORT, other.id)
    assert not reached(mine)
    put(mine, "guild", group.id)
    assert not reached(mine)
    services.move_to_group(session, [mine.id], GroupRef(COHORT, group.id), by=None, now=now)
    assert reached(mine)


@pytest.fixture
def office(signed_in, trainer, runs):
    return signed_in(trainer)


def test_the_pages_refuse_what_is_not_there_and_open_what_is(session, office, runs, trainer):
    address = f"{LIST}/{runs['a lesson'].uuid}"
    page = office.get(address)
    assert (page.status_code, "1 lesson to read" in page.text) == (200, True)
    for slug in ("none", "other-course"):
        assert office.get(address.replace("tiny-course", slug)).status_code == 404
    refused = office.post(address, data={"reason": " "})
    assert (refused.status_code, "1 lesson to read" in refused.text) == (422, True)
    assert office.post(f"{LIST}/{runs['ended'].uuid}", data={"reason": " "}).status_code == 404
    done = office.post(address, data={"reason": " Knows it. "})
    assert (done.status_code, done.location) == (303, address)
    page = office.get(address).text
    assert ("is open for this person now" in page, "Trainer opened it on" in page) == (True, True)
    row = session.scalars(select(FinalOpening).where(FinalOpening.enrolment_id == runs["a lesson"].id)).one()
    assert (row.actor_id, row.reason) == (trainer.id, "Knows it.")


def test_the_lists_are_narrowed_on_the_page_and_in_their_files(session, office, runs):
    assert "2 quizzes" in office.get(f"{LIST}?person=nothing").text
    assert "A Quiz" not in office.get(f"{LIST}?person=nothing").text
    answer = office.get(f"{LIST}/export.csv?person=a%20quiz").get_data(as_text=True)
    assert [line.split(",")[0].strip('\ufeff"') for line in answer.splitlines()] == ["Person", "A Quiz"]
    answer = office.get(f"{LIST}/opened/export.csv").get_data(as_text=True)
    assert ("Opened" in answer, "Taught it." in answer, answer.count("\n")) == (True, True, 2)
    told = session.scalars(select(AuditEntry).where(AuditEntry.name == "list.exported").order_by(AuditEntry.id)).all()
    assert [(one.subject, one.data["filter"], one.data["count"]) for one in told] == [
        ("list:final-exams-not-open", {"course": "tiny-course", "words": True}, 1),
        ("list:final-exams-opened", {"course": "tiny-course"}, 1),
    ]  # fmt: skip
