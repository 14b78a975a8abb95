"""A certificate in force opens a cohort of its course at home without asking; one that ended only proposes it."""

from datetime import timedelta

import pytest

from courses.api import CohortState
from courses.cohorts.services.opening import CohortDraft, propose_cohort
from tests.builders import certificates, cohorts
from tests.builders.people import NOW, administration, viewer


@pytest.fixture
def place(session):
    return administration(session, country="LA")


@pytest.fixture
def trainer(session, place):
    return cohorts.trainer(session, place=place)


@pytest.fixture
def taught(session):
    version = certificates.course_version(session)
    version.holders_open_cohorts = True
    return version


def propose(session, taught, trainer, place, at=NOW):
    draft = CohortDraft(taught.course_id, place.country, place.id, cohorts.details(at))
    return propose_cohort(session, draft, actor=viewer(session, trainer), now=at).state


def test_a_holder_opens_a_cohort_at_once(session, taught, trainer, place):
    certificates.issued(session, trainer, taught)
    assert propose(session, taught, trainer, place) is CohortState.OPEN


def test_without_a_certificate_it_is_proposed(session, taught, trainer, place):
    assert propose(session, taught, trainer, place) is CohortState.PROPOSED


def test_where_the_course_does_not_allow_it_it_is_proposed(session, taught, trainer, place):
    certificates.issued(session, trainer, taught)
    taught.holders_open_cohorts = False
    assert propose(session, taught, trainer, place) is CohortState.PROPOSED


def test_a_suspended_certificate_opens_none(session, taught, trainer, place):
    certificates.suspended(session, certificates.issued(session, trainer, taught), at=NOW)
    assert propose(session, taught, trainer, place) is CohortState.PROPOSED


def test_at_its_last_moment_it_opens_one_and_at_its_end_none(session, taught, trainer, place):
    until = certificates.issued(session, trainer, taught).version.valid_until
    assert propose(session, taught, trainer, place, until - timedelta(seconds=1)) is CohortState.OPEN
    assert propose(session, taught, trainer, place, until) is CohortState.PROPOSED
