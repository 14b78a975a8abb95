"""Starting an attempt: the paper is drawn once, frozen, and new items come first."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.exams.models import Attempt, AttemptItem, CutScore
from assessments.exams.queries import attempts as queries
from assessments.exams.rules.paper import draw_paper
from assessments.exams.rules.states import AttemptState
from assessments.exams.services import adjudication, starting
from assessments.exams.services.closing import submit_attempt
from assessments.items.models import Item, ItemVersion
from lms.audit.models import AuditEntry
from lms.db import database
from lms.errors import NotFound, RuleBroken
from tests.builders import assessments as make
from tests.builders.kind_names import KindName
from tests.builders.people import person, viewer

DAY = timedelta(hours=24)


def asked(session, attempt):
    """The names of the items of a paper, in order."""
    return list(
        session.scalars(
            select(Item.key)
            .join(ItemVersion, ItemVersion.item_id == Item.id)
            .join(AttemptItem, AttemptItem.item_version_id == ItemVersion.id)
            .where(AttemptItem.attempt_id == attempt.id)
            .order_by(AttemptItem.position)
        )
    )


def test_a_paper_is_the_one_of_its_seed_and_both_are_stored(session, exam, officer, now):
    attempt = make.start(session, exam, officer, now, seed=2**62 - 1)
    items = make.exam_queries.pool(session, exam)
    paper = draw_paper(exam.blueprint, items, 2**62 - 1)
    stored = queries.questions(session, attempt.id)
    session.refresh(attempt)
    assert attempt.seed == 2**62 - 1
    assert asked(session, attempt) == [one.item for one in paper.items]
    assert [q.option_order for q in stored] == [one.option_order for one in paper.items]
    assert sorted(make.kinds(session, attempt).values()) == sorted(make.KINDS)


def test_options_stand_in_another_order_for_another_seed(session, version, exam, now):
    orders = set()
    for seed in range(12):
        attempt = make.start(session, exam, make.learner(session, version, now), now, seed)
        position = make.position_of(session, attempt, KindName.ONE_CHOICE)
        orders.add(queries.questions(session, attempt.id)[position - 1].option_order)
    assert len(orders) > 4
    assert {frozenset(order) for order in orders} == {frozenset("abcd")}


def test_a_paper_stays_when_the_course_changes(session, version, exam, officer, now, tmp_path):
    attempt = make.start(session, exam, officer, now)
    before = queries.questions(session, attempt.id)
    root = make.write_exam_course(tmp_path)
    bank = root / "questions" / "exam.yaml"
    bank.write_text(bank.read_text().replace(" bone", " bones").replace("value: 117", "value: 45"))
    newer = make.load_folder(session, root, now)
    assert newer.id != version.id
    assert queries.questions(session, attempt.id) == before
    assert make.exam_of(session, newer).version_id != exam.version_id
    assert make.exam_of(session, version).version_id == exam.version_id


def test_three_attempts_ask_three_times_something_new(session, exam, officer, now):
    papers = [
        asked(session, make.sit(session, exam, officer, now + n * DAY, wrong=list(KindName), seed=n)) for n in range(3)
    ]
    assert len({name for paper in papers for name in paper}) == 18


def test_an_item_in_a_new_wording_counts_as_seen(session, version, exam, officer, now, tmp_path):
    first = asked(session, make.sit(session, exam, officer, now, wrong=list(KindName)))
    root = make.write_exam_course(tmp_path)
    bank = root / "questions" / "exam.yaml"
    bank.write_text(bank.read_text().replace("Because of", "It is because of"))
    newer = make.load_folder(session, root, now)
    second = asked(session, make.start(session, make.exam_of(session, newer), officer, now + DAY))
    assert not set(first) & set(second)


def test_three_attempts_a_day_apart_and_no_fourth(session, exam, officer, now):
    for n in range(3):
        make.sit(session, exam, officer, now + n * DAY, wrong=list(KindName))
        with pytest.raises(RuleBroken):
            make.start(session, exam, officer, now + (n + 1) * DAY - timedelta(seconds=1))
    with pytest.raises(RuleBroken, match="used all your attempts"):
        make.start(session, exam, officer, now + 9 * DAY)


def test_who_passed_the_exam_sits_it_no_more(session, exam, officer, now):
    make.sit(session, exam, officer, now)
    with pytest.raises(RuleBroken, match=r"You have passed\. Your certificate"):
        make.start(session, exam, officer, now + 9 * DAY)


def test_a_quiz_may_be_taken_again_at_once(session, quiz, officer, now):
    make.sit(session, quiz, officer, now)
    assert make.sit(session, quiz, officer, now).no == 2


def test_an_attempt_under_way_is_gone_on_with(session, exam, officer, now):
    first = make.start(session, exam, officer, now)
    again = make.start(session, exam, officer, now + timedelta(minutes=5), seed=9)
    assert again.id == first.id
    assert again.seed == 5
    assert len(session.scalars(select(Attempt)).all()) == 1


def test_the_database_itself_refuses_a_second_open_attempt(session, exam, officer, now):
    one = make.start(session, exam, officer, now)
    columns = {c.name: getattr(one, c.name) for c in Attempt.__table__.columns if c.name not in {"id", "uuid", "no"}}
    with pytest.raises(starting.IntegrityError), session.begin_nested():
        session.add(Attempt(uuid="another", no=2, **columns))
        session.flush()


def test_an_exam_of_another_persons_attempt_is_another_attempt(session, version, exam, officer, now):
    other = make.learner(session, version, now)
    assert make.start(session, exam, officer, now).id != make.start(session, exam, other, now).id


def test_the_deadline_is_fixed_at_the_start_with_extra_time(session, exam, officer, now):
    manager = viewer(session, person(session, None, make.Role.PROGRAMME_MANAGER))
    for minutes in (10, 5):
        adjudication.grant_time(
            session,
            exam_id=exam.exam_id,
            person_id=officer.id,
            minutes=minutes,
            reason="Reads slowly.",
            actor=manager,
            now=now,
        )
    assert make.start(session, exam, officer, now).deadline_at == now + timedelta(minutes=55)


def test_a_quiz_has_no_deadline(session, quiz, officer, now):
    assert make.start(session, quiz, officer, now).deadline_at is None


def test_an_attempt_keeps_the_cut_score_under_which_it_began(session, exam, officer, now):
    attempt = make.start(session, exam, officer, now)
    before = session.get_one(CutScore, attempt.cut_score_id)
    make.cut(session, exam, make.Fraction(99), now)
    session.refresh(attempt)
    assert attempt.cut_score_id == before.id
    assert make.exam_queries.cut_score_in_force(session, exam.exam_id).percent == "99"


def test_a_start_is_audited(session, exam, officer, now):
    attempt = make.start(session, exam, officer, now)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.name == "attempt.started")).one()
    assert (entry.subject, entry.actor_id) == (f"attempt:{attempt.id}", officer.id)
    assert entry.data == {"exam_id": exam.exam_id, "number": 1}
    assert attempt.state == AttemptState.IN_PROGRESS


def test_a_course_loaded_later_brings_its_own_exams_and_the_old_ones_stay(session, version, exam, now, tmp_path):
    assert make.exam_of(session, version).blueprint.cut.percent == 70
    (tmp_path / "next").mkdir()
    newer = make.load_folder(session, make.write_exam_course(tmp_path / "next", cut="80", version="2.0"), now)
    assert make.exam_of(session, newer).blueprint.cut.percent == 80
    assert make.exam_of(session, version).blueprint.cut.percent == 70
    assert make.exam_queries.cut_score_in_force(session, exam.exam_id).percent == "70"  # until two people agree


def test_what_was_read_in_a_load_that_is_rolled_back_is_forgotten(app, session, now, tmp_path):
    root = make.write_exam_course(tmp_path, version="9.0")
    kept = database().cache("exams-of-version", 256)
    with pytest.raises(RuntimeError), database().transaction() as writing:
        number = make.load_folder(writing, root, now).id
        assert len(make.exam_queries.exams_of_version(writing, number)) == 3
        raise RuntimeError
    assert kept.get(number) is None
    with pytest.raises(NotFound):
        make.exam_queries.exam_of_version(session, number, make.EXAM)


def test_an_exam_draws_by_the_modules_of_its_lessons(session, tmp_path, now):
    root = make.write_exam_course(tmp_path)
    exams = root / "exams.yaml"
    head, _cells = exams.read_text().rsplit("  draw:", 1)
    exams.write_text(head + "  draw:\n    - {module: one, count: 2}\n    - {module: two, count: 1}\n")
    version = make.load_folder(session, root, now)
    attempt = make.start(session, make.exam_of(session, version), make.learner(session, version, now), now)
    asked = select(ItemVersion.lesson).join(AttemptItem).where(AttemptItem.attempt_id == attempt.id)
    assert sorted(lesson == "third" for lesson in session.scalars(asked)) == [False, False, True]


def test_an_attempt_is_handed_in_in_the_session_that_started_it(session, exam, officer, now):
    attempt = make.start(session, exam, officer, now)
    told = submit_attempt(session, attempt, key="k", now=now)
    assert (told.closed_at, told.closed_by, attempt.state) == (now, "person", AttemptState.SUBMITTED)
