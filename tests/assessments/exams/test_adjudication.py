"""What the programme manager decides: late answers, extra time, cut scores."""

from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select

from assessments.exams.models import AnswerRevision, Attempt, LateDecision, Result, RevisionKind, Score, ScoreSource
from assessments.exams.pages.adjudication import decided_words
from assessments.exams.policy import managed_by, may_see, visible_to
from assessments.exams.queries import attempts as queries
from assessments.exams.queries.late import late_steps, result_shown_at, waiting_late
from assessments.exams.queries.managing import exam_lines, managed_attempt, time_grants
from assessments.exams.services import grading
from assessments.exams.services.adjudication import decide_late, grant_time
from assessments.exams.services.closing import submit_attempt
from assessments.exams.services.cuts import propose_cut_score
from lms.access import Grant, Role
from lms.audit.models import AuditEntry
from lms.errors import BadInput, NotFound, RuleBroken
from tests.builders import assessments as make
from tests.builders.kind_names import KindName
from tests.builders.people import administration, give_anywhere, person, viewer

HOUR = timedelta(hours=1)


@pytest.fixture
def manager(session):
    return viewer(session, person(session, None, Role.PROGRAMME_MANAGER))


@pytest.fixture
def failed(session, exam, officer, now):
    """An attempt handed in with two wrong answers, and a right one for one of them that came an hour later."""
    attempt = make.sit(session, exam, officer, now, wrong=[KindName.ONE_CHOICE, KindName.NUMBER])
    position = make.position_of(session, attempt, KindName.ONE_CHOICE)
    taken = make.save(session, attempt, position, "b", now + HOUR, client_seq=2, base_seq=1, given_at=now)
    assert taken.verdict == "late"
    return attempt


def results(session, attempt):
    rows = session.scalars(select(Result).where(Result.attempt_id == attempt.id).order_by(Result.no)).all()
    return [(row.percent, row.passed, row.reason) for row in rows]


def decide(session, attempt, manager, now, *, accept):
    decide_late(session, attempt, accept=accept, reason="The network was down.", actor=manager, now=now)


def test_late_answers_wait_until_somebody_decides(session, failed, manager, now):
    (line,) = waiting_late(session, managed_by(manager))
    assert (line.uuid, line.count, line.first_at) == (failed.uuid, 1, now + HOUR)
    assert results(session, failed) == [("200/3", False, None)]
    assert result_shown_at(session, failed.id) == now


def test_an_accepted_late_answer_makes_a_new_result_and_the_old_one_stays(session, failed, manager, now):
    decide(session, failed, manager, now + 2 * HOUR, accept=True)
    assert results(session, failed) == [("200/3", False, None), ("250/3", True, "The network was down.")]
    assert waiting_late(session, managed_by(manager)) == []
    kinds = session.scalars(select(AnswerRevision.kind).order_by(AnswerRevision.id)).all()
    assert kinds.count(RevisionKind.LATE) == kinds.count(RevisionKind.ACCEPTED) == 1
    assert len(session.scalars(select(Score).where(Score.source == ScoreSource.RESCORE)).all()) == 6
    assert grading.differs(session, failed.id) == []


def test_accepting_is_audited_with_before_and_after(session, failed, manager, now):
    decide(session, failed, manager, now + 2 * HOUR, accept=True)
    entries = {e.name: e for e in session.scalars(select(AuditEntry).order_by(AuditEntry.id))}
    assert entries["attempt.late-answers-decided"].actor_id == manager.id
    assert entries["attempt.late-answers-decided"].data == {
        "accepted": True,
        "steps": 1,
        "reason": "The network was down.",
    }
    data = entries["attempt.result-published"].data
    assert (data["before"], data["after"], data["passed"]) == ("200/3", "250/3", True)
    assert "exam.passed" in entries


def test_refused_late_answers_change_nothing_and_do_not_come_back(session, failed, manager, now):
    decide(session, failed, manager, now, accept=False)
    assert results(session, failed) == [("200/3", False, None)]
    assert late_steps(session, failed.id) == []
    assert session.scalars(select(LateDecision.accepted)).one() is False
    with pytest.raises(RuleBroken, match="no late answer"):
        decide(session, failed, manager, now, accept=True)


def test_what_comes_after_a_decision_waits_for_the_next(session, failed, manager, now):
    decide(session, failed, manager, now, accept=False)
    position = make.position_of(session, failed, KindName.NUMBER)
    make.save(
        session, failed, position, make.RIGHT[KindName.NUMBER], now + 3 * HOUR, client_seq=2, base_seq=1, given_at=now
    )
    assert waiting_late(session, managed_by(manager))[0].count == 1
    decide(session, failed, manager, now + 4 * HOUR, accept=True)
    assert [percent for percent, *_ in results(session, failed)] == ["200/3", "250/3"]


def test_the_last_late_answer_of_a_question_is_the_one_that_is_accepted(session, failed, manager, now):
    position = make.position_of(session, failed, KindName.ONE_CHOICE)
    make.save(session, failed, position, "d", now + HOUR, client_seq=3, base_seq=1, given_at=now)
    decide(session, failed, manager, now + 2 * HOUR, accept=True)
    assert queries.questions(session, failed.id)[position - 1].value == "d"


def test_a_late_answer_never_overrides_one_that_was_given_after_it(session, exam, officer, manager, now):
    attempt = make.start(session, exam, officer, now)
    position = make.position_of(session, attempt, KindName.ONE_CHOICE)
    assert make.save(session, attempt, position, "a", now + timedelta(minutes=41)).verdict == "late"
    grant_time(
        session, exam_id=exam.exam_id, person_id=officer.id, minutes=30, reason="Power cut.", actor=manager, now=now
    )
    session.refresh(attempt)
    in_time = make.save(session, attempt, position, "b", now + timedelta(minutes=50), client_seq=2, base_seq=1)
    assert in_time.verdict == "taken"
    submit_attempt(session, attempt, key="k", now=now + HOUR)
    grading.grade_attempt(session, attempt.id, now=now + HOUR)
    decide(session, attempt, manager, now + HOUR, accept=True)
    assert queries.questions(session, attempt.id)[position - 1].value == "b"


def test_a_pass_is_told_once_whatever_is_decided_later(session, exam, officer, manager, now):
    attempt = make.sit(session, exam, officer, now, wrong=[KindName.NUMBER])
    wrong_then_right = [
        (KindName.ONE_CHOICE, "a"), (KindName.TRUE_FALSE, False), (KindName.ONE_CHOICE, "b"),
    ]  # fmt: skip
    for n, (kind, value) in enumerate(wrong_then_right, 2):
        position = make.position_of(session, attempt, kind)
        make.save(session, attempt, position, value, now + HOUR, client_seq=n, base_seq=1, given_at=now)
        decide(session, attempt, manager, now + HOUR, accept=True)
    assert [passed for _p, passed, _r in results(session, attempt)] == [True, False, False, False]
    position = make.position_of(session, attempt, KindName.TRUE_FALSE)
    make.save(session, attempt, position, True, now + HOUR, client_seq=9, base_seq=1, given_at=now)
    decide(session, attempt, manager, now + HOUR, accept=True)
    assert results(session, attempt)[-1][1] is True
    assert session.scalars(select(AuditEntry.name)).all().count("exam.passed") == 1


def test_who_decides_is_told_what_became_of_the_result(session, exam, officer, manager, now):
    attempt = make.sit(session, exam, officer, now)
    position = make.position_of(session, attempt, KindName.ONE_CHOICE)
    said = []
    for n, (accept, value) in enumerate([(False, "a"), (True, "b"), (True, "a"), (True, "c")], 2):
        make.save(session, attempt, position, value, now + HOUR, client_seq=n, base_seq=1, given_at=now)
        if n == 4:
            spoil(session, attempt, now)
        told = decide_late(
            session, attempt, accept=accept, reason="The network was down.", actor=manager, now=now + HOUR
        )
        said.append(decided_words(*told))
    assert [tone for _words, tone in said] == ["success", "success", "warning", "success"]
    assert "The result is now 100 %: passed." in said[1][0]
    assert "not passed. It was passed before" in said[2][0]
    assert "not passed." in said[3][0]


def spoil(session, attempt, now):
    """Late answers to other questions that are wrong."""
    for kind in (KindName.NUMBER, KindName.TRUE_FALSE):
        make.save(
            session, attempt, make.position_of(session, attempt, kind), make.WRONG[kind], now, client_seq=9, base_seq=1
        )


def test_late_answers_of_an_attempt_without_result_cannot_be_decided(session, exam, officer, manager, now):
    attempt = make.start(session, exam, officer, now)
    make.save(session, attempt, 1, None, now + HOUR)
    with pytest.raises(RuleBroken, match="no result yet"):
        decide(session, attempt, manager, now + HOUR, accept=True)


def test_nobody_decides_about_their_own_attempt(session, version, exam, now):
    own = make.learner(session, version, now)
    make_manager = viewer(session, own)
    attempt = make.sit(session, exam, own, now, wrong=[KindName.ONE_CHOICE])
    position = make.position_of(session, attempt, KindName.ONE_CHOICE)
    make.save(session, attempt, position, "b", now + HOUR, client_seq=2, base_seq=1, given_at=now)
    with pytest.raises(RuleBroken, match="your own attempt"):
        decide(session, attempt, make_manager, now, accept=True)
    with pytest.raises(RuleBroken, match="your own attempt"):
        grant_time(
            session, exam_id=exam.exam_id, person_id=own.id, minutes=5, reason="Because.", actor=make_manager, now=now
        )
    assert len(results(session, attempt)) == 1


def test_extra_time_reaches_an_attempt_under_way_at_once(session, exam, officer, manager, now):
    attempt = make.start(session, exam, officer, now)
    grant = grant_time(
        session, exam_id=exam.exam_id, person_id=officer.id, minutes=10, reason="Magnifier.", actor=manager, now=now
    )
    session.refresh(attempt)
    assert attempt.deadline_at == now + timedelta(minutes=50)
    assert make.save(session, attempt, 1, None, now + timedelta(minutes=49)).verdict == "taken"
    entry = session.scalars(select(AuditEntry).where(AuditEntry.name == "exam.extra-time-granted")).one()
    assert (entry.subject, entry.actor_id) == (f"person:{officer.id}", manager.id)
    assert entry.data == {"exam_id": exam.exam_id, "seconds": 600, "reason": "Magnifier."}
    assert list(time_grants(session, manager, exam.exam_id)) == [grant]


def test_extra_time_for_one_exam_is_not_for_another_person_or_exam(session, version, exam, quiz, officer, manager, now):
    other = make.start(session, exam, make.learner(session, version, now), now)
    quiz_attempt = make.start(session, quiz, officer, now)
    grant_time(
        session, exam_id=exam.exam_id, person_id=officer.id, minutes=10, reason="Magnifier.", actor=manager, now=now
    )
    session.expire_all()
    assert other.deadline_at == now + timedelta(minutes=40)
    assert quiz_attempt.deadline_at is None


@pytest.mark.parametrize("minutes", [0, -5, 241])
def test_extra_time_has_limits(session, exam, officer, manager, now, minutes):
    with pytest.raises(BadInput) as fault:
        grant_time(
            session, exam_id=exam.exam_id, person_id=officer.id, minutes=minutes, reason="x", actor=manager, now=now
        )
    assert fault.value.field == "minutes"


@pytest.mark.parametrize("percent", [Fraction(0), Fraction(-1), Fraction(10001, 100), Fraction(10**30 + 1, 10**40)])
def test_a_cut_score_is_a_percentage(session, exam, now, percent):
    with pytest.raises(BadInput) as fault:
        propose_cut_score(
            session,
            exam_id=exam.exam_id,
            percent=percent,
            set_by="x",
            method="x",
            provisional=False,
            proposer_id=None,
            now=now,
        )
    assert fault.value.field == "percent"


def test_a_cut_score_is_audited_with_before_and_after(session, exam, now):
    cut = make.cut(session, exam, Fraction(131, 2), now)
    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.name == "exam.cut-score-set").order_by(AuditEntry.id.desc())
    ).first()
    assert (entry.subject, entry.actor_id) == (f"exam:{exam.exam_id}", cut.actor_id)
    assert entry.data == {"before": "70", "after": "131/2", "method": "Angoff", "provisional": False}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("where", ["everywhere", "here", "there", "in the country"])
def test_the_list_shows_exactly_what_may_be_seen(session, version, exam, now, role, where):
    here, there = administration(session), administration(session, country="KE")
    near = administration(session)
    who = make.learner(session, version, now, place=here)
    scope = {
        "everywhere": (),
        "here": ("administration", str(here.id)),
        "there": ("administration", str(there.id)),
        "in the country": ("country", "TH"),
    }[where]
    give_anywhere(session, who, Grant(role, *scope))
    sitters = [who, *(make.learner(session, version, now, place=place) for place in (here, there, near, None))]
    attempts = [make.start(session, exam, one, now) for one in sitters]
    looking = viewer(session, who)
    listed = set(session.scalars(select(Attempt.id).where(visible_to(looking))))
    allowed = {a.id for a in attempts if may_see(session, looking, a)}
    assert listed == allowed
    assert attempts[0].id in listed
    expected = (
        {"everywhere": 5, "here": 2, "there": 2, "in the country": 3}[where] if role is Role.PROGRAMME_MANAGER else 1
    )
    assert len(listed) == expected


def test_a_manager_of_one_administration_finds_no_attempt_of_another(session, version, exam, now):
    here, there = administration(session), administration(session)
    manager = viewer(session, person(session, None, (Role.PROGRAMME_MANAGER, here)))
    own = make.start(session, exam, make.learner(session, version, now, place=here), now)
    foreign = make.start(session, exam, make.learner(session, version, now, place=there), now)
    assert managed_attempt(session, manager, own.uuid).id == own.id
    with pytest.raises(NotFound):
        managed_attempt(session, manager, foreign.uuid)
    lines = {line.title: line.attempts for line in exam_lines(session, manager, "en")}
    assert lines == {"The exam": 1, "Quiz one": 0, "Quiz two": 0}
