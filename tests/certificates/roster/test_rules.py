"""Who is found by a search: consent, languages, days, and one certificate that has all the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.roster.rules import ListedCertificate, Listing, RosterQuestion, fits, is_available

FIRST, LAST = date(2027, 3, 1), date(2027, 3, 31)
WILLING = Listing(True, frozenset({"en", "fr"}))
ADVISOR = ListedCertificate(1, frozenset({"operations"}), "KE")
TRAINER = ListedCertificate(2, frozenset({"legal-instruments"}), "KE")


@pytest.mark.parametrize(
    ("listing", "first", "last", "expected"),
    [
        (WILLING, FIRST, LAST, True),
        (WILLING, None, None, True),
        (replace(WILLING, is_away=True), None, None, False),
        (replace(WILLING, first=FIRST, last=LAST), FIRST, LAST, True),
        (replace(WILLING, first=FIRST), FIRST - timedelta(days=1), LAST, False),
        (replace(WILLING, last=LAST), FIRST, LAST + timedelta(days=1), False),
        (replace(WILLING, last=LAST), FIRST, LAST, True),
        (replace(WILLING, first=LAST), FIRST, None, True),
        (replace(WILLING, last=FIRST), None, LAST, True),
    ],
)
def test_somebody_is_there_for_all_of_the_days_or_not_at_all(listing, first, last, expected):
    assert is_available(listing, first, last) is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (RosterQuestion(topic="operations"), True),
        (RosterQuestion(topic="risk-management"), False),
        (RosterQuestion(scheme_id=2, topic="operations"), False),  # of two certificates, not of one
        (RosterQuestion(scheme_id=2, language="fr"), True),
        (RosterQuestion(scheme_id=2, language="th"), False),
        (RosterQuestion(scheme_id=1, countries=frozenset({"KE", "TZ"})), True),
        (RosterQuestion(scheme_id=1, countries=frozenset()), False),
    ],
)
def test_one_certificate_has_to_have_all_that_is_asked_for(question, expected):
    assert fits(question, WILLING, [ADVISOR, TRAINER]) is expected


def test_without_a_certificate_in_force_nobody_is_found():
    assert not fits(RosterQuestion(topic="operations"), WILLING, [])


QUESTIONS = st.builds(
    RosterQuestion,
    scheme_id=st.sampled_from([None, 1, 2]),
    topic=st.sampled_from(["", "operations", "legal-instruments"]),
    language=st.sampled_from(["", "en", "th"]),
    countries=st.sampled_from([None, frozenset({"KE"}), frozenset({"LA"})]),
)


@given(QUESTIONS)
def test_who_did_not_agree_is_found_by_no_question(question):
    assert not fits(question, replace(WILLING, listed=False), [ADVISOR, TRAINER])


@given(QUESTIONS, st.sampled_from(["scheme_id", "topic", "language", "countries"]))
def test_whoever_asks_for_less_finds_no_fewer(question, left_out):
    less = replace(question, **{left_out: getattr(RosterQuestion(), left_out)})
    assert fits(less, WILLING, [ADVISOR, TRAINER]) >= fits(question, WILLING, [ADVISOR, TRAINER])
