"""A decision about a person takes two: what is proposed has no effect before somebody else confirms it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.decisions import queries
from assessments.decisions.kinds import all_kinds
from assessments.decisions.models import Decision
from assessments.decisions.policy import managed_by
from assessments.decisions.rules import DecisionState
from assessments.decisions.services.deciding import confirm, decide_alone, lift, propose, refuse
from assessments.permissions import ExamPermission
from lms.access import Role
from lms.access_model import access_model
from lms.audit.models import AuditEntry
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.people.api import reaches_person
from tests.builders import decisions as make
from tests.builders.people import administration, person, viewer


def test_a_proposal_alone_does_nothing(session, kind, officer, first, now):
    made = make.proposed(session, officer, first, now)
    assert (made.state, made.proposer_id, made.decided_at) == ("proposed", first.id, None)
    assert kind.asked == []


def test_confirmed_by_somebody_else_it_comes_into_force(session, kind, officer, first, second, now):
    made = make.proposed(session, officer, first, now)
    done = confirm(session, made.uuid, words="I saw it too.", actor=second, now=now + timedelta(hours=1))
    assert (done.state, done.decided_by_id, done.decided_at) == ("in-force", second.id, now + timedelta(hours=1))
    assert kind.asked == [("take_effect", "in-force")]
    names = session.scalars(select(AuditEntry.name).where(AuditEntry.subject == "thing:1")).all()
    assert names == ["decision.proposed", "decision.in-force"]


def test_nobody_confirms_what_they_proposed(session, kind, officer, first, now):
    made = make.proposed(session, officer, first, now)
    with pytest.raises(RuleBroken, match="You proposed this"):
        confirm(session, made.uuid, words=make.WORDS, actor=first, now=now)
    assert (made.state, kind.asked) == ("proposed", [])


def test_nobody_proposes_anything_about_themselves(session, kind, first, now):
    own = session.get_one(type(person(session)), first.id)
    with pytest.raises(RuleBroken, match="about you"):
        make.proposed(session, own, first, now)


def test_a_manager_does_not_find_what_is_proposed_about_themselves(session, kind, first, now):
    concerned = person(session, None, Role.PROGRAMME_MANAGER)
    made = make.proposed(session, concerned, first, now)
    for act in (confirm, refuse):
        with pytest.raises(NotFound):
            act(session, made.uuid, words=make.WORDS, actor=viewer(session, concerned), now=now)
    with pytest.raises(NotFound):
        queries.decision_told(session, viewer(session, concerned), made.uuid)


def test_who_manages_another_administration_neither_proposes_nor_finds_it(session, kind, first, now):
    here, there = administration(session), administration(session)
    concerned = person(session, None, Role.OFFICER, place=here)
    stranger = viewer(session, person(session, None, (Role.PROGRAMME_MANAGER, there)))
    with pytest.raises(NotFound):
        make.proposed(session, concerned, stranger, now)
    made = make.proposed(session, concerned, first, now)
    with pytest.raises(NotFound):
        confirm(session, made.uuid, words=make.WORDS, actor=stranger, now=now)


def test_a_no_of_a_second_person_ends_it_and_the_kind_is_told(session, kind, officer, first, second, now):
    made = make.proposed(session, officer, first, now)
    refuse(session, made.uuid, words="It was her own phone.", actor=second, now=now)
    assert (made.state, made.decided_words) == (DecisionState.REFUSED, "It was her own phone.")
    assert kind.asked == [("drop", "refused")]


def test_who_proposed_it_takes_it_back(session, kind, officer, first, now):
    made = make.proposed(session, officer, first, now)
    refuse(session, made.uuid, words="I was wrong.", actor=first, now=now)
    assert (made.state, kind.asked) == (DecisionState.WITHDRAWN, [("drop", "withdrawn")])


@pytest.mark.parametrize("act", [confirm, refuse])
def test_what_was_decided_is_not_decided_again(session, kind, officer, first, second, third, now, act):
    made = make.proposed(session, officer, first, now)
    refuse(session, made.uuid, words=make.WORDS, actor=second, now=now)
    with pytest.raises(Conflict, match="already decided"):
        act(session, made.uuid, words=make.WORDS, actor=third, now=now)


def test_one_decision_of_a_kind_about_a_thing_waits_at_a_time(session, kind, officer, first, second, now):
    made = make.proposed(session, officer, first, now)
    with pytest.raises(Conflict, match="already proposed"):
        make.proposed(session, officer, second, now)
    refuse(session, made.uuid, words=make.WORDS, actor=second, now=now)
    assert make.proposed(session, officer, second, now).id != made.id


def test_the_same_form_sent_twice_proposes_once(session, kind, officer, first, now):
    made = make.proposed(session, officer, first, now, key="form-1")
    assert make.proposed(session, officer, first, now, key="form-1").id == made.id
    with pytest.raises(Conflict, match="about something else"):
        make.proposed(session, officer, first, now, key="form-1", subject="thing:2")


@pytest.mark.parametrize(
    ("names_day", "more", "field"),
    [
        (False, {"reason": "weather"}, "reason"),
        (False, {"words": "four"}, "words"),
        (False, {"words": "x" * 2001}, "words"),
        (True, {}, "opens_on"),
        (True, {"never_again": True, "opens_on": 1}, "opens_on"),
        (True, {"opens_on": -1}, "opens_on"),
    ],
)
def test_what_is_not_whole_is_refused_beside_its_field(session, kind, officer, first, now, names_day, more, field):
    kind.names_day = names_day
    if "opens_on" in more:
        more = more | {"opens_on": now.date() + timedelta(days=more["opens_on"])}
    with pytest.raises(BadInput) as refused:
        make.proposed(session, officer, first, now, **more)
    assert refused.value.field == field
    assert session.scalars(select(Decision)).all() == []


@pytest.mark.parametrize("more", [{"never_again": True}, {"opens_on": 0}])
def test_a_kind_with_a_day_takes_today_or_never(session, kind, officer, first, now, more):
    kind.names_day = True
    said = {"opens_on": now.date()} if "opens_on" in more else more
    assert make.proposed(session, officer, first, now, **said).state == "proposed"


@pytest.mark.parametrize("words", ["sound", "x" * 2000])
def test_words_of_five_to_two_thousand_signs_are_taken(session, kind, officer, first, now, words):
    assert make.proposed(session, officer, first, now, words=words).words == words


def test_the_record_says_what_was_proposed_and_from_which_day(session, kind, officer, first, second, now):
    day = now.date() + timedelta(days=1)
    for names_day, more in ((False, {}), (True, {"opens_on": day}), (True, {"never_again": True})):
        kind.names_day = names_day
        made = make.proposed(session, officer, first, now, **more)
        refuse(session, made.uuid, words=make.WORDS, actor=second, now=now)
    proposed = session.scalars(
        select(AuditEntry).where(AuditEntry.name == "decision.proposed").order_by(AuditEntry.id)
    ).all()
    said = [(one.data["opens_on"], one.data["never_again"]) for one in proposed]
    assert said == [(None, False), (day.isoformat(), False), (None, True)]


def test_what_its_kind_refuses_does_not_come_into_force(session, kind, officer, first, second, now):
    made = make.proposed(session, officer, first, now)
    kind.fault = RuleBroken("The thing is gone.")
    with pytest.raises(RuleBroken, match="is gone"), session.begin_nested():
        confirm(session, made.uuid, words=make.WORDS, actor=second, now=now)
    session.refresh(made)
    assert made.state == "proposed"


def test_what_one_may_decide_alone_is_in_force_at_once_and_its_kind_is_not_asked(session, kind, officer, first, now):
    made = decide_alone(session, make.proposal(officer), actor=first, now=now)
    assert (made.state, made.decided_by_id, kind.asked) == ("in-force", first.id, [])


def test_who_decides_alone_does_so_about_somebody_else_in_their_care_and_says_why(session, kind, officer, first, now):
    stranger = viewer(session, person(session, None, (Role.PROGRAMME_MANAGER, administration(session))))
    own = session.get_one(type(officer), first.id)
    with pytest.raises(RuleBroken, match="about you"):
        decide_alone(session, make.proposal(own), actor=first, now=now)
    with pytest.raises(NotFound):
        decide_alone(session, make.proposal(officer), actor=stranger, now=now)
    with pytest.raises(BadInput, match="Choose a reason"):
        decide_alone(session, make.proposal(officer, reason="weather"), actor=first, now=now)
    assert session.scalars(select(Decision)).all() == []
    made = decide_alone(session, make.proposal(officer), actor=first, now=now)
    assert (made.proposed_at, made.decided_at, made.decided_words) == (now, now, None)
    assert session.scalars(select(AuditEntry.name).where(AuditEntry.subject == "thing:1")).all() == [
        "decision.in-force"
    ]


def test_what_was_lifted_is_told_as_lifted_and_not_lifted_again(session, kind, officer, first, now):
    made = decide_alone(session, make.proposal(officer), actor=first, now=now)
    lift(session, made, words="The inquiry found nothing.", by=first.id, now=now)
    assert queries.decision_told(session, viewer(session, officer), made.uuid).state == "lifted"
    with pytest.raises(Conflict):
        lift(session, made, words=make.WORDS, by=first.id, now=now)


def test_a_list_shows_exactly_what_may_be_managed(session, kind, first, now):
    here, there = administration(session), administration(session)
    rows = [person(session, None, Role.OFFICER, place=place) for place in (here, there)]
    rows.append(person(session, None, (Role.PROGRAMME_MANAGER, here), place=here))
    made = [make.proposed(session, row, first, now, subject=f"thing:{row.id}") for row in rows]
    seen = set()
    for who in [first, *(viewer(session, row) for row in rows), viewer(session, person(session))]:
        listed = set(session.scalars(select(Decision.id).where(managed_by(who))))
        reached = [one for one in made if reaches_person(session, who, kind.permission, one.person_id)]
        assert listed == {one.id for one in reached if one.person_id != who.id}
        seen.add(len(listed))
    assert seen == {0, 1, 3}  # nobody's, one's own place without oneself, everything


def test_subjects_are_answered_together_in_one_query(session, kind, officer, first, counting, now):
    for number in range(1, 4):
        make.proposed(session, officer, first, now, subject=f"thing:{number}")
    session.flush()
    with counting() as seen:
        found = queries.decisions_about(session, ["thing:1", "thing:2", "thing:9"])
    assert [len(found[one]) for one in ("thing:1", "thing:2", "thing:9")] == [1, 1, 0]
    assert len(seen) == 1


def test_whoever_decides_something_may_open_the_pages_of_decisions(app):
    model = access_model()
    for kind in all_kinds().values():
        roles = model.roles_with(kind.permission, None)
        assert set(roles) <= set(model.roles_with(ExamPermission.DECISION_REVIEW, None))
        assert model.permissions[kind.permission].guarded


@pytest.mark.parametrize("more", [{"never_again": True}, {"opens_on": 3}])
def test_a_proposal_beyond_what_the_kind_can_say_is_a_fault(session, kind, officer, first, now, more):
    said = {"opens_on": now.date() + timedelta(days=3)} if "opens_on" in more else more
    with pytest.raises(ValueError, match="names no day"):
        propose(session, make.proposal(officer, **said), actor=first, now=now)
