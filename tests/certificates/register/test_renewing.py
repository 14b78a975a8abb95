"""From a certificate in force to the next one: the whole way by the pages, with a clock that stands."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from assessments.exams.models import Attempt
from certificates.credentials.models import Claim, Credential
from certificates.credentials.queries.held import credentials_held, is_open
from certificates.credentials.rules.lifecycle import Standing
from certificates.credentials.services.claims import take_up
from certificates.credentials.sources.course_exam import PassedFinal, achievement_earned
from courses.api import EndReason, end_run, enrol, newest_runs, runs_of
from lms.audit.models import AuditEntry
from tests.builders import assessments as make
from tests.builders import certificates as build
from tests.builders.people import NOW, browser_of

COURSE = "/courses/tiny-course"
EXAM = f"{COURSE}/exams/the-exam"
END = datetime(2029, 11, 25, 9, 0, tzinfo=UTC)  # of a certificate of 36 months, passed at NOW
OPENS = datetime(2029, 5, 25, tzinfo=UTC)
NEXT_END = datetime(2032, 11, 25, 9, 0, tzinfo=UTC)


@pytest.fixture
def version(session, tmp_path):
    return make.load_folder(session, make.write_exam_course(tmp_path), NOW)


@pytest.fixture
def learner(session, version):
    row = make.learner(session, version, NOW - timedelta(days=1), email="ngozi@example.org")
    build.name_checked(session, row, "Ngozi Okafor")
    return row


@pytest.fixture
def enter(app, session, learner):
    """The learner's browser of now: the session of before has ended by then."""

    def make_one():
        return browser_of(app, session, learner)

    return make_one


def passed(session, learner, version, at):
    """Passed the final exam; answers what waits for the name."""
    make.sit(session, make.exam_of(session, version), learner, at)
    session.commit()
    return session.scalars(select(Claim).where(Claim.person_id == learner.id, *is_open())).one_or_none()


@pytest.fixture
def first(session, learner, version):
    return build.taken(session, passed(session, learner, version, NOW), "Ngozi Okafor", at=NOW)


def again_address(session, learner, version):
    run = newest_runs(session, [learner.id], version.course_id)[learner.id]
    return f"{COURSE}/runs/{run.uuid}/begin-again"


def renewed(session, learner, version, home, time, moment, confirmed_after=timedelta(0)):
    """Begun again, passed and confirmed; the clock stands at the pass."""
    time.now = moment
    assert home.post(again_address(session, learner, version)).status_code == 303
    time.go_on(seconds=1)
    claim = passed(session, learner, version, time.now)
    return build.taken(session, claim, "Ngozi Okafor", at=time.now + confirmed_after)


def told(session, held):
    """What the record of what happened says of what was earned."""
    rows = session.scalars(select(AuditEntry).where(AuditEntry.name == "certificate.earned"))
    return next(row.data for row in rows if row.subject == f"claim:{held.claim.id}")


@pytest.mark.parametrize(
    ("moment", "begins", "ends"),
    [
        pytest.param(OPENS, END, NEXT_END, id="on the first day of the window"),
        pytest.param(END - timedelta(minutes=1), END, NEXT_END, id="on its last day"),
        pytest.param(
            datetime(2029, 12, 24, 10, 0, tzinfo=UTC),
            datetime(2029, 12, 24, 10, 0, 1, tzinfo=UTC),
            datetime(2032, 12, 24, 10, 0, 1, tzinfo=UTC),
            id="after it",
        ),
    ],
)
def test_the_second_one_follows_the_first_or_counts_from_the_pass(
    session, learner, version, first, enter, time, moment, begins, ends
):
    time.now = moment
    second = renewed(session, learner, version, enter(), time, moment)
    assert (second.version.valid_from, second.version.valid_until) == (begins, ends)
    record = json.loads(second.version.record)
    assert (record["validFrom"], record["validUntil"]) == (f"{begins:%Y-%m-%dT%H:%M:%SZ}", f"{ends:%Y-%m-%dT%H:%M:%SZ}")
    assert told(session, second)["valid_until"] == record["validUntil"]
    assert told(session, second)["begins_at"] == record["validFrom"]
    kept = build.again(session, first.credential.id)
    assert kept.version.valid_until == END
    assert kept.standing(END - timedelta(seconds=1)) is Standing.IN_FORCE
    assert kept.standing(END) is Standing.EXPIRED
    assert second.standing(begins - timedelta(seconds=1)) in {Standing.NOT_YET, Standing.IN_FORCE}
    assert second.standing(begins) is Standing.IN_FORCE
    assert second.standing(ends) is Standing.EXPIRED


def test_the_day_before_the_window_nobody_begins_and_the_pages_say_from_when(
    session, learner, version, first, enter, time
):
    time.now = OPENS - timedelta(minutes=1)
    home = enter()
    for path in (COURSE, EXAM, f"/certificates/{first.credential.uuid}"):
        assert "You may renew it from 25 May 2029." in home.get(path).text
    assert "Renew your certificate" not in home.get(COURSE).text
    assert home.post(again_address(session, learner, version)).status_code == 409
    assert home.post(f"{EXAM}/start").status_code == 409


def test_in_the_window_the_first_page_tells_of_it_with_the_date(session, learner, version, first, enter, time):
    time.now = OPENS
    home = enter()
    for path in ("/", COURSE, "/learn"):
        assert "Your certificate is valid until 25 November 2029. You may renew it now." in home.get(path).text
    assert "Renew your certificate" in home.get(COURSE).text
    home.post(again_address(session, learner, version))
    assert "If you pass until then, your new certificate starts when this one ends." in home.get(COURSE).text
    assert "You may renew it now" not in home.get("/").text
    assert "Start now" in home.get(EXAM).text


def test_a_name_that_is_confirmed_late_changes_nothing_about_the_time(session, learner, version, first, enter, time):
    time.now = OPENS
    late = END - OPENS + timedelta(days=30)
    second = renewed(session, learner, version, enter(), time, OPENS, confirmed_after=late)
    assert (second.version.valid_from, second.version.valid_until) == (END, NEXT_END)
    assert second.version.made_at == OPENS + timedelta(seconds=1) + late
    assert second.standing(OPENS + late + timedelta(days=1)) is Standing.IN_FORCE


def test_both_are_in_the_list_and_whoever_checks_the_second_reads_from_when(
    session, learner, version, first, enter, time
):
    time.now = OPENS
    home = enter()
    second = renewed(session, learner, version, home, time, OPENS)
    mine = home.get("/certificates").text
    assert "valid from 25 November 2029" in mine
    assert "valid until 25 November 2029" in mine
    assert "not valid yet" in home.get(f"/certificates/{second.credential.uuid}").text
    page = home.get(COURSE).text
    assert "Your new certificate is valid from 25 November 2029 to 25 November 2032." in page
    assert "You may renew it" not in page
    stranger = home.get(f"/credentials/{second.credential.token}").text
    assert "This certificate is not valid yet" in stranger
    assert "valid only from 25 November 2029" in stranger
    assert "genuine and valid" in home.get(f"/credentials/{first.credential.token}").text
    time.now = END
    home = enter()
    assert "genuine and valid" in home.get(f"/credentials/{second.credential.token}").text
    assert "was valid until 25 November 2029" in home.get(f"/credentials/{first.credential.token}").text


def test_a_second_renewal_does_not_begin_before_the_first_renewal_has(session, learner, version, first, enter, time):
    time.now = OPENS
    home = enter()
    renewed(session, learner, version, home, time, OPENS)
    assert home.post(again_address(session, learner, version)).status_code == 409
    assert home.post(f"{EXAM}/start").status_code == 409
    assert len(runs_of(session, [learner.id])[learner.id]) == 2


def test_what_waits_for_its_name_keeps_the_exam_closed(session, learner, version, first, enter, time):
    time.now = OPENS
    home = enter()
    home.post(again_address(session, learner, version))
    time.go_on(seconds=1)
    assert passed(session, learner, version, time.now) is not None
    assert home.post(again_address(session, learner, version)).status_code == 409
    assert "not created yet" in home.get(EXAM).text


def test_a_run_that_others_begin_outside_the_window_does_not_open_the_exam(
    session, learner, version, first, enter, time
):
    time.now = OPENS - timedelta(days=30)
    run = newest_runs(session, [learner.id], version.course_id)[learner.id]
    end_run(session, run.id, reason=EndReason.CLOSED, by=None, now=time.now)
    enrol(session, learner.id, version.id, now=time.now)
    session.commit()
    home = enter()
    page = home.get(EXAM).text
    assert "You may renew it from 25 May 2029." in page
    assert "Start now" not in page
    assert home.post(f"{EXAM}/start").status_code == 409
    assert session.scalars(select(Attempt).where(Attempt.person_id == learner.id)).one().enrolment_id == run.id


def final(learner, version, at, began):
    return PassedFinal(learner.id, version.id, "Final exam", 1, 0, False, at, run_began_at=began)


@pytest.mark.parametrize(
    ("at", "began"),
    [
        pytest.param(OPENS - timedelta(seconds=1), NOW + timedelta(days=1), id="before the window"),
        pytest.param(OPENS, NOW - timedelta(days=1), id="in the run of the first"),
        pytest.param(OPENS, None, id="in a run that nobody knows"),
    ],
)
def test_nothing_else_earns_a_second_one(session, learner, version, first, at, began):
    earned = achievement_earned(session, final(learner, version, at, began))
    assert take_up(session, earned, now=at) is None


def test_two_that_are_passed_at_once_are_one(session, learner, version, first):
    earned = achievement_earned(session, final(learner, version, OPENS, OPENS - timedelta(days=1)))
    claim = take_up(session, earned, now=OPENS)
    assert (claim.renews_id, claim.renewal_no, claim.begins_at) == (first.claim.id, 1, END)
    assert take_up(session, earned, now=OPENS) is None
    second = build.taken(session, claim, "Ngozi Okafor", at=OPENS)
    assert take_up(session, earned, now=OPENS) is None
    held = credentials_held(session, Credential.person_id == learner.id)
    assert [one.credential.id for one in held] == [second.credential.id, first.credential.id]


def test_a_result_that_is_known_after_the_end_renews_as_of_the_pass(session, learner, version, first):
    earned = achievement_earned(session, final(learner, version, END - timedelta(hours=1), OPENS))
    claim = take_up(session, earned, now=END + timedelta(days=2))
    assert claim.begins_at == END
