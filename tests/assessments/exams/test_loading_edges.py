"""What is kept of a course folder, and the cut scores and gain tests that come with it, at their edges."""

import json
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from assessments.exams.content.bundle import ReadBundle
from assessments.exams.models import CutProposal, CutScore, ExamVersion
from assessments.exams.queries.cuts import open_proposal
from assessments.exams.queries.exams import cut_score_in_force
from assessments.exams.queries.gain import gain_test_of, paper_of
from assessments.exams.queries.managing import exam_named
from assessments.exams.rules.blueprint import Blueprint, BlueprintCut, Cell
from assessments.exams.rules.cuts import ProposalState
from assessments.exams.rules.gain import GainStep
from assessments.exams.rules.states import AttemptState
from assessments.exams.services.cuts import agree_to_cut_score, certifies, propose_cut_score, refuse_cut_score
from assessments.exams.services.gain import start_gain_test, step_words
from assessments.exams.services.loading import hash_of, missing, words_of
from assessments.items.content.bundle import Surroundings, parse_items
from assessments.items.content.refused import RefusedEntries, RefusedItem
from assessments.items.item import Use
from assessments.items.models import ItemVersion
from courses.api import CourseFacts, EndReason, Mention, StoredPicture, end_run
from courses.catalogue.review.rules.standing import Need
from courses.permissions import CourseRole
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from tests.builders import assessments as make
from tests.builders import gain as gains
from tests.builders.people import person, viewer
from tests.courses.reviews.test_services import rule

pytestmark = pytest.mark.usefixtures("quick_reading")


def manager(session):
    return viewer(session, person(session, None, Role.PROGRAMME_MANAGER))


def propose(session, exam, by, now, percent=80, **more):
    said = {"percent": Fraction(percent), "set_by": "A panel", "method": "Angoff, 9 judges", "provisional": False}
    return propose_cut_score(session, exam_id=exam.exam_id, proposer_id=by and by.id, now=now, **(said | more))


def load(session, folder, now, number, old="", new=""):
    """The next version of the course, with this changed in its exams."""
    root = make.write_exam_course(folder / str(number), version=f"1.{number}")
    exams = root / "exams.yaml"
    assert old in exams.read_text()
    exams.write_text(exams.read_text().replace(old, new) if old else exams.read_text())
    return make.load_folder(session, root, now)


def cut_count(session):
    return session.scalar(select(func.count()).select_from(CutScore))


def test_a_course_that_is_loaded_again_with_the_same_cuts_says_nothing_of_them(session, version, exam, tmp_path, now):
    before = cut_count(session)
    for number in (1, 2):
        load(session, tmp_path, now, number)
    assert (cut_count(session), open_proposal(session, exam.exam_id)) == (before, None)
    assert exam_named(session, exam.uuid)[1].no == 3
    assert certifies(session, exam.exam_id)
    load(session, tmp_path, now, 3, "cut: 70", "cut: 75")
    assert open_proposal(session, exam.exam_id).row.percent == "75"
    assert cut_count(session) == before  # that of the quizzes stayed


def test_a_cut_of_a_quiz_is_settled_from_the_first_and_that_of_an_exam_is_provisional(session, exam, quiz):
    assert not cut_score_in_force(session, quiz.exam_id).provisional
    assert cut_score_in_force(session, exam.exam_id).provisional


def test_a_cut_is_compared_with_that_of_the_version_published_before_not_with_one_that_waited(
    session, version, exam, tmp_path, now
):
    rule(session, version, [Need(role=CourseRole.LAW_SPECIALIST)], now)
    assert load(session, tmp_path, now, 1, "cut: 70", "cut: 80").published_at is None
    waiting = load(session, tmp_path, now, 2, "cut: 70", "cut: 80")
    assert open_proposal(session, exam.exam_id) is None
    rule(session, version, [], now, by=person(session, "Admin three", Role.ADMINISTRATOR))
    assert waiting.published_at == now
    assert open_proposal(session, exam.exam_id).row.percent == "80"


def test_a_quiz_that_is_an_exam_in_a_version_that_waits_certifies_nothing_yet(session, version, quiz, tmp_path, now):
    rule(session, version, [Need(role=CourseRole.LAW_SPECIALIST)], now)
    made = load(session, tmp_path, now, 1)
    waiting = session.scalars(
        select(ExamVersion).where(ExamVersion.course_version_id == made.id, ExamVersion.exam_id == quiz.exam_id)
    ).one()
    waiting.use = "exam"
    session.flush()
    assert (made.published_at, certifies(session, quiz.exam_id)) == (None, False)


def test_what_two_people_agreed_to_is_settled_and_set_again_unchanged_it_stays_so(session, exam, now):
    first, second = manager(session), manager(session)
    propose(session, exam, first, now)
    row = open_proposal(session, exam.exam_id).row
    made = agree_to_cut_score(session, exam_id=exam.exam_id, proposal_id=row.id, actor=second, now=now)
    said = (made.percent, made.set_by, made.method, made.provisional, made.proposal_id)
    assert said == ("80", "A panel", "Angoff, 9 judges", False, row.id)
    assert (row.state, row.ended_at, row.ended_by_id, row.reason) == (ProposalState.AGREED, now, second.id, None)
    again = propose(session, exam, first, now, method="Angoff, written down better")
    assert (again.provisional, again.proposal_id, again.method) == (False, None, "Angoff, written down better")
    assert propose(session, exam, first, now, provisional=True).provisional


def test_a_refusal_is_kept_with_who_said_no_and_why(session, exam, now):
    first, second = manager(session), manager(session)
    propose(session, exam, first, now)
    row = open_proposal(session, exam.exam_id).row
    said = {"exam_id": exam.exam_id, "actor": second, "now": now}
    refuse_cut_score(session, **said, proposal_id=row.id, reason="The panel met once.")
    assert (row.state, row.ended_by_id, row.reason) == (ProposalState.REFUSED, second.id, "The panel met once.")
    entry = session.scalars(select(AuditEntry).where(AuditEntry.name == "exam.cut-score-refused")).one()
    assert (entry.subject, entry.actor_id) == (f"exam:{exam.exam_id}", second.id)
    assert entry.data == {"proposal_id": row.id, "reason": "The panel met once."}
    with pytest.raises(Conflict, match="already decided"):
        agree_to_cut_score(session, **said, proposal_id=row.id)
    with pytest.raises(NotFound):
        agree_to_cut_score(session, **said, proposal_id=row.id + 1)


def test_a_proposal_that_gives_way_says_when_and_to_whom(session, exam, now):
    first, second = manager(session), manager(session)
    propose(session, exam, first, now)
    old = open_proposal(session, exam.exam_id).row
    propose(session, exam, second, now, 75)
    assert (old.state, old.ended_at, old.ended_by_id) == (ProposalState.REPLACED, now, second.id)
    new = open_proposal(session, exam.exam_id).row
    with pytest.raises(Conflict, match="replaced by another"):
        refuse_cut_score(session, exam_id=exam.exam_id, proposal_id=old.id, reason="No.", actor=first, now=now)
    assert new.state == ProposalState.OPEN
    entry = session.scalars(select(AuditEntry).where(AuditEntry.name == "exam.cut-score-proposed")).all()[-1]
    assert entry.data == {"proposal_id": new.id, "percent": "75", "method": "Angoff, 9 judges"}


FORTY = Fraction(10**18 + 1, 10**20)  # forty signs: 19, a stroke, and 20 or 21


def test_a_cut_may_be_a_hundred_and_as_long_as_its_column(session, exam, now):
    assert len(str(FORTY)) == 41
    for percent in (FORTY, Fraction(0), Fraction(101)):
        with pytest.raises(BadInput):
            propose(session, exam, None, now, percent)
    fits = Fraction(10**18 + 1, 10**19 + 3)
    assert len(str(fits)) == 40
    for percent in (fits, Fraction(100)):
        assert propose(session, exam, None, now, percent) is None
        assert open_proposal(session, exam.exam_id).row.percent == str(percent)
    assert len(session.scalars(select(CutProposal)).all()) == 2


@pytest.fixture
def gain_course(session, tmp_path, now):
    """The course with a gain test, and somebody who takes it."""
    version = make.load_folder(session, gains.write_gain_course(tmp_path), now)
    gain = make.exam_of(session, version, gains.GAIN)
    row = make.learner(session, version, now)
    return SimpleNamespace(version=version, gain=gain, row=row, run=lambda: gains.run_of(session, gain, row))


def test_the_second_gain_test_is_gone_on_with_and_asks_as_the_first_that_counts(session, gain_course, now):
    gain, row = gain_course.gain, gain_course.row
    void = gains.sit_gain_test(session, gain, row, now)
    void.state = AttemptState.VOIDED
    session.flush()
    first = start_gain_test(session, gain, gain_course.run(), seed=9, now=now)
    gains.submit_attempt(session, first, key="k", now=now)
    gains.grade_attempt(session, first.id, now=now)
    make.sit(session, make.exam_of(session, gain_course.version), row, now)
    second = start_gain_test(session, gain, gain_course.run(), seed=7, now=now)
    assert start_gain_test(session, gain, gain_course.run(), seed=8, now=now) is second
    assert [void.no, first.no, second.no] == [1, 2, 3]

    def asked(attempt):
        return [(one.item_version_id, tuple(one.option_order), one.points) for one in paper_of(session, attempt.id)]

    assert asked(second) == asked(first) != asked(void)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.subject == f"attempt:{second.id}")).first()
    assert (entry.name, entry.actor_id, entry.data) == (
        "attempt.started",
        row.id,
        {"exam_id": gain.exam_id, "number": 3},
    )


def test_no_gain_test_begins_in_a_run_that_has_ended(session, gain_course, now):
    end_run(session, gain_course.run().id, reason=EndReason.WITHDRAWN, by=None, now=now)
    with pytest.raises(RuleBroken, match="you cannot add anything"):
        start_gain_test(session, gain_course.gain, gain_course.run(), seed=1, now=now)


def test_a_course_without_a_gain_test_has_none(session, version):
    assert gain_test_of(session, version.id) is None


def test_each_step_of_the_gain_test_has_words_of_its_own(app):
    said = {step: step_words(step) for step in GainStep}
    assert len({*said.values()} - {None, ""}) == len(GainStep)
    assert said[GainStep.DONE].startswith("You have answered it twice.")
    assert said[GainStep.UNDER_WAY] == "You have started it. Continue."


def test_the_same_question_in_other_words_is_the_next_version_of_it_and_of_no_other(session, version, tmp_path, now):
    root = make.write_exam_course(tmp_path, version="1.1")
    file = root / "questions" / "exam.yaml"
    file.write_text(file.read_text().replace(f'"Because of the {make.SECRET}."', '"It is *so*."', 1))
    make.load_folder(session, root, now)
    (changed,) = session.scalars(select(ItemVersion).where(ItemVersion.no > 1))
    assert (changed.no, changed.explain) == (2, "It is <em>so</em>.")
    before = select(ItemVersion).where(ItemVersion.item_id == changed.item_id, ItemVersion.no == 1)
    assert session.scalars(before).one().explain == f"Because of the {make.SECRET}."


ONE = """\
- id: exam-eel-0
  kind: true-false
  use: exam
  topic: eel
  lesson: first
  stem: "Is the é an *eel*?"
  explain: "It is."
  sources: [S1]
  answer: true
"""


def authored(text=ONE):
    (item,) = parse_items({"questions/exam.yaml": text.encode()}, Surroundings({"first": "one"}))[0]
    return item


def test_a_wording_is_known_by_a_hash_that_never_changes():
    item = authored()
    common = ["true-false", "exam", "eel", "first", "Is the é an *eel*?", item.body, item.key, "It is.", 1]

    def hashed(*more):
        text = json.dumps([*common, *more], sort_keys=True, ensure_ascii=False)
        return sha256(text.encode()).hexdigest()

    assert '"Is the é an *eel*?"' in json.dumps(common, ensure_ascii=False)
    picture, french = StoredPicture("/media/eel.svg", 640, 300), {"fr": {"stem": "Est-ce une anguille ?"}}
    assert hash_of(item, None) == hash_of(item, None, {}) == hashed(None)
    assert hash_of(item, picture) == hashed("/media/eel.svg")
    assert hash_of(item, picture, french) == hashed("/media/eel.svg", french)
    assert hash_of(replace(item, id="other", sources=("S2",), line=9), None) == hashed(None)
    assert hash_of(replace(item, points=2), None) != hashed(None)


def blueprint(slug, use):
    return Blueprint(slug, slug.title(), use, (Cell(1),), None)


def facts(**named):
    usual = {"checks": (), "checkpoints": (), "final": None, "gain_test": None}
    return CourseFacts("course", {"first": "one"}, {}, {}, **(usual | named))


AT = Mention("wanted", "lessons/first.md", 7)


@pytest.mark.parametrize(
    ("named", "refused", "words"),
    [
        ({"checks": (replace(AT, name="practice-eel-0"),)}, {}, []),
        ({"checks": (replace(AT, name="exam-eel-0"),)}, {}, ["“exam-eel-0” is for exam; a check in a lesson takes a"]),
        ({"checks": (AT,)}, {}, ["There is no question “wanted”."]),
        ({"checks": (AT,)}, {"items": [RefusedItem("wanted", "", "", "", "")]}, []),
        ({"checks": (AT,)}, {"items": [RefusedItem("other", "", "", "", "")]}, ["There is no question “wanted”."]),
        ({"checks": (AT, replace(AT, name="gone"))}, {"items": [RefusedItem("wanted", "", "", "", "")]}, ["“gone”."]),
        ({"checkpoints": (replace(AT, name="quiz"),), "final": replace(AT, name="final")}, {}, []),
        ({"checkpoints": (replace(AT, name="final"),)}, {}, ["exams.yaml has no “final” with use: checkpoint."]),
        ({"final": replace(AT, name="quiz")}, {}, ["exams.yaml has no “quiz” with use: exam."]),
        ({"final": AT}, {}, ["exams.yaml has no “wanted” with use: exam."]),
        ({"final": AT}, {"exams": {"wanted"}}, []),
        ({"final": AT}, {"exams": {"other"}}, ["exams.yaml has no “wanted” with use: exam."]),
        ({"gain_test": AT}, {}, ["exams.yaml has no “wanted” with use: gain."]),
    ],
)
def test_what_a_course_names_in_vain_is_told_where_it_names_it(named, refused, words):
    items = [authored(), replace(authored(), id="practice-eel-0", use=Use.PRACTICE)]
    exams = [blueprint("quiz", Use.CHECKPOINT), blueprint("final", Use.EXAM)]
    found = missing(ReadBundle(items, exams, [], RefusedEntries(**refused)), facts(**named))
    assert len(found) == len(words)
    for problem, said in zip(found, words, strict=True):
        assert said in problem.message
        assert (problem.file, problem.line) == ("lessons/first.md", 7)


@pytest.mark.parametrize(("named", "alone"), [(None, True), ("gain", False), ("another", True)])
def test_a_gain_test_that_no_course_names_is_told_in_the_file_of_exams(named, alone):
    read = ReadBundle([], [blueprint("gain", Use.GAIN), blueprint("quiz", Use.CHECKPOINT)], [], RefusedEntries())
    found = missing(read, facts(gain_test=named and replace(AT, name=named)))
    told = [(one.line, one.message) for one in found if one.file == "exams.yaml"]
    assert told == [(1, "gain: course.yaml names no such “gain_test”.")] * alone


def test_an_exam_says_in_each_language_what_it_is_called_and_who_set_its_cut():
    plain = blueprint("final", Use.EXAM)
    assert words_of(plain) == {"title": "Final"}
    cut = BlueprintCut(Fraction(70), "A panel", "Angoff")
    assert words_of(replace(plain, cut=cut)) == {"title": "Final", "set_by": "A panel", "method": "Angoff"}
