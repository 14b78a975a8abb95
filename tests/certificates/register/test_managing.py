"""The pages of those who manage certificates, and the rule of who may see which."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from certificates.credentials.models import Credential
from certificates.credentials.policy import managed_by, may_manage, may_see, visible_to
from certificates.credentials.rules.award import Standard
from certificates.credentials.rules.evidence import as_data, from_data
from certificates.credentials.rules.lifecycle import Standing
from certificates.register.queries import managed_page
from lms.access import Grant, Role
from tests.builders import certificates as build
from tests.builders.people import administration, browser, give_anywhere, person, sign_in, viewer

REVOKE = {"reason": "error", "words": "The wrong exam was counted."}
PROPOSE = {"reason": "misconduct", "words": "Sold what was seized.", "opens_on": "2027-05-31", "key": "form"}
REISSUE = {"name": "Ngozi Okonkwo", "local_name": "", "reason": "She married."}


@pytest.fixture
def elsewhere(session):
    return administration(session, "Highland Wildlife Authority", country="KE")


@pytest.fixture
def foreign(session, elsewhere, course):
    return build.issued(
        session, person(session, "James Kiprono", Role.OFFICER, place=elsewhere), course, name="James Kiprono"
    )


def address(held):
    return f"/manage/credentials/{held.credential.uuid}"


def test_the_list_shows_those_of_the_own_administration(at_desk, held, foreign):
    page = at_desk.get("/manage/credentials").text
    assert held.credential.number in page
    assert foreign.credential.number not in page


def test_it_is_found_by_number_and_by_name(at_desk, held):
    for words in (held.credential.number[:7], "okaf", held.credential.number.lower()):
        assert held.credential.number in at_desk.get("/manage/credentials", query_string={"words": words}).text
    assert "No certificate found" in at_desk.get("/manage/credentials", query_string={"words": "zzz"}).text


def test_a_long_list_has_pages(session, manager, held, course, place):
    build.issued(session, person(session, "Amélie P.", Role.OFFICER, place=place), course)
    who = viewer(session, manager)
    first, second = (managed_page(session, who, words="", number=number, size=1) for number in (1, 2))
    assert (first.count, first.pages) == (2, 2)
    assert first.rows[0].credential.id != second.rows[0].credential.id


def test_managers_read_by_which_cut_score_it_was_awarded_and_strangers_do_not(session, client, at_desk, held):
    standard = Standard("cut-score:3", "A panel of judges", "Angoff, 9 judges", provisional=False)
    held.claim.evidence = as_data(replace(one, standard=standard) for one in from_data(held.claim.evidence))
    session.flush()
    assert "A panel of judges · Angoff, 9 judges" in at_desk.get(address(held)).text
    assert "A panel of judges" not in client.get(f"/credentials/{held.credential.token}").text


def test_it_is_revoked_with_a_reason(session, client, at_desk, held, worker):
    sent = at_desk.post(f"{address(held)}/revoke", data=REVOKE)
    assert (sent.status_code, sent.location) == (303, address(held))
    assert "The wrong exam was counted." in at_desk.get(address(held)).text
    assert "was revoked on 25 November 2026" in client.get(f"/credentials/{held.credential.token}").text
    assert worker() == 1


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "reason"),
        ({"reason": "error", "words": ""}, "words"),
        ({"reason": "because", "words": "Words."}, "reason"),
        ({"reason": "misconduct", "words": "It takes two people."}, "reason"),
        ({"reason": "error", "words": "no"}, "words"),
    ],
)
def test_without_a_reason_nothing_is_revoked(session, at_desk, held, data, field, now):
    page = at_desk.post(f"{address(held)}/revoke", data=data)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert build.again(session, held.credential.id).standing(now) is Standing.IN_FORCE


def test_revoking_twice_is_told(at_desk, held):
    at_desk.post(f"{address(held)}/revoke", data=REVOKE)
    assert at_desk.post(f"{address(held)}/revoke", data=REVOKE).status_code == 409


def test_misconduct_is_proposed_and_suspends_at_once(session, client, at_desk, held, worker):
    page = at_desk.get(address(held)).text
    assert f"{address(held)}/propose-revocation" in page
    assert 'value="misconduct"' not in page
    assert "suspended at once" in at_desk.get(f"{address(held)}/propose-revocation").text
    sent = at_desk.post(f"{address(held)}/propose-revocation", data=PROPOSE)
    assert (sent.status_code, sent.location) == (303, address(held))
    page = at_desk.get(address(held)).text
    assert "Proposal to revoke it" in page
    assert "Misconduct. Sold what was seized." in page
    assert "Suspension of a certificate" in page
    (proposed,) = set(re.findall(r'href="(/manage/decisions/[^"]*)">Revocation of a certificate', page))
    assert f'href="{address(held)}"' in at_desk.get(proposed).text
    for act in ("/lift", "/suspend", "/revoke", "/reissue", "/propose-revocation"):
        assert f"{address(held)}{act}" not in page
    public = client.get(f"/credentials/{held.credential.token}").text
    assert "been suspended since 25 November 2026" in public
    assert "Sold" not in public
    assert "isconduct" not in public
    assert worker() == 1


def test_while_it_is_proposed_its_holder_reads_no_accusation_and_how_to_object(at_desk, at_home, held):
    at_desk.post(f"{address(held)}/propose-revocation", data=PROPOSE)
    page = at_home.get(f"/certificates/{held.credential.uuid}").text
    assert "Suspended since 25 November 2026" in page
    assert "you may object until 25 December 2026" in page
    assert "Sold" not in page


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": "error"}, "reason"),
        ({"words": "no"}, "words"),
        ({"opens_on": ""}, "never_again"),
        ({"opens_on": "31 May"}, "opens_on"),
        ({"opens_on": "2020-01-01"}, "opens_on"),
        ({"never_again": "y"}, "never_again"),
    ],
)
def test_a_proposal_with_a_fault_is_told_beside_its_field_and_suspends_nothing(
    session, at_desk, held, change, field, now
):
    page = at_desk.post(f"{address(held)}/propose-revocation", data=PROPOSE | change)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert build.again(session, held.credential.id).standing(now) is Standing.IN_FORCE


def test_managers_read_nothing_of_a_proposal_about_themselves(app, session, manager, at_desk, held, course):
    own = build.issued(session, manager, course, name="Rosa Almeida")
    other = person(session, "Bo Li", Role.ADMINISTRATOR)
    first, desk = browser(app), browser(app)
    sign_in(first, session, other)
    sign_in(desk, session, manager)
    session.commit()
    assert first.post(f"{address(own)}/propose-revocation", data=PROPOSE).status_code == 303
    assert "Proposal to revoke it" in first.get(address(own)).text
    assert "Proposal to revoke it" not in desk.get(address(own)).text
    assert desk.post(f"{address(own)}/propose-revocation", data=PROPOSE | {"key": "b"}).status_code == 409


def test_a_name_is_corrected(session, at_desk, manager, held, worker, time):
    assert 'value="Ngozi Okafor"' in at_desk.get(f"{address(held)}/reissue").text
    time.go_on(days=1)
    sign_in(at_desk, session, manager)
    session.commit()
    sent = at_desk.post(f"{address(held)}/reissue", data=REISSUE)
    assert (sent.status_code, sent.location) == (303, address(held))
    assert "being reissued" in at_desk.get(address(held)).text
    assert worker() == 1
    page = at_desk.get(address(held)).text
    assert "Ngozi Okonkwo" in page
    assert "Earlier versions" in page
    assert build.again(session, held.credential.id).version.no == 2


@pytest.mark.parametrize(
    ("change", "field"), [({"name": "Ngozi Okafor"}, "name"), ({"reason": ""}, "reason"), ({"name": "ສົມໄຊ"}, "name")]
)
def test_a_correction_with_a_fault_is_told_beside_its_field(at_desk, held, change, field):
    page = at_desk.post(f"{address(held)}/reissue", data=REISSUE | change)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text


def test_a_foreign_one_is_not_there(at_desk, foreign):
    assert at_desk.get(address(foreign)).status_code == 404
    assert at_desk.post(f"{address(foreign)}/revoke", data=REVOKE).status_code == 404
    assert at_desk.post(f"{address(foreign)}/reissue", data=REISSUE).status_code == 404
    assert at_desk.post(f"{address(foreign)}/propose-revocation", data=PROPOSE).status_code == 404


def test_an_officer_manages_nothing(at_home, held):
    assert at_home.get("/manage/credentials").status_code == 404
    assert at_home.post(f"{address(held)}/revoke", data=REVOKE).status_code == 404


def test_managers_do_not_revoke_or_correct_their_own(app, session, manager, course):
    own = build.issued(session, manager, course, name="Rosa Almeida")
    desk = browser(app)
    sign_in(desk, session, manager)
    session.commit()
    assert "your own certificate" in desk.get(address(own)).text
    assert desk.post(f"{address(own)}/revoke", data=REVOKE).status_code == 409
    assert desk.post(f"{address(own)}/reissue", data=REISSUE).status_code == 409


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("scope", ["everywhere", "here", "elsewhere", "country"])
def test_the_lists_show_exactly_what_may_be_seen(session, held, foreign, place, elsewhere, role, scope):
    where = {
        "everywhere": (),
        "here": ("administration", str(place.id)),
        "elsewhere": ("administration", str(elsewhere.id)),
        "country": ("country", elsewhere.country),
    }[scope]
    row = person(session, "Somebody", place=place)
    give_anywhere(session, row, Grant(role, *where))
    build.issued(session, row, build.course_version(session), at=held.claim.earned_at - timedelta(days=5))
    who = viewer(session, row)
    every = session.scalars(select(Credential)).all()
    seen = set(session.scalars(select(Credential.id).where(visible_to(who))))
    assert seen == {one.id for one in every if may_see(session, who, one)}
    managed = set(session.scalars(select(Credential.id).where(managed_by(who))))
    assert managed == {one.id for one in every if may_manage(session, who, one)}
    reached = {"everywhere": 3, "here": 2, "elsewhere": 1, "country": 1}[scope]
    assert len(managed) == (reached if role in (Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR) else 0)
