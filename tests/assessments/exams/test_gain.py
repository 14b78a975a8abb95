"""The gain test: the same questions before a course and after it, which decide nothing."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from assessments.exams.models import Attempt, CutScore, ExamVersion
from assessments.exams.pages.step_changes import step_changes
from assessments.exams.policy import managed_by, may_see
from assessments.exams.queries.exams import exams_of_version
from assessments.exams.queries.gain import gain_pairs, gain_test_of, paper_of
from assessments.exams.queries.managing import exam_lines, exam_named
from assessments.exams.rules.gain import GainStep, gain_step
from assessments.exams.rules.states import AttemptState
from assessments.exams.services.gain import start_gain_test
from courses.api import ASSESSMENTS, GAIN_TEST, record_read
from courses.catalogue.checking.course import problems_of
from courses.catalogue.course_folder.bundle import read_bundle
from courses.learning.models import StepDone
from courses.learning.queries.runs import all_steps
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.errors import NotFound, RuleBroken
from tests.builders import assessments as make
from tests.builders import cohorts
from tests.builders import gain as build
from tests.builders.audit import records_apart
from tests.builders.kind_names import KindName
from tests.builders.people import NOW, administration, person, viewer

IN_PROGRESS, PUBLISHED, VOIDED = AttemptState.IN_PROGRESS, AttemptState.PUBLISHED, AttemptState.VOIDED


@pytest.fixture(scope="module")
def loaded(module_session, tmp_path_factory):
    with module_session() as session:
        return make.load_folder(session, build.write_gain_course(tmp_path_factory.mktemp("course")), NOW).id


@pytest.fixture
def gain(session, version):
    return make.exam_of(session, version, build.GAIN)


@pytest.fixture
def row(session, version, now):
    return make.learner(session, version, now)


@pytest.mark.parametrize(
    ("states", "has_begun", "is_over", "step"),
    [
        ([], False, False, GainStep.BEFORE),
        ([VOIDED], False, False, GainStep.BEFORE),
        ([], True, False, GainStep.MISSED),
        ([], False, True, GainStep.MISSED),
        ([IN_PROGRESS], True, False, GainStep.UNDER_WAY),
        ([PUBLISHED], True, False, GainStep.WAITS),
        ([PUBLISHED], True, True, GainStep.AFTER),
        ([PUBLISHED, IN_PROGRESS], True, True, GainStep.UNDER_WAY),
        ([PUBLISHED, PUBLISHED], True, True, GainStep.DONE),
    ],
)
def test_where_somebody_is_follows_from_what_they_sat_and_read(states, has_begun, is_over, step):
    assert gain_step(states, has_begun=has_begun, is_over=is_over) is step


@given(st.lists(st.sampled_from([PUBLISHED, VOIDED]), max_size=5), st.booleans(), st.booleans())
def test_it_begins_twice_at_most(states, has_begun, is_over):
    step = gain_step(states, has_begun=has_begun, is_over=is_over)
    begins = step in {GainStep.BEFORE, GainStep.AFTER}
    assert not (begins and states.count(PUBLISHED) >= 2)


def test_the_first_is_kept_without_a_cut_score_and_passes_nothing(session, version, gain, row, now):
    attempt = build.sit_gain_test(session, gain, row, now)
    result = make.result_of(session, attempt)
    assert (attempt.cut_score_id, result.passed, result.cut_score_id, result.percent) == (None, None, None, "100")
    assert session.scalars(select(StepDone)).all() == []
    assert not session.scalars(select(CutScore).where(CutScore.exam_id == gain.exam_id)).all()
    names = session.scalars(select(AuditEntry.name).where(AuditEntry.subject == f"attempt:{attempt.id}")).all()
    assert "exam.passed" not in names
    assert "attempt.result-published" in names


def test_it_is_no_step_of_the_course(session, version):
    assert build.GAIN not in all_steps(session, version.id)
    assert not any(one.slug == build.GAIN for one in step_changes(session, version.id, version.id))


def test_of_all_exams_of_a_course_the_gain_test_is_found_as_one(session, version, gain):
    assert gain_test_of(session, version.id).slug == build.GAIN
    assert {one.slug for one in exams_of_version(session, version.id)} > {build.GAIN}


def test_who_has_read_a_lesson_is_not_asked_before(session, version, gain, row, now):
    record_read(session, row.id, version.course_id, "first", now=now)
    with pytest.raises(RuleBroken, match="You started without it"):
        build.sit_gain_test(session, gain, row, now)


def test_the_second_opens_after_the_final_exam_however_that_came_out(session, version, gain, row, now):
    build.sit_gain_test(session, gain, row, now)
    with pytest.raises(RuleBroken, match="come again after the final exam"):
        build.sit_gain_test(session, gain, row, now)
    make.sit(session, make.exam_of(session, version), row, now, wrong=make.KINDS)
    build.sit_gain_test(session, gain, row, now)
    with pytest.raises(RuleBroken, match="answered it twice"):
        build.sit_gain_test(session, gain, row, now)


def test_the_second_opens_when_the_days_of_the_cohort_are_over(session, version, gain, now):
    cohort = cohorts.cohort(session, version, now, place=administration(session))
    [officer] = cohorts.officers(session, cohort, 1, now)
    build.sit_gain_test(session, gain, officer, now)
    with pytest.raises(RuleBroken, match="come again"):
        build.sit_gain_test(session, gain, officer, now + timedelta(days=50))
    build.sit_gain_test(session, gain, officer, now + timedelta(days=70))
    assert len(gain_pairs(session, [build.run_of(session, gain, officer).id])) == 1


def test_the_second_asks_what_the_first_asked_though_a_question_was_withdrawn(session, version, gain, row, now):
    first = build.sit_gain_test(session, gain, row, now)
    make.sit(session, make.exam_of(session, version), row, now)
    make.withdrawn(session, gain, "gain-true-false-0", now, confirmed=True)
    second = build.sit_gain_test(session, gain, row, now)
    papers = [
        [(one.position, one.item_version_id, one.option_order) for one in paper_of(session, attempt.id)]
        for attempt in (first, second)
    ]
    assert papers[0] == papers[1]
    assert len(papers[0]) == len(build.ASKED)


def test_one_under_way_is_gone_on_with(session, gain, row, now):
    run = build.run_of(session, gain, row)
    first = start_gain_test(session, gain, run, seed=1, now=now)
    assert start_gain_test(session, gain, run, seed=2, now=now) is first


def test_pairs_are_of_who_has_both(session, version, gain, now):
    both, one = make.learner(session, version, now), make.learner(session, version, now)
    build.sit_both(session, (gain, make.exam_of(session, version)), both, now, wrong=1)
    build.sit_gain_test(session, gain, one, now)
    runs = [build.run_of(session, gain, row).id for row in (both, one)]
    assert GAIN_TEST.provider().pairs(session, runs) == {runs[0]: (75.0, 100.0)}


@pytest.mark.parametrize("role", [Role.TRAINER, Role.PROGRAMME_MANAGER])
def test_nobody_else_sees_an_attempt_or_decides_about_it(session, version, gain, row, now, role):
    attempt = build.sit_gain_test(session, gain, row, now)
    other = viewer(session, person(session, None, role))
    assert not may_see(session, other, attempt)
    assert session.scalars(select(Attempt).where(managed_by(other))).all() == []
    run = build.run_of(session, gain, row)
    steps = ASSESSMENTS.provider().steps
    assert (steps.attempts(session, [run.id])[run.id], steps.states(session, [run.id], now)[run.id]) == ([], {})


def test_nobody_manages_it(session, gain):
    manager = viewer(session, person(session, None, Role.PROGRAMME_MANAGER))
    assert gain.uuid not in {one.uuid for one in exam_lines(session, manager, "en")}
    with pytest.raises(NotFound):
        exam_named(session, gain.uuid)


def test_the_record_agrees_with_what_is_kept(session, version, gain, row, now):
    build.sit_both(session, (gain, make.exam_of(session, version)), row, now)
    assert records_apart(session) == []


def said(root):
    return [f"{one.file}: {one.message}" for one in problems_of(read_bundle(root), NOW.date())]


def test_a_course_with_a_gain_test_has_no_problem(app, tmp_path):
    assert said(build.write_gain_course(tmp_path)) == []


def test_an_item_of_a_gain_test_is_refused_in_a_lesson_and_in_an_exam(app, tmp_path):
    root = build.write_gain_course(tmp_path)
    lesson = root / "lessons" / "first.md"
    lesson.write_text(lesson.read_text().replace("::: check practice-first-1", "::: check gain-true-false-0"))
    exams = root / "exams.yaml"
    exams.write_text(exams.read_text().replace("checkpoint-true-false-1", "gain-true-false-0"))
    found = "\n".join(said(root))
    assert "“gain-true-false-0” is for gain; a check in a lesson takes a practice item." in found
    assert "The item “gain-true-false-0” is for gain, and cannot be asked here" in found


@pytest.mark.parametrize(
    ("entry", "named", "words"),
    [
        (build.ENTRY.replace("{count: 4}", "{count: 3}"), build.GAIN, "A gain test asks all its items"),
        (build.ENTRY + "  cut: 50\n", build.GAIN, "decides nothing: it has no “cut”"),
        (build.ENTRY + "  attempts: 3\n", build.GAIN, "it has no “attempts”"),
        (build.ENTRY, "another", "exams.yaml has no “another” with use: gain"),
        (build.ENTRY, "another", "course.yaml names no such “gain_test”"),
        (build.ENTRY + build.ENTRY.replace("-gain-test", "-other-test"), build.GAIN, "one gain test at most"),
        (build.ENTRY, make.EXAM, f"exams.yaml has no “{make.EXAM}” with use: gain"),
    ],
)
def test_what_is_no_gain_test_is_told_to_its_author(app, tmp_path, entry, named, words):
    assert words in "\n".join(said(build.add_gain_test(make.write_exam_course(tmp_path), entry, named=named)))


def test_the_use_is_kept_with_the_version(session, version, gain):
    assert session.scalars(select(ExamVersion.use).where(ExamVersion.id == gain.version_id)).one() == "gain"


def tells(page, percent):
    return re.search(rf"{percent}\s*%", page) is not None


def test_an_officer_answers_twice_and_sees_what_is_right_only_then(session, version, gain, row, now, signed_in, at_now):
    desk = signed_in(row)
    home, page = f"/courses/{make.SLUG}", f"/courses/{make.SLUG}/exams/{build.GAIN}"
    assert "Answer it before you read the first lesson" in desk.get(home).text
    assert "This test decides nothing" in desk.get(page).text
    first = build.sit_gain_test(session, gain, row, now, wrong=[KindName.TRUE_FALSE])
    session.commit()
    kept = desk.get(f"/attempts/{first.uuid}").text
    assert (make.SECRET in kept, tells(kept, 75), "Question 1" in kept) == (False, False, False)
    assert not tells(desk.get(page).text, 75)
    assert "Before and after" not in desk.get("/attempts").text
    assert make.SECRET not in desk.get(f"{home}/revise").text
    make.sit(session, make.exam_of(session, version), row, now)
    second = build.sit_gain_test(session, gain, row, now)
    session.commit()
    both = desk.get(page).text
    assert (tells(both, 75), tells(both, 100)) == (True, True)
    assert make.SECRET in desk.get(f"/attempts/{first.uuid}").text
    assert "You reached 100" in desk.get(f"/attempts/{second.uuid}").text
