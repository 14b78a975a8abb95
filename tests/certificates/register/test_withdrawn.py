"""A withdrawn certificate of a scheme, as its holder and strangers see it."""

import pytest

from certificates.candidates.services.evidence import hear
from certificates.decisions.scheme_steps import suspend_by_two, way_of
from lms import clock
from lms.access import Role
from tests.builders import candidates as build
from tests.builders import certificates, people
from tests.builders import scheme_certificates as make
from tests.builders.people import sign_in
from tests.certificates.register.acts import link

WHY, DECIDED = "A host reports false papers.", "The papers were false."


@pytest.fixture(scope="module")
def gone(shared_app, module_session):
    """The number of a certificate that a panel has withdrawn."""
    now = people.NOW
    with pytest.MonkeyPatch.context() as patch, module_session() as session, shared_app.test_request_context():
        patch.setattr(clock, "now", lambda: now)
        on = build.scheme(session, people.person(session), now, make.withdrawable())
        held = make.issued(session, on, make.officer(session), now)
        for _number in range(2):
            manager = people.viewer(session, people.person(session, None, Role.PROGRAMME_MANAGER))
            suspend_by_two(session, held, WHY, actor=manager, now=now)
        hear(session, way_of(session, held), "The papers are real.", now=now)
        make.panel_decides(session, on, way_of(session, held), "withdraw", now, DECIDED)
        return held.credential.id


@pytest.fixture
def withdrawn(session, gone):
    return certificates.again(session, gone)


def test_strangers_read_since_when_it_is_withdrawn_and_no_reasons(client, withdrawn):
    shown = client.get(link(withdrawn)).text
    assert "This certificate was revoked on 25 November 2026" in shown
    assert "It was withdrawn by a decision under its scheme." in shown
    assert DECIDED not in shown
    assert WHY not in shown


def test_its_holder_reads_until_when_they_may_appeal_and_where(session, client, withdrawn):
    way = way_of(session, withdrawn).row.uuid
    sign_in(client, session, session.get_one(people.Person, withdrawn.credential.person_id))
    session.commit()
    page = client.get(f"/certificates/{withdrawn.credential.uuid}").text
    assert "you may appeal until 25 December 2026" in page
    assert f"/candidacies/{way}" in page
    own = client.get(f"/candidacies/{way}").text
    assert DECIDED in own
    assert 'name="reason"' in own


def test_after_the_last_day_only_the_reasons_are_there(session, client, withdrawn, time):
    time.go_on(days=31)
    sign_in(client, session, session.get_one(people.Person, withdrawn.credential.person_id))
    session.commit()
    page = client.get(f"/certificates/{withdrawn.credential.uuid}").text
    assert "you may appeal until" not in page
    assert "/candidacies/" in page
