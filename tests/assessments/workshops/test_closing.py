"""Closing a workshop: at once where all is done, else by somebody who read what is open; assessors read no more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from assessments.candidate_files import policy
from assessments.permissions import PracticalRole
from assessments.sheets.services.feedback import release_feedback
from assessments.workshops.models import Workshop, WorkshopCandidate
from assessments.workshops.queries.workshops import workshop_by_id
from assessments.workshops.rules.closing import StillOpen, still_open
from assessments.workshops.scope_kind import WORKSHOP
from assessments.workshops.services.closing import close_workshop
from lms import clock
from lms.access import Grant
from lms.audit.models import AuditEntry
from lms.errors import BadInput, Conflict
from tests.builders.people import NOW, browser, give_anywhere, person, sign_in, viewer
from tests.builders.sheets import Bench

COUNT = st.integers(min_value=0, max_value=600)


@pytest.fixture
def bench(session, client):
    return Bench(session)


@pytest.fixture
def runner(session, bench):
    row = person(session, "Ada Mensah")
    give_anywhere(session, row, Grant(PracticalRole.WORKSHOP_COORDINATOR, WORKSHOP, str(bench.workshop.id)))
    return row


def close(session, bench, runner, *, even_so=False):
    parts = workshop_by_id(session, bench.workshop.id)
    close_workshop(session, parts, even_so=even_so, by=runner.id, now=NOW)


def seen(session, bench, rule):
    return session.scalars(select(WorkshopCandidate.id).where(rule(viewer(session, bench.one)))).all()


@given(performances=COUNT, released=st.booleans())
def test_only_a_workshop_with_all_results_and_its_feedback_closes_without_a_confirmation(performances, released):
    assert still_open(performances, 0, released).anything == (performances > 0 and not released)
    assert still_open(performances + 1, 1, released).anything


def test_where_nobody_performed_there_is_no_feedback_to_release():
    assert still_open(0, 0, False) == StillOpen(0, False)
    assert still_open(1, 0, False) == StillOpen(0, True)
    assert still_open(1, 1, True) == StillOpen(1, False)
    assert [StillOpen(0, False).anything, StillOpen(1, False).anything, StillOpen(0, True).anything] == [
        False, True, True,
    ]  # fmt: skip


def test_what_is_open_asks_for_a_confirmation_and_the_record_says_what_it_was(session, bench, runner):
    with pytest.raises(BadInput, match="still open"):
        close(session, bench, runner)
    close(session, bench, runner, even_so=True)
    row = session.get_one(Workshop, bench.workshop.id, populate_existing=True)
    assert (row.closed_at, row.closed_by_id) == (NOW, runner.id)
    kept = session.scalars(select(AuditEntry).where(AuditEntry.name == "workshop.closed")).one()
    assert (kept.data["open_performances"], kept.data["feedback_released"]) == (1, False)
    with pytest.raises(Conflict, match="closed already"):
        close(session, bench, runner, even_so=True)


def test_with_the_feedback_released_it_closes_at_once(session, bench, runner):
    for sheet in (bench.first, bench.second):
        bench.fill(sheet, 2, 2)
    release_feedback(session, bench.workshop, by_id=bench.moderator.id, now=NOW)
    close(session, bench, runner)


def test_from_then_on_assessors_read_no_dossier_and_see_no_photograph(session, bench, runner):
    for rule in (policy.dossiers_read_by, policy.photographs_seen_by):
        assert len(seen(session, bench, rule)) == 1
    close(session, bench, runner, even_so=True)
    for rule in (policy.dossiers_read_by, policy.photographs_seen_by):
        assert seen(session, bench, rule) == []


def test_the_page_says_what_is_open_and_closes(app, session, bench, runner, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    here, at = browser(app), f"/workshops/{bench.workshop.uuid}"
    sign_in(here, session, runner, at=NOW)
    session.commit()
    assert f"{at}/close" in here.get(at).text
    page = here.get(f"{at}/close").text
    assert "1 performance has no result yet." in page
    assert "The feedback is not released" in page
    assert here.post(f"{at}/close").status_code == 422
    assert here.post(f"{at}/close", data={"even_so": "y"}).status_code == 303
    page = here.get(at).text
    assert "closed" in page
    assert f"{at}/close" not in page
    assert here.get(f"{at}/close").status_code == 409
