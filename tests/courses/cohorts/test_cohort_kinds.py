"""Proposed cohorts, and joins of a cohort elsewhere, in the list of applications of coordinators."""

from __future__ import annotations

from datetime import timedelta

import pytest

from courses.cohorts.cohort_kinds import COHORT_KIND, JOIN_KIND
from courses.cohorts.rules.states import CohortState, ParticipantStatus
from courses.cohorts.services.joining import join
from lms.access import Role
from lms.errors import NotFound, RuleBroken
from lms.ports import ApplicationVerdict
from tests.builders import cohorts
from tests.builders.crowd import statements
from tests.builders.people import administration, person, viewer

YES, NO = ApplicationVerdict(True), ApplicationVerdict(False, "The rota is full.")


@pytest.fixture
def place(session):
    return administration(session, "Vientiane Customs", country="LA")


@pytest.fixture
def abroad(session):
    return administration(session, "Mombasa Customs", country="KE")


@pytest.fixture
def leader(session, place):
    return cohorts.trainer(session, "Trainer One", place)


@pytest.fixture
def wished(session, version, leader, place, now):
    """A cohort of Laos that waits since yesterday."""
    return cohorts.proposed(session, version, leader, place, now - timedelta(days=1))


@pytest.fixture
def guest(session, version, place, abroad, now):
    """Somebody of Kenya who wants to join a cohort of Laos; the cohort and they."""
    cohort = cohorts.cohort(session, version, now, place=place)
    row = person(session, "Grace Wambui", (Role.OFFICER, abroad), place=abroad)
    join(session, cohort, row.id, take_over=None, now=now)
    return cohort, row


@pytest.fixture
def of_laos(session, place):
    return viewer(session, person(session, "Lao Coordinator", (Role.COORDINATOR, place)))


@pytest.fixture
def of_kenya(session, abroad):
    return viewer(session, person(session, "Kenyan Coordinator", (Role.COORDINATOR, abroad)))


@pytest.fixture(autouse=True)
def request_of_somebody(app):
    with app.test_request_context():
        yield


def waiting_in(session, kind, who):
    """How many of a kind wait for somebody, or at all."""
    return session.execute(kind.standing(who)).one()[0]


def test_a_proposal_lies_with_its_own_coordinator_with_who_asks_and_since_when(session, wished, of_laos, of_kenya, now):
    (row,) = COHORT_KIND.waiting(session, of_laos)
    assert (row.applicant, row.since, row.uuid) == ("Trainer One", now - timedelta(days=1), wished.row.uuid)
    assert row.place.startswith("Vientiane Customs")
    assert waiting_in(session, COHORT_KIND, of_laos) == waiting_in(session, COHORT_KIND, None) == 1
    assert COHORT_KIND.waiting(session, of_kenya) == []
    assert waiting_in(session, COHORT_KIND, of_kenya) == 0


def test_a_proposal_is_approved_from_the_list(session, wished, of_laos, now):
    COHORT_KIND.decide(session, wished.row.uuid, YES, of_laos, now)
    assert cohorts.found(session, wished.id).state is CohortState.OPEN
    (row,) = COHORT_KIND.decided(session, of_laos)
    assert (row.outcome, row.decided_by, row.decided_at) == ("approved", "Lao Coordinator", now)
    assert COHORT_KIND.waiting(session, of_laos) == []


def test_a_refusal_is_kept_with_its_reason(session, wished, of_laos, now):
    COHORT_KIND.decide(session, wished.row.uuid, NO, of_laos, now)
    (row,) = COHORT_KIND.decided(session, of_laos)
    assert (row.outcome, row.reason) == ("refused", "The rota is full.")


def test_who_decides_second_is_told(session, wished, of_laos, now):
    COHORT_KIND.decide(session, wished.row.uuid, YES, of_laos, now)
    with pytest.raises(RuleBroken):
        COHORT_KIND.decide(session, wished.row.uuid, NO, of_laos, now)


def test_a_proposal_of_another_country_is_not_found(session, wished, of_kenya, now):
    with pytest.raises(NotFound):
        COHORT_KIND.decide(session, wished.row.uuid, YES, of_kenya, now)


def test_a_join_lies_with_the_coordinator_of_the_officer_and_not_of_the_cohort(session, guest, of_laos, of_kenya, now):
    (row,) = JOIN_KIND.waiting(session, of_kenya)
    assert (row.applicant, row.since) == ("Grace Wambui", now)
    assert row.place.startswith("Mombasa Customs")
    assert JOIN_KIND.waiting(session, of_laos) == []
    assert waiting_in(session, JOIN_KIND, of_kenya) == waiting_in(session, JOIN_KIND, None) == 1


@pytest.mark.parametrize(
    ("verdict", "status", "outcome"),
    [(YES, ParticipantStatus.JOINED, "approved"), (NO, ParticipantStatus.REFUSED, "refused")],
)
def test_a_join_is_decided_from_the_list_and_told_there_afterwards(
    session, guest, of_laos, of_kenya, now, verdict, status, outcome
):
    cohort, row = guest
    (waiting,) = JOIN_KIND.waiting(session, of_kenya)
    JOIN_KIND.decide(session, waiting.uuid, verdict, of_kenya, now)
    assert cohorts.participant(session, cohort, row).status is status
    (told,) = JOIN_KIND.decided(session, of_kenya)
    assert (told.outcome, told.decided_by) == (outcome, "Kenyan Coordinator")
    assert JOIN_KIND.decided(session, of_laos) == []
    assert JOIN_KIND.waiting(session, of_kenya) == []


def test_who_joined_without_asking_is_no_application(session, version, place, of_laos, now):
    cohort = cohorts.cohort(session, version, now, place=place)
    cohorts.officers(session, cohort, 2, now)
    assert JOIN_KIND.decided(session, of_laos) == []


def test_many_take_as_many_statements_as_one(session, version, place, abroad, of_laos, of_kenya, guest, wished, now):
    def lists():
        return [COHORT_KIND.waiting(session, of_laos), JOIN_KIND.waiting(session, of_kenya)]

    session.flush()
    before = statements(session, lists)[0]
    for n in range(5):
        cohorts.proposed(session, version, cohorts.trainer(session, f"T{n}", place), place, now)
        row = person(session, f"Guest {n}", (Role.OFFICER, abroad), place=abroad)
        join(session, guest[0], row.id, take_over=None, now=now)
    session.flush()
    count, (proposals, joins) = statements(session, lists)
    assert (len(proposals), len(joins), count) == (6, 6, before)


def test_the_list_of_the_coordinator_and_the_page_of_the_officer_say_it(
    session, guest, abroad, signed_in, version, now
):
    cohort, row = guest
    coordinator = person(session, "Second Coordinator", (Role.COORDINATOR, abroad))
    page = signed_in(coordinator).get("/applications").text
    assert "Grace Wambui" in page
    assert "Place in a cohort" in page
    own = signed_in(row).get(f"/my-cohorts/{cohort.row.uuid}").text
    assert "Your application waits" in own
    assert "Second Coordinator" in own
