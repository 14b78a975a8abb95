"""A certificate of our own schemes in force lets its holder assess what its scope covers: rule 4 of the pathway."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.api import CREDENTIALS_IN_FORCE
from certificates.candidates.services.evidence import hear
from certificates.candidates.services.proposals import take_step
from certificates.credentials.models import CredentialVersion
from certificates.credentials.rules.lifecycle import StatusReason
from certificates.credentials.services import ending
from certificates.decisions.scheme_steps import suspend_by_two, way_of
from certificates.permissions import SchemeRole
from certificates.recognised.services import RecognisedDraft, confirm_recognised, enter_recognised
from lms.access import Role
from tests.builders import certificates, people
from tests.builders import scheme_certificates as make

pytestmark = pytest.mark.usefixtures("in_request")

ALL = frozenset(make.TOPICS)


def suspend(session, held, now):
    for _number in range(2):
        manager = people.viewer(session, people.person(session, None, Role.PROGRAMME_MANAGER))
        suspend_by_two(session, held, "A host reports false papers.", actor=manager, now=now)


def topics(session, held, on):
    person_id = held.credential.person_id
    return CREDENTIALS_IN_FORCE.provider()(session, [person_id], on).get(person_id)


def test_it_covers_its_topics_until_the_day_before_its_end(session, held, now):
    ends_on = held.version.valid_until.date()
    assert topics(session, held, now.date()) == ALL
    assert topics(session, held, ends_on - timedelta(days=1)) == ALL
    assert topics(session, held, ends_on) is None


def test_what_a_registrar_released_covers_nothing_before_it_is_signed(session, on, now):
    person = make.officer(session, "Esi Boateng", "esi@example.org")
    found, _panel = make.decided(session, on, person, now)
    make.released(session, found, on, now)
    assert CREDENTIALS_IN_FORCE.provider()(session, [person.id], now.date()) == {}


def test_suspended_it_covers_nothing_from_the_same_day(session, held, now):
    suspend(session, held, now)
    assert topics(session, held, now.date()) is None


def test_revoked_it_covers_nothing_from_the_same_day(session, held, now):
    ending.revoke(session, held.credential, StatusReason.OWN_WISH, "By letter.", actor_id=None, now=now)
    assert topics(session, held, now.date()) is None


def test_with_less_scope_it_covers_less(session, on, held, now):
    suspend(session, held, now)
    decider, registrar = (make.of_scheme(session, on, role) for role in (SchemeRole.DECIDER, SchemeRole.REGISTRAR))
    hear(session, way_of(session, held), "I had no operations.", now=now)
    take_step(session, way_of(session, held), "narrow", "No operations since.", actor=decider, now=now)
    take_step(
        session, way_of(session, held), "release-narrowed", "", actor=registrar, now=now, topics=("risk-management",)
    )
    session.commit()
    newest = session.scalars(select(CredentialVersion).order_by(CredentialVersion.no.desc())).first()
    certificates.make(newest.id, at=now + timedelta(days=1))
    assert topics(session, certificates.again(session, held.credential.id), now.date() + timedelta(days=1)) == {
        "risk-management"
    }


def test_a_certificate_of_a_course_covers_no_topic(session, now):
    person = make.officer(session, "Esi Boateng", "esi@example.org")
    held = certificates.issued(session, person, name="Esi Boateng", at=now)
    assert topics(session, held, now.date()) is None


def test_what_another_body_gave_adds_its_topics(session, held, now):
    draft = RecognisedDraft(
        body="World Customs Organization", number="A-17", topics=["legal-instruments"], valid_until=now.date(),
        compared_by="The registrar asked by letter", compared_on=now.date(),
    )  # fmt: skip
    one, two = (people.person(session, None, SchemeRole.REGISTRAR) for _number in range(2))
    row = enter_recognised(session, held.credential.person_id, draft, by_id=one.id, now=now)
    confirm_recognised(session, row, by_id=two.id, now=now)
    assert topics(session, held, now.date()) == ALL | {"legal-instruments"}
    assert topics(session, held, now.date() + timedelta(days=1)) == ALL
