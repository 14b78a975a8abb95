"""What the pages of a certificate offer at each standing, which files they give, and where a claim leads."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import Claim, Credential
from certificates.credentials.rules.lifecycle import ClaimWithdrawal, StatusReason
from certificates.credentials.services import confirming, ending, issuance, suspending
from certificates.credentials.services.claim_withdrawal import withdraw_claim
from certificates.credentials.services.naming import Names
from lms.access import Role
from lms.db import end_read_session
from tests.builders import certificates as build
from tests.builders.people import browser, person, sign_in
from tests.certificates.register.acts import link, make_private

WHY = "The result is looked at again."
OFFERED = ("revoke", "propose-revocation", "reissue", "suspend", "lift")


def desk(held):
    return f"/manage/credentials/{held.credential.uuid}"


def offered(page, held):
    return {act for act in OFFERED if f'"{desk(held)}/{act}"' in page}


def corrected(session, held, now):
    confirming.reissue(session, held, Names("Ngozi Okonkwo"), issuing(), reason="She married.", by_id=None, now=now)


def suspended(session, held, now):
    suspending.suspend(session, held.credential, WHY, actor_id=None, now=now)


def lifted(session, held, now):
    suspended(session, held, now)
    suspending.lift(session, held.credential, WHY, issuing(), actor_id=None, now=now)


def revoked(session, held, now):
    ending.revoke(session, held.credential, StatusReason.ERROR, WHY, actor_id=None, now=now)


@pytest.mark.parametrize(
    ("act", "acts"),
    [
        (None, {"revoke", "propose-revocation", "reissue", "suspend"}),
        (corrected, {"revoke", "suspend"}),
        (suspended, {"revoke", "propose-revocation", "lift"}),
        (lifted, {"revoke"}),
        (revoked, set()),
    ],
    ids=["in force", "being corrected", "suspended", "being lifted", "revoked"],
)
def test_a_page_offers_what_may_be_done_now(session, at_desk, held, now, act, acts):
    if act:
        act(session, held, now)
        session.commit()
    page = at_desk.get(desk(held))
    assert (page.status_code, offered(page.text, held)) == (200, acts)


def test_one_that_expired_is_revoked_or_proposed_alone(session, at_desk, manager, held, time):
    time.go_on(days=1200)
    sign_in(at_desk, session, manager)
    session.commit()
    assert offered(at_desk.get(desk(held)).text, held) == {"revoke", "propose-revocation"}


def test_one_that_was_never_signed_is_revoked_alone(session, at_desk, place, course):
    made = build.confirmed(session, person(session, "Bo Li", Role.OFFICER, place=place), course, name="Bo Li")
    session.commit()
    waits = build.again(session, made.credential_id)
    assert offered(at_desk.get(desk(waits)).text, waits) == {"revoke"}


def test_nothing_is_offered_on_ones_own(session, app, manager, at_desk, course):
    own = build.unsigned(session, manager, course, name="Rosa Almeida")
    page = at_desk.get(desk(own)).text
    assert (offered(page, own), "your own certificate" in page) == (set(), True)


def test_the_token_of_a_form_is_not_carried_on(at_desk, held):
    sent = {"words": WHY, "review": "yes", "csrf_token": "the-token-of-the-form"}
    page = at_desk.post(f"{desk(held)}/suspend", data=sent).text
    assert f'name="words" value="{WHY}"' in page
    assert "the-token-of-the-form" not in page


def test_a_file_is_kept_or_looked_at(at_home, client, held):
    own = f"/certificates/{held.credential.uuid}/file.json"
    name = f'attachment; filename="certificate-{held.credential.number}'
    assert at_home.get(own).headers["Content-Disposition"] == f'{name}.json"'
    assert "Content-Disposition" not in at_home.get(f"{own}?show").headers
    assert client.get(f"{link(held)}.pdf").headers["Content-Disposition"] == f'{name}.pdf"'
    for kind in ("json", "jwt", "png", "svg"):
        assert "Content-Disposition" not in client.get(f"{link(held)}.{kind}").headers
    assert "Content-Disposition" not in client.get(f"/credentials/{held.credential.uuid}").headers


def test_the_holder_shares_what_is_valid_and_shown(session, at_home, held, now):
    path = f"/certificates/{held.credential.uuid}"
    page = at_home.get(path).text
    assert ("data-share" in page, "You chose to show no details" in page, "Valid again since" in page) == (
        True, False, False,
    )  # fmt: skip
    assert (
        "Your choice is saved."
        in at_home.post(f"{path}/visibility", data={"visibility": "private"}, follow_redirects=True).text
    )
    page = at_home.get(path).text
    assert ("data-share" in page, "You chose to show no details" in page) == (False, True)
    at_home.post(f"{path}/visibility", data={"visibility": "link"})
    suspended(session, held, now)
    session.commit()
    page = at_home.get(path).text
    assert ("data-share" in page, "Suspended since" in page) == (False, True)


def test_the_holder_reads_that_it_has_expired_or_begins_later(session, at_home, officer, held, time):
    path = f"/certificates/{held.credential.uuid}"
    assert "It was valid until" not in at_home.get(path).text
    at = held.version.valid_until - timedelta(days=30)
    made = confirming.confirm_name(
        session, build.renewing_claim(session, held, at=at), Names("Ngozi Okafor"), issuing(), by_id=officer.id, now=at
    )
    issuance.keep(session, made.id, build.FILES, now=at)
    time.now = at
    sign_in(at_home, session, officer)
    session.commit()
    second = build.again(session, made.credential_id)
    page = at_home.get(f"/certificates/{second.credential.uuid}").text
    assert ("Valid from 25 November 2029" in page, "data-share" in page) == (True, True)
    time.now = held.version.valid_until
    sign_in(at_home, session, officer)
    session.commit()
    page = at_home.get(path).text
    assert ("It was valid until 25 November 2029" in page, "data-share" in page) == (True, False)


@pytest.fixture
def claim(session, officer):
    """What the officer earned with another course."""
    made = build.claim(session, officer, build.course_version(session))
    session.commit()
    return made


def test_what_leads_to_no_certificate_says_so_at_each_of_its_addresses(session, at_home, claim, now):
    path = f"/certificates/claims/{claim.uuid}"
    at_home.post(path, data={"name": "Ngozi Okafor"})
    assert at_home.get(f"{path}/proof").status_code == 200
    withdraw_claim(session, session.get_one(Claim, claim.id), ClaimWithdrawal.ANNULLED, actor_id=None, now=now)
    session.commit()
    page = at_home.get(path)
    assert (page.status_code, "this result no longer leads to a certificate" in page.text) == (200, True)
    assert at_home.get(f"{path}/proof").location == path
    assert at_home.post(path, data={"name": "Ngozi Okafor"}).status_code == 200
    assert at_home.post(f"{path}/confirm").status_code == 409


def test_what_came_too_late_says_so(session, at_home, officer, claim, time):
    time.go_on(days=1200)
    sign_in(at_home, session, officer)
    session.commit()
    assert "Too late for this certificate" in at_home.get(f"/certificates/claims/{claim.uuid}").text


def test_what_was_confirmed_leads_to_its_certificate_from_each_address(session, at_home, claim):
    path = f"/certificates/claims/{claim.uuid}"
    at_home.post(path, data={"name": "Ngozi Okafor"})
    done = at_home.post(f"{path}/confirm").location
    made = session.scalars(select(Credential).where(Credential.claim_id == claim.id)).one()
    assert done == f"/certificates/{made.uuid}"
    for address in (path, f"{path}/proof"):
        assert at_home.get(address).location == done


def test_a_name_that_waits_for_a_manager_leads_back_and_says_so(session, at_home, claim):
    path = f"/certificates/claims/{claim.uuid}"
    at_home.post(path, data={"name": "Eve Mallory"})
    assert "Eve Mallory" in at_home.get(path).text  # as it was typed
    sent = at_home.post(f"{path}/confirm")
    assert (sent.status_code, sent.location) == (303, path)
    assert "Your name waits for a manager." in at_home.get(path).text
    session.expire_all()
    assert session.get_one(Claim, claim.id).taken_at is None


def test_a_private_one_and_one_that_is_being_made_give_no_record_at_the_address_inside_it(
    app, session, client, held, place, course
):
    made = build.confirmed(session, person(session, "Bo Li", Role.OFFICER, place=place), course, name="Bo Li")
    session.commit()
    waits = session.get_one(Credential, made.credential_id)
    assert client.get(f"/credentials/{waits.uuid}").status_code == 404
    assert f"{waits.token}.pdf" not in client.get(f"/credentials/{waits.token}").text
    assert f"{held.credential.token}.pdf" in client.get(link(held)).text
    make_private(session, held)
    end_read_session()
    assert client.get(f"/credentials/{held.credential.uuid}").status_code == 404
    page = browser(app).get(link(held))
    assert (page.status_code, f"{held.credential.token}.pdf" in page.text) == (200, False)
