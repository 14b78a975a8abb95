"""Acts on certificates that cannot be undone: looked at once more, with what follows and what people will read."""

import pytest

from certificates.credentials.models import Claim
from certificates.credentials.rules.lifecycle import Standing
from tests.builders import certificates as build
from tests.certificates.register.acts import drop, link, make_private

ACTS = {
    "revoke": {"reason": "error", "words": "The wrong exam was counted."},
    "propose-revocation": {"reason": "misconduct", "words": "Sold what was seized.", "never_again": "y", "key": "form"},
    "suspend": {"words": "The result is looked at again."},
    "reissue": {"name": "Ngozi Okonkwo", "local_name": "", "reason": "She married."},
}
LOOK = {"review": "yes"}
BACK = {"change": "yes"}


def address(held, act=""):
    return f"/manage/credentials/{held.credential.uuid}{act and '/'}{act}"


@pytest.fixture
def unchanged(session, held, now):
    """Whether the certificate stands as it did."""

    def ask():
        known = build.again(session, held.credential.id)
        return known.standing(now) is Standing.IN_FORCE and not known.being_made

    return ask


@pytest.mark.parametrize("act", ACTS)
def test_the_first_press_says_what_happens_and_does_nothing(at_desk, held, act, unchanged):
    page = at_desk.post(address(held, act), data=ACTS[act] | LOOK)
    assert page.status_code == 200
    for words in ("What happens", "What people read", held.credential.number, "Ngozi Okafor", "Go back and change"):
        assert words in page.text, words
    assert unchanged()


@pytest.mark.parametrize("act", ACTS)
def test_the_second_press_does_it_with_what_was_typed(at_desk, held, act, unchanged):
    page = at_desk.post(address(held, act), data=ACTS[act] | LOOK).text
    for name, value in ACTS[act].items():
        assert f'type="hidden" name="{name}" value="{value}"' in page
    assert 'name="review"' not in page
    done = at_desk.post(address(held, act), data=ACTS[act])
    assert (done.status_code, done.location) == (303, address(held))
    assert not unchanged()


@pytest.mark.parametrize("act", ACTS)
def test_who_goes_back_finds_what_they_typed(at_desk, held, act, unchanged):
    page = at_desk.post(address(held, act), data=ACTS[act] | BACK)
    assert page.status_code == 200
    assert "-error" not in page.text
    assert ACTS[act].get("words", "Ngozi Okonkwo") in page.text
    assert 'name="review"' in page.text
    assert unchanged()


@pytest.mark.parametrize("act", ["revoke", "propose-revocation", "suspend"])
def test_a_reason_that_is_too_short_is_told_before_anything_is_confirmed(at_desk, held, act):
    page = at_desk.post(address(held, act), data=ACTS[act] | {"words": "no"} | LOOK)
    assert page.status_code == 422
    assert 'id="words-error"' in page.text


def test_no_password_is_carried_on(at_desk, held):
    page = at_desk.post(address(held, "revoke"), data=ACTS["revoke"] | LOOK | {"step_up_password": "correct horse"})
    assert "correct horse" not in page.text


def test_of_a_shown_one_everybody_reads_the_sentence(client, at_desk, held):
    assert "Everybody who checks the certificate can read this sentence." in at_desk.get(address(held)).text
    page = at_desk.post(address(held, "revoke"), data=ACTS["revoke"] | LOOK).text
    said = "It was issued in error. The wrong exam was counted."
    assert f"Everybody who checks the certificate reads: “{said}”" in page
    at_desk.post(address(held, "revoke"), data=ACTS["revoke"])
    assert said in client.get(link(held)).text


def test_of_a_private_one_it_is_told_who_reads_it_and_that_is_so(session, client, at_desk, held):
    make_private(session, held)
    assert "with the link or the number nobody reads this sentence" in at_desk.get(address(held)).text
    page = at_desk.post(address(held, "revoke"), data=ACTS["revoke"] | LOOK).text
    assert "With the link or the number people read: “It was issued in error.”" in page
    assert "people who check its file, read: “It was issued in error. The wrong exam was counted.”" in page
    at_desk.post(address(held, "revoke"), data=ACTS["revoke"])
    by_link = client.get(link(held)).text
    assert "It was issued in error." in by_link
    assert "The wrong exam was counted." not in by_link
    by_file = drop(client, held.version.record.encode()).text
    assert "It was issued in error. The wrong exam was counted." in by_file


def test_while_it_is_proposed_people_read_that_it_is_reviewed_as_was_said(client, at_desk, held):
    page = at_desk.post(address(held, "propose-revocation"), data=ACTS["propose-revocation"] | LOOK).text
    assert "It is suspended at once. People who check it read: “It is being reviewed.”" in page
    assert "Once it is revoked: Everybody who checks the certificate reads: “Misconduct. Sold what was seized.”" in page
    assert "The holder may never sit the exam again." in page
    at_desk.post(address(held, "propose-revocation"), data=ACTS["propose-revocation"])
    public = client.get(link(held)).text
    assert "It is being reviewed." in public
    assert "Sold" not in public


def test_of_one_of_a_scheme_only_its_holder_reads_why_it_is_suspended(session, at_desk, held):
    session.get_one(Claim, held.claim.id).source_ref = "scheme:1"
    session.commit()
    assert "Only the holder reads this sentence." in at_desk.get(address(held, "suspend")).text
    page = at_desk.post(address(held, "suspend"), data=ACTS["suspend"] | LOOK).text
    assert "Two people are needed" in page
    assert "People who check the certificate read: “It is being reviewed.”" in page
    proposed = at_desk.post(address(held, "propose-revocation"), data=ACTS["propose-revocation"] | LOOK).text
    assert "It stays as it is until a second person confirms." in proposed
