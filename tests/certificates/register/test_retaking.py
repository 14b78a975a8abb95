"""From a certificate that ended to a second one: the whole way, by the pages."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.exams.models import Attempt
from certificates.credentials.models import Claim, Credential
from certificates.credentials.queries.held import credential_held, is_open
from certificates.credentials.rules.lifecycle import Standing, StatusReason
from certificates.credentials.services import ending
from courses.api import newest_runs, runs_of
from lms.access import Role
from tests.builders import assessments as make
from tests.builders import certificates as build
from tests.builders.people import NOW, browser, browser_of, person, sign_in

EXAM = "/courses/tiny-course/exams/the-exam"
LATER = timedelta(days=1200)


@pytest.fixture
def version(session, tmp_path):
    return make.load_folder(session, make.write_exam_course(tmp_path), NOW)


@pytest.fixture
def learner(session, version):
    row = make.learner(session, version, NOW)
    build.name_checked(session, row, "Ngozi Okafor")
    return row


@pytest.fixture
def enter(app, session, learner):
    """The learner's browser of now: the session of before has ended by then."""

    def make_one():
        return browser_of(app, session, learner)

    return make_one


def certified(session, learner, version, at):
    """Passed, and the certificate signed."""
    make.sit(session, make.exam_of(session, version), learner, at)
    claim = session.scalars(select(Claim).where(Claim.person_id == learner.id, *is_open())).one()
    return build.taken(session, claim, "Ngozi Okafor", at=at)


@pytest.fixture
def first(session, learner, version):
    return certified(session, learner, version, NOW)


def again_address(session, learner, version):
    run = newest_runs(session, [learner.id], version.course_id)[learner.id]
    return f"/courses/tiny-course/runs/{run.uuid}/begin-again"


def test_after_expiry_the_exam_is_sat_again_and_a_second_certificate_is_made(
    session, learner, version, first, enter, time
):
    time.go_on(days=LATER.days)
    page = (home := enter()).get(EXAM).text
    assert "You have passed this exam already" not in page
    assert "was valid until 25 November 2029. You may take this course again." in page
    assert home.post(f"{EXAM}/start").status_code == 409
    assert home.post(again_address(session, learner, version)).status_code == 303
    assert "Attempts left" in (fresh := home.get(EXAM).text)
    assert "Start now" in fresh
    second = certified(session, learner, version, time.now)
    assert second.credential.id != first.credential.id
    assert "valid until 9 March 2033" in home.get(EXAM).text
    mine = home.get("/certificates").text
    assert first.credential.number in mine
    assert second.credential.number in mine
    assert "expired on 25 November 2029" in mine
    attempts = session.scalars(select(Attempt.uuid).where(Attempt.person_id == learner.id)).all()
    listed = home.get("/attempts").text
    assert len(attempts) == 2
    assert all(uuid in listed for uuid in attempts)
    assert home.get(f"/attempts/{attempts[0]}").status_code == 200


def test_it_is_begun_again_once(session, learner, version, first, enter, time):
    time.go_on(days=LATER.days)
    home, address = enter(), again_address(session, learner, version)
    assert [home.post(address).status_code for _press in range(2)] == [303, 303]
    assert len(runs_of(session, [learner.id])[learner.id]) == 2
    assert home.post(again_address(session, learner, version)).status_code == 409
    assert "begin-again" not in home.get("/courses/tiny-course").text


def test_while_it_is_in_force_the_exam_says_until_when(session, learner, version, first, enter):
    home = enter()
    assert "Your certificate is valid until 25 November 2029." in home.get(EXAM).text
    assert home.post(again_address(session, learner, version)).status_code == 409
    assert len(runs_of(session, [learner.id])[learner.id]) == 1


@pytest.mark.parametrize("reason", [StatusReason.ERROR, StatusReason.OWN_WISH])
def test_after_an_error_or_ones_own_wish_the_course_is_open(session, learner, version, first, enter, reason):
    ending.revoke(session, first.credential, reason, "It was made by mistake.", actor_id=None, now=NOW)
    session.commit()
    home = enter()
    own = home.get(f"/certificates/{first.credential.uuid}").text
    assert "You may take this course again." in own
    assert "/courses/tiny-course" in own
    assert home.post(again_address(session, learner, version)).status_code == 303


def test_a_claim_that_nobody_confirmed_in_time_stands_in_the_way_of_nothing(
    session, learner, version, enter, time, worker
):
    make.sit(session, make.exam_of(session, version), learner, NOW)
    session.commit()
    claim = session.scalars(select(Claim).where(Claim.person_id == learner.id)).one()
    time.go_on(days=LATER.days)
    home = enter()
    for path in ("/certificates", f"/certificates/claims/{claim.uuid}", EXAM):
        assert "would already have expired" in home.get(path).text
    session.get_one(Claim, claim.id).draft_name = "Ngozi Okafor"
    session.commit()
    assert home.get(f"/certificates/claims/{claim.uuid}/proof").location == f"/certificates/claims/{claim.uuid}"
    assert "Confirm how your name is written" not in home.get("/").text
    assert home.post(again_address(session, learner, version)).status_code == 303
    second = certified(session, learner, version, time.now)
    assert second.standing(time.now) is Standing.IN_FORCE
    session.refresh(claim)
    assert claim.withdrawn_at == time.now
    assert credential_held(session, Credential.claim_id == claim.id) is None


def test_others_find_nothing_at_the_address(app, session, learner, version, first):
    other = make.learner(session, version, NOW)
    made = browser(app)
    sign_in(made, session, other)
    session.commit()
    assert made.post(again_address(session, learner, version)).status_code == 404
    stranger = browser(app)
    sign_in(stranger, session, person(session, None, Role.OFFICER))
    session.commit()
    assert stranger.post(again_address(session, learner, version)).status_code == 404
