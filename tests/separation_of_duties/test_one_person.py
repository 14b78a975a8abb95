"""Over all acts of one person, with all accounts that they make, nothing that they alone decided certifies them.

How to extend it stands in `acts`: a new act is a function there, a new decision is one in `findings` too.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import false, select

from assessments.exams.queries import key_views
from lms.access import Role
from lms.people import policy
from lms.people.models import Person
from tests.builders import people
from tests.builders.people import NOW
from tests.separation_of_duties.acts import ACTS, GRANTS, MOST, SECONDS, WAYS, Deed, Second, Way, give_role
from tests.separation_of_duties.findings import cohorts_alone, decided_alone
from tests.separation_of_duties.site import NAMES, Site
from tests.suite.examples import of_hundred

OTHER = MOST  # the number of somebody else
ADMINISTRATOR, MANAGER = (Role.ADMINISTRATOR, "everywhere"), (Role.PROGRAMME_MANAGER, "everywhere")
OWN_NAME, OTHER_NAME = (NAMES[0], NAMES[0]), (NAMES[0], NAMES[2])


def way(*accounts: tuple[Role, str], **more: object) -> Way:
    """The way of who passes by right, decided by somebody else but for what is told."""
    usual = {"cut": None, "check": OTHER, "attempt": OTHER, "right": 6, "names": OWN_NAME, "judge": OTHER}
    return Way(accounts=accounts, **(usual | more))  # type: ignore[arg-type]


ALONE = {  # what an administrator tries with accounts of their own, and what of it they would have decided alone
    "the check of the name": way(ADMINISTRATOR, check=1),
    "another name": way(MANAGER, names=OTHER_NAME, judge=1),
    "late answers": way(MANAGER, attempt=1, right=3),
    "the cut": way(MANAGER, MANAGER, cut=(1, 2), right=3),
    "an open exam": way(MANAGER, opens=1),
    "a room": way(MANAGER, room=1),
}


def second(**more: object) -> Second:
    """The way of an administrator with a second account who fails at first; what else happens is told."""
    usual = {"failed": 0, "keys": None, "against": None, "objects": None, "refuses": None, "more": None}
    return Second(accounts=(MANAGER, MANAGER), **(usual | more))  # type: ignore[arg-type]


AGAIN = {  # the same for another chance
    "one more attempt": second(failed=3, more=1),
    "another run": second(failed=3, against=("annul", 1, 2)),
    "an objection": second(against=("bar", OTHER, OTHER + 1), objects=1),
    "a refusal": second(against=("bar", OTHER, OTHER + 1), refuses=1),
    "known keys": second(keys=1),
}


class Found(AssertionError):
    """Something that a person alone decided, and was certified by."""


def walk(site: Site, grants: list[tuple[Role, str]], acts: list[Deed], goal: Way | Second) -> int:
    """Do all this, and look after every act; answers how many versions of certificates were made."""
    seen: set[int] = set()

    def look() -> None:
        with site.reading() as session:
            found = decided_alone(session, site.own, site.own[0], seen) + cohorts_alone(session, site.own)
        if found:
            raise Found(", ".join(found))

    site.now = NOW
    site.begin(list(dict.fromkeys(grants)))
    for one in acts:
        one(site)
        look()
    goal.take(site, look)
    return len(seen)


def test_no_certificate_rests_on_what_its_holder_alone_decided(site, undone):
    made = []

    @example(grants=[ADMINISTRATOR], acts=[], goal=ALONE["the check of the name"])
    @example(grants=[ADMINISTRATOR], acts=[], goal=ALONE["another name"])
    @example(grants=[ADMINISTRATOR], acts=[], goal=ALONE["late answers"])
    @example(grants=[ADMINISTRATOR], acts=[], goal=ALONE["the cut"])
    @example(grants=[ADMINISTRATOR], acts=[], goal=ALONE["an open exam"])
    @example(grants=[ADMINISTRATOR], acts=[], goal=ALONE["a room"])
    @example(grants=[ADMINISTRATOR], acts=[], goal=AGAIN["one more attempt"])
    @example(grants=[ADMINISTRATOR], acts=[], goal=AGAIN["another run"])
    @example(grants=[ADMINISTRATOR], acts=[], goal=AGAIN["an objection"])
    @example(grants=[ADMINISTRATOR], acts=[], goal=AGAIN["a refusal"])
    @example(grants=[ADMINISTRATOR], acts=[], goal=AGAIN["known keys"])
    @example(grants=[], acts=[], goal=way())
    @settings(
        max_examples=of_hundred(80), deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(grants=GRANTS, acts=st.lists(ACTS, max_size=5), goal=WAYS | SECONDS)
    def one_person(grants, acts, goal):
        with undone():
            made.append(walk(site, grants, acts, goal))

    one_person()
    assert sum(map(bool, made)) > 5, "Too few certificates were made to say anything."


@pytest.mark.parametrize("what", ALONE)
def test_the_same_way_is_open_where_somebody_else_decides(site, undone, what):
    def by_another(number: int) -> int:
        return OTHER + 1 if number in (1, 2) else number

    goal = ALONE[what]
    cut = goal.cut and (OTHER, OTHER + 1)
    open_way = way(
        *goal.accounts, check=by_another(goal.check), attempt=by_another(goal.attempt), judge=by_another(goal.judge),
        cut=cut, right=goal.right, names=goal.names, opens=goal.opens and by_another(goal.opens),
        room=goal.room and by_another(goal.room),
    )  # fmt: skip
    with undone():
        assert walk(site, [ADMINISTRATOR], [], open_way) == 1


BY_OTHERS = {  # another chance by somebody else
    "one more attempt": second(failed=3, more=OTHER),
    "another run": second(failed=3, against=("annul", 1, OTHER)),
    "an objection": second(against=("bar", OTHER, 1), objects=OTHER + 1),  # what harms, a second account may confirm
    "a refusal": second(against=("bar", OTHER, OTHER + 1), refuses=OTHER + 1),
    "known keys": second(keys=OTHER),
}


@pytest.mark.parametrize("what", BY_OTHERS)
def test_another_chance_is_open_where_somebody_else_gives_it(site, undone, what):
    with undone():
        assert walk(site, [ADMINISTRATOR], [], BY_OTHERS[what]) == 1


@pytest.mark.sampled
@pytest.mark.parametrize("what", AGAIN)
def test_another_chance_by_a_second_account_that_counted_would_be_found(site, undone, monkeypatch, what):
    nobody = select(Person.id).where(false())
    monkeypatch.setattr(policy, "appointers", lambda _people: nobody)
    monkeypatch.setattr(key_views, "appointed", lambda _people: nobody)
    monkeypatch.setattr(policy, "appointed", lambda _people: nobody)
    with undone(), pytest.raises(Found, match=what):
        walk(site, [ADMINISTRATOR], [], AGAIN[what])


@pytest.mark.sampled
@pytest.mark.parametrize("what", ALONE)
def test_a_second_account_that_counted_as_a_second_person_would_be_found(site, undone, monkeypatch, what):
    nobody = select(Person.id).where(false())
    monkeypatch.setattr(policy, "appointers", lambda _people: nobody)
    monkeypatch.setattr(policy, "appointed", lambda _people: nobody)
    with undone(), pytest.raises(Found, match=what):
        walk(site, [ADMINISTRATOR], [], ALONE[what])


OPENED = {  # a rule about one's own things that does not hold, and the way that is open then
    "late answers": (("assessments.exams.services.adjudication.refuse_own_file",), way(attempt=0, right=3)),
    "the cut": (
        ("assessments.exams.queries.cuts.barrier", "assessments.exams.services.starting.is_set_by_oneself"),
        way(cut=(0, 0), right=3),
    ),
}


@pytest.mark.sampled
@pytest.mark.parametrize("what", OPENED)
def test_a_rule_about_ones_own_things_that_did_not_hold_would_be_found(site, undone, monkeypatch, what):
    rules, goal = OPENED[what]
    for name in rules:
        monkeypatch.setattr(name, lambda *_asked: None)
    with undone(), pytest.raises(Found, match=what):
        walk(site, [MANAGER], [], goal)


def test_who_gives_all_others_a_role_does_not_bring_them_under_themselves_for_what_harms(site, undone):
    """Giving managers one more role keeps nobody from suspending the giver's certificate."""
    with undone():
        assert walk(site, [ADMINISTRATOR], [], way()) == 1
        for which in (OTHER, OTHER + 1):
            give_role(site, by=0, to=which, role=Role.TRAINER, reach="home")
        assert site.manage_certificate(site.others[0], "suspend")


def test_a_cohort_is_not_opened_by_who_proposed_it_nor_by_an_account_that_they_made(site, undone):
    with undone():
        site.now = NOW
        site.begin([ADMINISTRATOR, MANAGER])
        assert site.make_account(site.own[0], *MANAGER)
        assert site.propose_cohort(site.own[0])
        assert [site.decide_cohort(account) for account in site.own] == [False, False]
        assert site.decide_cohort(site.others[0])


def test_a_cohort_opened_by_a_second_account_would_be_found(site, undone, monkeypatch):
    nobody = select(Person.id).where(false())
    monkeypatch.setattr("lms.people.policy.appointers", lambda _people: nobody)
    with undone():
        site.now = NOW
        site.begin([ADMINISTRATOR, MANAGER])
        site.make_account(site.own[0], *MANAGER)
        site.propose_cohort(site.own[0])
        assert site.decide_cohort(site.own[1])
        with site.reading() as session:
            assert cohorts_alone(session, site.own) != []


def test_a_suspension_is_not_lifted_by_an_account_that_the_holder_made(site, undone):
    with undone():
        assert walk(site, [ADMINISTRATOR], [], way(MANAGER)) == 1
        assert site.manage_certificate(site.others[0], "suspend")
        assert not site.manage_certificate(site.own[1], "lift")
        assert site.manage_certificate(site.others[1], "lift")


def test_a_corrected_name_is_not_written_by_an_account_that_the_holder_made(site, undone):
    with undone():
        assert walk(site, [ADMINISTRATOR], [], way(MANAGER)) == 1
        assert not site.manage_certificate(site.own[1], "reissue")
        assert site.manage_certificate(site.others[1], "reissue")


def test_a_name_is_not_checked_at_the_door_by_an_account_that_its_owner_made(site, undone):
    with undone():
        site.now = NOW
        site.begin([ADMINISTRATOR])
        assert site.make_account(site.own[0], Role.TRAINER, "everywhere")
        puppet = site.own[1]
        assert not site.check_at_door(puppet)
        assert site.row(site.own[0]).name_checked_at is None
        with site.database.session(write=True) as session:
            stranger = people.person(session, "Third Person", Role.TRAINER)
            session.commit()
        assert site.check_at_door(stranger.id)
        assert site.row(site.own[0]).name_checked_by_id == stranger.id
