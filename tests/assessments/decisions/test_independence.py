"""A second account is no second person: neither for what two decide, nor for what is in somebody's favour."""

import pytest

from assessments.decisions import queries
from assessments.decisions.pages.waiting import check_decisions, decisions_next
from assessments.decisions.queries import decisions_first
from assessments.decisions.rules import DecisionState
from assessments.decisions.services.deciding import confirm, refuse
from lms import clock
from lms.access import Role
from lms.errors import RuleBroken
from lms.people.models import Person
from lms.ports import Health, HomeSource
from tests.builders import decisions as make
from tests.builders.home import steps_of
from tests.builders.people import appointed, browser_of, give, person, viewer

FROM_EACH_OTHER, FROM_THEM = "one of you gave them to the other", "come from this person"

DECISIONS = HomeSource(decisions_first, follows=decisions_next)


def below(session, row):
    """A manager whose rights come from this person."""
    return viewer(session, appointed(session, row.id))


@pytest.fixture
def steps(app, session, now):
    """What the start page says of decisions to take."""

    def told(who):
        with app.test_request_context():
            return [
                step for step in steps_of(session, who, now, DECISIONS) if "Decisions about people" in str(step.title)
            ]

    return told


@pytest.fixture
def enter(app, session, now, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: now)

    def sign(who):
        return browser_of(app, session, session.get_one(Person, who.id))

    return sign


def test_an_account_that_the_first_made_does_not_confirm(session, kind, officer, first, second, now):
    made = make.proposed(session, officer, first, now)
    with pytest.raises(RuleBroken, match=FROM_EACH_OTHER):
        confirm(session, made.uuid, words=make.WORDS, actor=below(session, first), now=now)
    assert kind.asked == []
    confirm(session, made.uuid, words=make.WORDS, actor=second, now=now)


def test_who_made_the_account_that_proposed_does_not_confirm(session, officer, first, now):
    made = make.proposed(session, officer, below(session, first), now)
    with pytest.raises(RuleBroken, match=FROM_EACH_OTHER):
        confirm(session, made.uuid, words=make.WORDS, actor=first, now=now)


def test_who_has_rights_from_the_same_person_as_the_first_is_a_second_one(session, officer, first, now):
    made = make.proposed(session, officer, below(session, first), now)
    confirm(session, made.uuid, words=make.WORDS, actor=below(session, first), now=now)
    assert made.state == DecisionState.IN_FORCE


def test_whose_rights_come_from_whom_it_is_about_does_not_refuse_and_may_confirm(session, officer, first, now):
    made, third = make.proposed(session, officer, first, now), below(session, officer)
    with pytest.raises(RuleBroken, match=FROM_THEM):
        refuse(session, made.uuid, words=make.WORDS, actor=third, now=now)
    confirm(session, made.uuid, words=make.WORDS, actor=third, now=now)
    assert made.state == DecisionState.IN_FORCE


def test_nor_do_they_confirm_what_is_in_favour_of_that_person(session, kind, officer, first, second, now):
    kind.favour = True
    made, third = make.proposed(session, officer, first, now), below(session, officer)
    with pytest.raises(RuleBroken, match=FROM_THEM):
        confirm(session, made.uuid, words=make.WORDS, actor=third, now=now)
    assert queries.could_confirm(session, queries.facts_of(session, made)) == [second.id]
    confirm(session, made.uuid, words=make.WORDS, actor=second, now=now)


def test_they_take_back_what_they_proposed_themselves(session, officer, now):
    first = below(session, officer)
    made = make.proposed(session, officer, first, now)
    refuse(session, made.uuid, words=make.WORDS, actor=first, now=now)
    assert made.state == DecisionState.WITHDRAWN


@pytest.mark.parametrize("uphold", [True, False])
def test_they_judge_no_objection(session, officer, now, uphold):
    made, third = make.in_force(session, officer, now), below(session, officer)
    make.object_to(session, made.uuid, words="It was my own note.", actor=viewer(session, officer), now=now)
    with pytest.raises(RuleBroken, match=FROM_THEM):
        make.judge_objection(session, made.uuid, uphold=uphold, reason="I know them.", actor=third, now=now)
    assert third.id not in queries.could_judge(session, queries.facts_of(session, made), now)


def test_through_others_is_the_same(session, officer, first, now):
    made, between = make.proposed(session, officer, first, now), below(session, officer)
    with pytest.raises(RuleBroken, match=FROM_THEM):
        refuse(session, made.uuid, words=make.WORDS, actor=below(session, between), now=now)


def test_the_doctor_counts_no_second_account(session, kind, officer, first, now):
    make.proposed(session, officer, first, now)
    below(session, first)
    (told,) = check_decisions(session, now)
    assert (told.health, "the other way round" in told.detail) == (Health.WARN, True)
    make.manager(session)
    (told,) = check_decisions(session, now)
    assert told.health is Health.OK


def test_the_page_offers_what_one_may_do_and_says_why_not_the_other(session, officer, first, enter, now):
    made = make.proposed(session, officer, first, now)
    page = enter(below(session, officer)).get(f"/manage/decisions/{made.uuid}").text
    assert ("Confirm it" in page, "Refuse it" in page, "not refuse it" in page) == (True, False, True)
    page = enter(below(session, first)).get(f"/manage/decisions/{made.uuid}").text
    assert ("Confirm it" in page, "Refuse it" in page, FROM_EACH_OTHER in page) == (False, True, True)


def test_who_may_do_neither_is_offered_no_form_and_led_to_nothing(session, officer, first, enter, steps, now):
    made, row = make.proposed(session, officer, first, now), appointed(session, first.id)
    give(session, row, Role.TRAINER).granted_by_id = officer.id
    session.flush()
    who = viewer(session, row)
    page = enter(who).get(f"/manage/decisions/{made.uuid}").text
    assert ("Confirm it" in page, "Refuse it" in page, 'name="words"' in page) == (False, False, False)
    assert steps(who) == []
    assert steps(below(session, officer))


def test_the_start_page_asks_the_database_as_often_for_many_as_for_one(
    session, kind, first, second, counting, steps, now
):
    make.proposed(session, person(session), first, now)
    with counting() as one:
        assert steps(second)
    for _each in range(4):
        make.proposed(session, person(session), make.manager(session), now)
    with counting() as five:
        assert steps(second)
    assert len(one) == len(five)
