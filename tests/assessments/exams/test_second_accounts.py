"""A second account is no second person where a question is withdrawn, an attempt given or a key seen."""

from contextlib import nullcontext
from datetime import timedelta

import pytest

from assessments.decisions.services.deciding import confirm
from assessments.exams.pages.withdrawals import check_withdrawals, withdrawals_to_confirm
from assessments.exams.queries.exams import pool_at
from assessments.exams.queries.home import withdrawals_first
from assessments.exams.queries.passed import passed_exams
from assessments.exams.queries.withdrawn import withdrawals_of
from assessments.exams.rules.withdrawing import WithdrawalStanding
from assessments.exams.services import withdrawing
from assessments.exams.services.granting import grant_attempt
from assessments.exams.services.key_views import look_at_keys
from lms.access import Role
from lms.errors import RuleBroken
from lms.ports import Health, HomeSource
from tests.builders import assessments as make
from tests.builders import decisions
from tests.builders.home import steps_of
from tests.builders.people import appointed, person, viewer

KEY = "exam-number-0"
DAY = timedelta(days=1)
FROM_EACH_OTHER = "come from the other"

WITHDRAWN = HomeSource(withdrawals_first, follows=withdrawals_to_confirm)


@pytest.fixture
def first(session):
    return person(session, None, Role.PROGRAMME_MANAGER)


def below(session, row):
    """A manager whose rights come from this person."""
    return viewer(session, appointed(session, row.id))


def standing(session, made, now):
    return withdrawals_of(session, [made.item_id])[made.item_id][0].standing(now)


def test_an_account_that_the_first_made_does_not_confirm_a_withdrawal_nor_the_other_way_round(
    session, exam, first, now
):
    made = make.withdrawn(session, exam, KEY, now, first)
    with pytest.raises(RuleBroken, match=FROM_EACH_OTHER):
        withdrawing.confirm_withdrawal(session, uuid=made.uuid, actor=below(session, first), now=now)
    puppet = appointed(session, first.id)
    other = make.withdrawn(session, exam, "exam-number-1", now, puppet)
    with pytest.raises(RuleBroken, match=FROM_EACH_OTHER):
        withdrawing.confirm_withdrawal(session, uuid=other.uuid, actor=viewer(session, first), now=now)
    withdrawing.confirm_withdrawal(session, uuid=made.uuid, actor=viewer(session, person(session)), now=now)


def test_nor_does_it_confirm_a_return(session, exam, first, now):
    made = make.withdrawn(session, exam, KEY, now, confirmed=True)
    withdrawing.propose_return(
        session, uuid=made.uuid, reason="The key is right.", actor=viewer(session, first), now=now
    )
    with pytest.raises(RuleBroken, match=FROM_EACH_OTHER):
        withdrawing.confirm_return(session, uuid=made.uuid, actor=below(session, first), now=now)
    assert standing(session, made, now) is WithdrawalStanding.CONFIRMED


def test_nobody_says_no_to_a_withdrawal_for_somebody_who_takes_the_course_and_gave_them_rights(
    session, exam, officer, now
):
    made = make.withdrawn(session, exam, KEY, now)
    said = {"uuid": made.uuid, "reason": "The key is right.", "now": now}
    with pytest.raises(RuleBroken, match="takes this course"):
        withdrawing.refuse_withdrawal(session, actor=below(session, officer), **said)
    withdrawing.refuse_withdrawal(session, actor=below(session, person(session)), **said)
    assert standing(session, made, now) is WithdrawalStanding.OVER


def test_they_take_their_own_withdrawal_back(session, exam, officer, now):
    row = appointed(session, officer.id)
    made = make.withdrawn(session, exam, KEY, now, row)
    withdrawing.refuse_withdrawal(session, uuid=made.uuid, reason="I was wrong.", actor=viewer(session, row), now=now)
    assert standing(session, made, now) is WithdrawalStanding.OVER


def test_what_accounts_of_a_person_withdrew_stays_in_their_own_papers(session, exam, officer, now):
    def asks(who):
        return KEY in {one.id for one in pool_at(session, exam, who, now)}

    made = make.withdrawn(session, exam, KEY, now, appointed(session, officer.id))
    assert (asks(officer.id), asks(0)) == (True, False)
    withdrawing.confirm_withdrawal(session, uuid=made.uuid, actor=below(session, officer), now=now)
    assert asks(officer.id)
    other = make.withdrawn(session, exam, "exam-spot-0", now, appointed(session, officer.id), confirmed=True)
    assert "exam-spot-0" not in {one.id for one in pool_at(session, exam, officer.id, now)}
    assert standing(session, other, now) is WithdrawalStanding.CONFIRMED


def test_start_page_and_doctor_count_no_second_account(session, exam, first, now):
    make.withdrawn(session, exam, KEY, now, first)
    assert steps_of(session, below(session, first), now, WITHDRAWN) == []
    (told,) = check_withdrawals(session, now)
    assert (told.health, "the other way round" in told.detail) == (Health.WARN, True)
    second = viewer(session, person(session, None, Role.PROGRAMME_MANAGER))
    assert len(steps_of(session, second, now, WITHDRAWN)) == 1
    (told,) = check_withdrawals(session, now)
    assert told.health is Health.OK


def test_one_more_attempt_is_not_given_by_who_has_rights_from_that_person(session, exam, officer, now):
    for n in range(3):
        make.sit(session, exam, officer, now + n * 2 * DAY, wrong=tuple(make.RIGHT)[:5], seed=n)
    said = {"course_id": exam.course_id, "exam_slug": exam.slug, "person_id": officer.id, "reason": "The power failed."}
    with pytest.raises(RuleBroken, match="come from this person"):
        grant_attempt(session, **said, actor=below(session, officer), now=now + 9 * DAY)
    grant_attempt(session, **said, actor=below(session, person(session)), now=now + 9 * DAY)


def test_what_failed_is_annulled_by_nobody_who_has_rights_from_whoever_sat_it(session, exam, officer, now):
    failed = make.sit(session, exam, officer, now - 2 * DAY, wrong=tuple(make.RIGHT)[:5])
    passed = make.sit(session, exam, officer, now)
    for attempt, barred in ((failed, True), (passed, False)):
        made = decisions.proposed_annulment(session, attempt, now, by=below(session, officer))
        said = {"words": decisions.WORDS, "actor": below(session, officer), "now": now}
        with pytest.raises(RuleBroken, match="come from this person") if barred else nullcontext():
            confirm(session, made.uuid, **said)


@pytest.mark.parametrize(("days", "seen"), [(-1, True), (1, False)])
def test_keys_that_a_second_account_saw_before_are_known(session, exam, officer, now, days, seen):
    between = appointed(session, officer.id, Role.ADMINISTRATOR)
    look_at_keys(session, exam, below(session, between), now + days * DAY)
    attempt = make.sit(session, exam, officer, now)
    (passed,) = passed_exams(session, attempt_id=attempt.id)
    assert passed.keys_seen is seen


def test_keys_that_somebody_else_saw_are_not(session, exam, officer, now):
    look_at_keys(session, exam, below(session, person(session)), now - DAY)
    attempt = make.sit(session, exam, officer, now)
    (passed,) = passed_exams(session, attempt_id=attempt.id)
    assert not passed.keys_seen


def test_keys_that_a_second_account_saw_are_known_though_both_are_asked_about(session, exam, officer, now):
    account = appointed(session, officer.id)
    look_at_keys(session, exam, viewer(session, account), now - DAY)
    make.enrol(session, account.id, exam.course_version_id, now=now)
    both = [officer, account]
    for row in both:
        make.sit(session, exam, row, now)
    for people in ([officer.id], [account.id], [row.id for row in both]):
        assert [one.keys_seen for one in passed_exams(session, people=people)] == [True] * len(people)
