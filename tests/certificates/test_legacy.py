"""What 0.1 kept of something earned, with its source and its evidence."""

from datetime import UTC
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from certificates.credentials.legacy import achievement, claim
from certificates.credentials.rules.award import Genre
from certificates.credentials.rules.evidence import from_data

shares = st.fractions(0, 1)
claims = st.fixed_dictionaries(
    {
        "id": st.integers(1),
        "uuid": st.uuids().map(str),
        "person_id": st.integers(1),
        "course_id": st.integers(1),
        "achievement_id": st.integers(1),
        "exam": st.text(),
        "share": shares.map(str),
        "cut": shares.map(str),
        "supervised": st.booleans(),
        "cause": st.none() | st.text(),
        "earned_at": st.datetimes(timezones=st.just(UTC)),
        "draft_name": st.text(),
        "draft_local_name": st.text(),
        "taken_at": st.none() | st.datetimes(timezones=st.just(UTC)),
    }
)
GONE = {"course_id", "exam", "share", "cut", "supervised", "cause"}


@given(claims)
def test_nothing_of_a_claim_is_lost(row):
    made = claim(row)
    assert made["source_ref"] == f"course:{row['course_id']}"
    (exam,) = from_data(made["evidence"])
    assert (exam.genre, exam.name, exam.supervised, exam.cause) == (
        Genre.EXAM, row["exam"], row["supervised"], row["cause"],
    )  # fmt: skip
    assert (exam.at, exam.score, exam.cut) == (row["earned_at"], Fraction(row["share"]), Fraction(row["cut"]))
    kept = row.keys() - GONE
    assert {name: made[name] for name in kept} == {name: row[name] for name in kept}
    new = {"withdrawn_at", "renews_id", "renewal_no", "begins_at", "cohort_id", "language"}
    assert made.keys() - kept == {"source_ref", "evidence"} | new
    assert {made[name] for name in new} == {None}


def test_an_achievement_says_the_version_that_awards_it():
    row = {"id": 3, "course_id": 7, "course_version_id": 12, "slug": "tiny", "version": 2, "title": "Tiny"}
    assert achievement(row) == {
        "id": 3, "source_kind": "course-version", "source_id": 12, "source_ref": "course:7", "slug": "tiny",
        "version": 2, "title": "Tiny", "renewal_window_months": 6, "translations": {},
    }  # fmt: skip
