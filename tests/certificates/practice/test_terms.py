"""For how long the certificate of a holder holds, and which of its years have begun with how much practice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from certificates.credentials.rules.lifecycle import StatusReason
from certificates.credentials.services import ending, suspending
from certificates.practice.pages import own_log
from certificates.practice.queries.years import HolderTerm, practice_log, term_of, years_of, years_of_holder
from certificates.practice.rules.log import LogLine, PracticeKind, PracticeOrigin, PracticeUnit, in_order
from certificates.practice.rules.years import PracticeYear, practice_years, year_to_confirm
from certificates.practice.services import PracticeDraft, log_practice
from certificates.schemes.rules.definition import PracticeRule
from tests.builders import certificates, people
from tests.builders import scheme_certificates as make

pytestmark = pytest.mark.usefixtures("in_request")
RULE = PracticeRule(36, 6, 90, a_year=2, kinds=())
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def defined():
    return replace(make.definition(), practice=RULE)


@pytest.fixture
def holder(session, held):
    return people.viewer(session, session.get_one(people.Person, held.credential.person_id))


def log(session, holder, on, now):
    draft = PracticeDraft(
        kind=PracticeKind.TRAINING, on=on, amount=1, unit=PracticeUnit.DAYS, country="GH", role="Trainer",
        words="Trained officers.",
    )  # fmt: skip
    log_practice(session, draft, actor=holder, now=now)


def test_a_term_is_that_of_the_certificate_of_this_scheme_and_this_person_once_it_has_begun(
    session, on, held, holder, now
):
    begins, ends = held.term.begins_at.date(), held.version.valid_until.date()
    expected = HolderTerm(begins, ends, held.term.opens_on)
    assert term_of(session, holder.id, on.scheme_id, begins) == expected
    assert term_of(session, holder.id, on.scheme_id, ends + 900 * DAY) == expected
    assert term_of(session, holder.id, on.scheme_id, begins - DAY) is None
    assert term_of(session, holder.id, on.scheme_id + 1, begins) is None
    assert term_of(session, people.person(session).id, on.scheme_id, begins) is None


def test_a_suspended_certificate_has_its_term_and_a_revoked_one_has_none(session, on, held, holder, now):
    suspending.suspend_versions(session, held.credential, "It is looked at.", actor_id=None, now=now)
    assert term_of(session, holder.id, on.scheme_id, now.date()) is not None
    ending.end_versions(session, held.credential, StatusReason.ERROR, "A slip.", actor_id=None, now=now)
    assert term_of(session, holder.id, on.scheme_id, now.date()) is None
    assert years_of_holder(session, holder.id, on.scheme_id, RULE, now.date()) == (None, [])


def test_a_certificate_that_was_never_signed_has_no_term(session, on, held, holder, now):
    held.version.record = None
    session.flush()
    assert term_of(session, holder.id, on.scheme_id, now.date()) is None


def test_the_years_of_a_holder_count_what_their_log_has_for_each(session, on, held, holder, now):
    begins = held.term.begins_at.date()
    for day in (begins, begins + 40 * DAY, begins.replace(year=begins.year + 1), begins - DAY):
        log(session, holder, day, now + 900 * DAY)
    today = begins.replace(year=begins.year + 1)
    term, years = years_of_holder(session, holder.id, on.scheme_id, RULE, today)
    assert term == term_of(session, holder.id, on.scheme_id, today)
    assert [(one.no, one.found, one.is_enough, one.missing) for one in years] == [(1, 2, True, 0), (2, 1, False, 1)]
    lines = practice_log(session, [holder.id], now)[holder.id]
    assert years_of(term, lines, RULE, today) == years
    assert years_of(term, lines, replace(RULE, a_year=0), today) == []
    assert years_of(None, lines, RULE, today) == []
    [shown] = own_log(session, holder, now + 366 * DAY).certificates
    assert (shown.a_year, shown.asks, shown.ends_on, shown.grace_until) == (
        2, "2 activities a year", term.ends_on, term.ends_on + 90 * DAY,
    )  # fmt: skip
    assert [(one.said, one.is_now, one.is_confirmed) for one in shown.years] == [
        ("2 activities", False, False), ("1 activity", True, False),
    ]  # fmt: skip


def test_the_certificates_of_others_show_no_years(session, held, now):
    other = people.viewer(session, people.person(session))
    assert own_log(session, other, now).certificates == []
    assert certificates.again(session, held.credential.id).ending is None


@pytest.mark.parametrize(("found", "enough", "missing"), [(0, False, 2), (1, False, 1), (2, True, 0), (5, True, 0)])
def test_a_year_says_how_many_are_still_to_come(found, enough, missing):
    year = PracticeYear(1, date(2026, 3, 10), date(2027, 3, 10), 2, found)
    assert (year.is_enough, year.missing) == (enough, missing)
    assert [year.holds(day) for day in (year.begins_on - DAY, year.begins_on, year.ends_on - DAY, year.ends_on)] == [
        False, True, True, False,
    ]  # fmt: skip


def test_a_certificate_that_ends_with_a_year_has_no_year_after_it():
    begins, ends = date(2026, 3, 10), date(2028, 3, 10)
    for last, many in ((ends, 2), (ends + DAY, 3), (ends - DAY, 2)):
        years = practice_years(begins, last, [ends - DAY, ends], a_year=1, today=date(2040, 1, 1))
        assert len(years) == many
        assert years[-1].ends_on == last
    assert sum(one.found for one in practice_years(begins, None, [begins, ends], a_year=1, today=ends)) == 2
    assert year_to_confirm([], 0) is None


def test_lines_of_one_day_stand_in_the_order_of_their_references():
    def line(on, ref):
        origin, kind = PracticeOrigin.LOGGED, PracticeKind.MISSION
        return LogLine(origin, ref, kind, on, 1, PracticeUnit.DAYS, "GH", "Lead", "Words")

    first, second, third = line(date(2026, 1, 2), "b"), line(date(2026, 1, 2), "a"), line(date(2026, 1, 1), "z")
    assert in_order([third, second, first]) == [first, second, third]
