"""A final exam that waits: what the course page says, and a trainer who opens it for one person."""

import pytest
from sqlalchemy import delete, select, update

from courses.cohorts.scope_kind import COHORT
from courses.learning import services
from courses.learning.before_final import before_final
from courses.learning.models import FinalOpening
from courses.learning.pages.overview import course_of
from courses.learning.queries.runs import newest_runs
from courses.learning.rules.progress import EndReason
from courses.openings.queries import run_in_care, runs_waiting
from courses.openings.services import open_final
from courses.ports.steps import StepState
from lms.access import Grant, Role
from lms.audit.models import AuditEntry
from lms.errors import Conflict, NotFound, RuleBroken
from lms.people.api import ADMINISTRATION
from lms.people.models import RoleGrant
from tests.builders import cohorts, home
from tests.builders.audit import records_apart
from tests.builders.courses import read_and_pass
from tests.builders.people import administration, appointed, give, give_anywhere, person, viewer

HOME = "/courses/tiny-course"
LIST = f"{HOME}/final/openings"
REASON = "Taught this for six years."


@pytest.fixture
def folder(folder):
    """The small course, whose exam waits for lessons and checkpoints."""
    file = folder / "course.yaml"
    file.write_text(file.read_text() + "final_opens: checkpoints\n")
    return folder


@pytest.fixture
def run(session, enrolled, version):
    return newest_runs(session, [enrolled.id], version.course_id)[enrolled.id]


@pytest.fixture
def trainer(session):
    return person(session, "Trainer", Role.TRAINER)


def opened(session, run, by, now, reason=REASON):
    return open_final(session, run, reason=reason, actor=viewer(session, by), now=now)


def missing(session, run):
    return [step.slug for step in before_final(session, run).waits_for]


def test_it_waits_for_lessons_and_quizzes_in_the_order_of_the_course(session, run, now):
    assert missing(session, run) == ["first", "second", "quiz-one", "third", "quiz-two"]
    services.record_read(session, run.person_id, run.course_id, "second", now=now)
    services.record_completion(session, run.id, "quiz-one", now=now)
    assert missing(session, run) == ["first", "third", "quiz-two"]
    read_and_pass(session, [run], now)
    assert missing(session, run) == []


def test_a_second_run_waits_anew(session, run, version, now):
    read_and_pass(session, [run], now)
    again = services.begin_again(session, run.person_id, version.id, now=now)
    assert len(missing(session, again)) == 5


def test_what_is_missing_takes_one_query(session, run, counting):
    missing(session, run)
    with counting() as seen:
        missing(session, run)
    assert len(seen) == 1


def test_the_course_page_names_what_is_missing_and_nobody_is_sent_to_an_exam_that_is_not_open(
    app, session, enrolled, run, now, signed_in
):
    services.record_position(session, run.id, "third", now=now)
    services.record_read(session, enrolled.id, run.course_id, "third", now=now)
    services.record_completion(session, run.id, "quiz-two", now=now)
    session.commit()
    with app.test_request_context():
        mine = course_of(session, viewer(session, enrolled), "tiny-course", now)
        assert [step.slug for step in mine.missing] == ["first", "second", "quiz-one"]
        assert mine.next.slug == "first"  # the exam comes next in order, and is not open
        assert mine.states["the-exam"].words == "not open yet"
        assert [one.url for one in home.steps(session, viewer(session, enrolled), now)] == [f"{HOME}/lessons/first"]
    page = signed_in(enrolled).get(HOME).text
    assert "not open yet" in page
    assert "What is missing" in page
    assert page.split("data-missing")[1].split("</ul>")[0].count("<li>") == 3
    assert "read every lesson and passed every checkpoint quiz" in page


def test_who_has_begun_the_exam_is_not_shut_out(app, session, enrolled, run, now, steps):
    steps.answers = {"the-exam": StepState("annulled", "bad", passed=False)}
    with app.test_request_context():
        mine = course_of(session, viewer(session, enrolled), "tiny-course", now)
    assert mine.missing == ()
    assert mine.states["the-exam"].words == "annulled"


def test_the_course_page_needs_no_query_more(session, enrolled, version, now, counting, signed_in):
    own = signed_in(enrolled)
    own.get(HOME)
    with counting() as waits:
        own.get(HOME)
    version.final_opens = "always"
    session.commit()
    with counting() as always:
        own.get(HOME)
    assert len(waits) == len(always)


def test_a_trainer_opens_it_for_one_person_and_the_trail_says_why(app, session, run, trainer, now):
    made = opened(session, run, trainer, now)
    assert missing(session, run) == []
    entry = session.scalars(select(AuditEntry).where(AuditEntry.name == "course.final-opened")).one()
    assert (entry.subject, entry.actor_id) == (f"person:{run.person_id}", trainer.id)
    assert entry.data == {"course_id": run.course_id, "enrolment_id": run.id, "reason": REASON}
    assert (made.reason, before_final(session, run).opening.actor_id) == (REASON, trainer.id)
    assert records_apart(session) == []


def test_an_opening_that_was_changed_or_taken_away_is_found(app, session, run, trainer, now):
    made = opened(session, run, trainer, now)
    made.reason = "Another reason."
    assert len(records_apart(session)) == 1
    session.execute(delete(FinalOpening))
    assert len(records_apart(session)) == 1


def test_the_officer_reads_on_the_course_page_that_it_was_opened(session, run, enrolled, trainer, now, signed_in):
    opened(session, run, trainer, now)
    page = signed_in(enrolled).get(HOME).text
    assert "The exam was opened for you" in page
    assert "not open yet" not in page


def test_sent_twice_it_opens_once_and_a_second_person_is_told(app, session, run, trainer, now):
    first = opened(session, run, trainer, now)
    assert opened(session, run, trainer, now, "Said again.") is first
    with pytest.raises(Conflict, match="Somebody else"):
        opened(session, run, person(session, None, Role.PROGRAMME_MANAGER), now)
    assert len(session.scalars(select(FinalOpening)).all()) == 1


def test_nobody_opens_it_for_themselves(app, session, run, enrolled, now):
    give(session, enrolled, Role.PROGRAMME_MANAGER)
    with pytest.raises(RuleBroken, match="for yourself"):
        opened(session, run, enrolled, now)


def test_nobody_opens_it_for_whom_their_rights_come_from(app, session, run, enrolled, now):
    with pytest.raises(RuleBroken, match="rights come from this person"):
        opened(session, run, appointed(session, enrolled.id, Role.TRAINER), now)


def test_it_is_not_opened_where_it_is_open_or_was_begun(app, session, run, trainer, now, steps):
    steps.answers = {"the-exam": StepState("not passed", "bad", passed=False)}
    with pytest.raises(RuleBroken, match="already open for this person"):
        opened(session, run, trainer, now)
    steps.answers = {}
    read_and_pass(session, [run], now)
    with pytest.raises(RuleBroken, match="open to this person already"):
        opened(session, run, trainer, now)


def test_it_is_not_opened_in_a_run_that_has_ended(app, session, run, trainer, now):
    ended = services.end_run(session, run.id, reason=EndReason.WITHDRAWN, by=None, now=now)
    with pytest.raises(RuleBroken, match="ended this course"):
        opened(session, ended, trainer, now)


def test_of_a_course_that_there_is_not_no_list_is_found(signed_in, version, trainer):
    desk = signed_in(trainer)
    assert [desk.get(f"/courses/{slug}/final/openings").status_code for slug in ("tiny-course", "other")] == [200, 404]


def test_the_list_has_those_in_care_alone_whose_exam_waits(session, version, now):
    home, far = administration(session, "Home"), administration(session, "Far")
    people = {
        name: person(session, name, (Role.OFFICER, where), place=where)
        for name, where in (("Ana", home), ("Ben", home), ("Cyn", far), ("Dan", home), ("Eve", home))
    }
    runs = {name: services.enrol(session, row.id, version.id, now=now) for name, row in people.items()}
    read_and_pass(session, [runs["Ben"]], now)
    services.end_run(session, runs["Dan"].id, reason=EndReason.WITHDRAWN, by=None, now=now)
    trainer = person(session, "Trainer")
    give_anywhere(session, trainer, Grant(Role.TRAINER, ADMINISTRATION, str(home.id)))
    services.enrol(session, trainer.id, version.id, now=now)
    opened(session, runs["Eve"], trainer, now)

    def listed(words=""):
        found = runs_waiting(session, viewer(session, trainer), version.course_id, words=words, number=1)
        return [run.person_id for run in found.runs], found.count

    assert listed() == ([people["Ana"].id], 1)
    assert listed("ana") == ([people["Ana"].id], 1)
    assert listed("ben") == ([], 0)


def test_from_the_list_to_an_open_exam(session, run, enrolled, trainer, signed_in):
    office = signed_in(trainer)
    assert "Final exams that are not open" in office.get(HOME).text
    page = office.get(LIST).text
    assert "Officer" in page
    assert "3 lessons to read, 2 quizzes to pass" in page
    address = f"{LIST}/{run.uuid}"
    assert "Still missing" in office.get(address).text
    refused = office.post(address, data={"reason": ""})
    assert (refused.status_code, "Give the reason" in refused.text) == (422, True)
    done = office.post(address, data={"reason": REASON})
    assert (done.status_code, done.headers["Location"]) == (303, address)
    assert REASON in office.get(address).text
    after = office.get(LIST).text
    assert "Nobody waits" in after
    assert REASON in after


def test_who_is_not_in_care_is_not_found(session, run, signed_in):
    elsewhere = person(session, "Trainer of elsewhere")
    place = administration(session, "Elsewhere")
    give_anywhere(session, elsewhere, Grant(Role.TRAINER, ADMINISTRATION, str(place.id)))
    office = signed_in(elsewhere)
    assert "Nobody waits" in office.get(LIST).text
    assert office.get(f"{LIST}/{run.uuid}").status_code == 404
    assert office.post(f"{LIST}/{run.uuid}", data={"reason": REASON}).status_code == 404
    assert session.scalars(select(FinalOpening)).all() == []


def test_an_officer_finds_no_such_page(enrolled, signed_in, run):
    own = signed_in(enrolled)
    assert own.get(LIST).status_code == 404
    assert "Final exams that are not open" not in own.get(HOME).text


def test_the_list_takes_as_many_queries_for_many_as_for_one(session, version, run, trainer, now, counting, signed_in):
    office = signed_in(trainer)
    office.get(LIST)
    with counting() as few:
        office.get(LIST)
    for _n in range(9):
        services.enrol(session, person(session, None, Role.OFFICER).id, version.id, now=now)
    session.commit()
    with counting() as many:
        assert office.get(LIST).text.count("3 lessons to read") == 10
    assert len(many) == len(few)


def test_a_trainer_of_a_cohort_opens_the_exam_of_the_runs_in_it_alone(session, version, now):
    place = administration(session)
    leader = person(session, None, (Role.TRAINER, place), place=place)
    group = cohorts.cohort(session, version, now, leader=leader, place=place)
    (member,) = cohorts.officers(session, group, 1, now)
    wider = (RoleGrant.person_id == leader.id) & (RoleGrant.scope_kind != COHORT)
    session.execute(update(RoleGrant).where(wider).values(ended_at=now))
    run = newest_runs(session, [member.id], version.course_id)[member.id]
    assert run_in_care(session, viewer(session, leader), version.course_id, run.uuid) == run
    services.move_to_group(session, [run.id], None, by=None, now=now)
    with pytest.raises(NotFound):
        run_in_care(session, viewer(session, leader), version.course_id, run.uuid)
