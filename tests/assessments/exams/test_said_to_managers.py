"""What managers of exams read after each form, and which of their files the record tells of."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.exams.models import CutProposal
from assessments.items.models import ItemWithdrawal
from lms.access import Role
from lms.audit.models import AuditEntry
from tests.builders import assessments as make
from tests.builders import decisions
from tests.builders.people import person

pytestmark = pytest.mark.usefixtures("at_now")
KEY = "exam-number-0"
CUT = {"percent": "72.5", "set_by": "A panel", "method": "Modified Angoff, 9 judges"}
SANCTION = {"reason": "help", "words": decisions.WORDS, "opens_on": "2027-01-31", "key": "k1"}


@pytest.fixture
def desks(session, signed_in):
    """The browsers of three managers."""
    return [signed_in(person(session, None, Role.PROGRAMME_MANAGER)) for _each in range(3)]


@pytest.fixture
def pages(exam):
    return f"/manage/exams/{exam.uuid}"


def done(here, where, data, leads_to=None):
    """What is said on the page that follows, once the form was done."""
    answer = here.post(where, data=data, follow_redirects=True)
    assert ([one.status_code for one in answer.history], answer.status_code) == ([303], 200)
    assert leads_to is None or answer.request.path == leads_to
    return answer.text


def test_what_becomes_of_a_cut_is_said(session, exam, quiz, desks, pages):
    first, second, third = desks
    assert "The pass mark is proposed. It becomes valid when somebody else has agreed." in done(
        first, f"{pages}/cut", CUT, pages
    )
    (made,) = session.scalars(select(CutProposal)).all()
    empty = second.post(f"{pages}/cut/{made.id}/refuse", data={})
    assert (empty.status_code, 'id="reason-error"' in empty.text) == (422, True)
    assert "The proposal is refused. The earlier pass mark stays valid." in done(
        second, f"{pages}/cut/{made.id}/refuse", {"reason": "The panel met once."}, pages
    )
    done(first, f"{pages}/cut", CUT)
    newest = session.scalars(select(CutProposal.id).order_by(CutProposal.id.desc())).first()
    valid = "The new pass mark is valid for attempts that start from now on."
    assert valid in done(second, f"{pages}/cut/{newest}/agree", {}, pages)
    of_quiz = f"/manage/exams/{quiz.uuid}"
    assert valid in done(first, f"{of_quiz}/cut", CUT, of_quiz)
    assert third.post(f"{pages}/cut/{newest}/agree").status_code == 409


def test_of_a_cut_without_a_proposer_one_more_person_is_asked_for(session, exam, version, desks, pages, now, tmp_path):
    make.load_folder(session, make.write_exam_course(tmp_path, cut="75", version="1.1"), now)
    made = session.scalars(select(CutProposal)).one()
    session.commit()
    said = done(desks[0], f"{pages}/cut/{made.id}/agree", {}, pages)
    assert "You have agreed. One more person has to agree." in said
    assert "is valid for attempts that start" in done(desks[1], f"{pages}/cut/{made.id}/agree", {}, pages)


def test_what_becomes_of_a_withdrawal_is_said(session, exam, desks, pages):
    first, second, third = desks
    question = f"{pages}/questions/{KEY}"
    out = "New attempts will not include this question. Within 7 days somebody else has to confirm this."
    back, stays = "New attempts include this question again.", "The question stays out of new attempts."
    wanted = "The return is proposed. New attempts include the question when somebody else has agreed."
    reason = {"reason": "The key is wrong."}

    def step(here, act, data=reason):
        made = session.scalars(select(ItemWithdrawal).order_by(ItemWithdrawal.id.desc())).first()
        return done(here, f"{question}/withdrawals/{made.uuid}/{act}", data, question)

    assert out in done(first, f"{question}/withdraw", reason | {"key": "one"}, question)
    assert back in step(second, "refuse")
    question = f"{pages}/questions/exam-angle-0"
    done(first, f"{question}/withdraw", reason | {"key": "two"})
    assert stays in step(second, "confirm", {})
    assert wanted in step(third, "return")
    assert stays in step(first, "return/refuse")
    step(third, "return")
    assert back in step(first, "return/confirm", {})


def test_what_is_given_to_a_person_is_said_with_their_name(session, exam, officer, desks, pages, now):
    given = {"person": officer.username, "minutes": "10", "reason": "Reads with a magnifier."}
    assert f"{officer.name} has 10 more minutes for this exam." in done(desks[0], f"{pages}/time", given, pages)
    for number in range(3):
        make.sit(session, exam, officer, now - timedelta(days=9 - 2 * number), wrong=tuple(make.RIGHT)[:5], seed=number)
    session.commit()
    more = {"more-person": officer.username, "more-reason": "The power failed.", "more-key": "k"}
    assert f"{officer.name} has one more attempt at this exam." in done(desks[0], f"{pages}/attempt", more, pages)


def test_a_proposal_leads_to_its_own_page_and_says_that_nothing_changes_yet(session, exam, officer, desks, pages, now):
    attempt = make.sit(session, exam, officer, now)
    session.commit()
    bar = SANCTION | {"reason": "passed-on", "person": officer.username, "key": "k2"}
    for address, data, field in (
        (f"/manage/attempts/{attempt.uuid}/annul", SANCTION | {"opens_on": "2026-11-24", "key": "k3"}, "opens_on"),
        (f"{pages}/bar", bar | {"opens_on": "2026-11-24", "key": "k4"}, "opens_on"),
    ):
        refused = desks[0].post(address, data=data)
        assert (refused.status_code, f'id="{field}-error"' in refused.text) == (422, True)
    said = "It is proposed. Nothing changes until a second person confirms it."
    assert said in done(desks[0], f"/manage/attempts/{attempt.uuid}/annul", SANCTION)
    assert said in done(desks[0], f"{pages}/bar", bar)
    assert "2 decisions about people wait for a second person" in desks[1].get("/manage/exams").text


def test_only_files_that_name_people_are_in_the_record(session, exam, officer, desks, pages, now):
    make.sit(session, exam, officer, now)
    session.commit()
    named = {
        "/manage/late": "late-answers", f"{pages}/attempts": "attempts", f"{pages}/time": "extra-time",
        f"{pages}/more": "more-attempts", f"{pages}/questions/{KEY}/results": "results-that-hung",
    }  # fmt: skip
    others = [
        "/manage/exams",
        f"{pages}/cuts",
        f"{pages}/withdrawn",
        f"{pages}/questions",
        f"{pages}/answers",
        "/attempts",
    ]
    for address in (*others, *named):
        answer = desks[0].get(f"{address}/export.csv?person={officer.name.split()[0]}&result=passed")
        assert (answer.status_code, answer.mimetype) == (200, "text/csv"), address
    told = session.scalars(select(AuditEntry).where(AuditEntry.name == "list.exported").order_by(AuditEntry.id)).all()
    assert [one.subject for one in told] == [f"list:{name}" for name in named.values()]
    assert told[1].data["filter"] == {"exam": exam.uuid, "person": True, "result": "passed"}
    desks[0].get(f"{pages}/attempts/export.csv")
    newest = session.scalars(
        select(AuditEntry).where(AuditEntry.subject == "list:attempts").order_by(AuditEntry.id.desc())
    )
    assert newest.first().data["filter"] == {"exam": exam.uuid}
