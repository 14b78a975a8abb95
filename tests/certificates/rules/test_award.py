"""What awards, records and papers say of a share, a moment, an address, and of words in another language."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.credentials.rules.award import (
    AwardScope,
    Watched,
    achievement_address,
    credential_address,
    instant,
    key_address,
    moment,
    percent,
    percent_required,
    scope_of,
    status_list_address,
    topics_written,
)
from certificates.credentials.rules.evidence import as_data, attempts_in, from_data
from certificates.credentials.rules.issuers import DEMONSTRATION, host_of, is_demonstration, issuer_did, required
from certificates.credentials.rules.lifecycle import (
    Change,
    Changed,
    Standing,
    StatusReason,
    Visibility,
    ending_of,
    reason_in_english,
    suspension_of,
)
from certificates.credentials.rules.pictured import is_pictured, is_pictured_to_strangers
from certificates.credentials.rules.spelling import Doubt, doubts, spelled_alike, titles_added
from certificates.credentials.rules.taught_in import taught_as_data, taught_from_data
from certificates.credentials.rules.wording import (
    AwardWords,
    evidence_in,
    language_preset,
    words_as_data,
    words_kept,
)
from lms.errors import RuleBroken
from tests.certificates.awards import ACHIEVEMENT, ISSUER, NOW, TAUGHT_IN, exam


@pytest.mark.parametrize(
    ("share", "reached", "demanded"),
    [
        (Fraction(0), "0", "0"),
        (Fraction(7, 10), "70", "70"),
        (Fraction(2, 3), "66.6", "66.7"),
        (Fraction(6999, 10000), "69.9", "70"),
        (Fraction(7001, 10000), "70", "70.1"),
        (Fraction(855, 1000), "85.5", "85.5"),
        (Fraction(1), "100", "100"),
    ],
)
def test_what_was_reached_is_rounded_down_and_what_is_demanded_up(share, reached, demanded):
    assert (percent(share), percent_required(share)) == (reached, demanded)


@given(st.fractions(0, 1))
def test_no_fail_reads_as_a_pass(share):
    down, up = (Fraction(one(share)) / 100 for one in (percent, percent_required))
    assert down <= share <= up
    assert up - down <= Fraction(1, 1000)


def test_a_moment_is_written_in_utc_in_whole_seconds_and_read_again():
    there = datetime(2026, 11, 20, 16, 0, 5, 999, tzinfo=timezone(timedelta(hours=7)))
    assert instant(there) == "2026-11-20T09:00:05Z"
    assert moment("2026-11-20T09:00:05Z") == datetime(2026, 11, 20, 9, 0, 5, tzinfo=UTC)
    assert moment("2026-11-20T16:00:05+07:00") == moment("2026-11-20T09:00:05Z")


@pytest.mark.parametrize("text", ["2026-11-20", "2026-11-20T09:00:05", "2026-11-20 09:00:05+00:00", "soon", None])
def test_a_text_without_a_time_or_a_zone_is_no_moment(text):
    with pytest.raises(ValueError):
        moment(text)


def test_addresses_begin_with_the_host_of_the_issuer():
    assert credential_address(ISSUER, "abc") == "https://academy.example/credentials/abc"
    own = "https://academy.example/achievements/identifying-wildlife-products/1"
    assert achievement_address(ISSUER, ACHIEVEMENT) == own
    assert achievement_address(ISSUER, replace(ACHIEVEMENT, language="fr", translated=True)) == f"{own}/fr"
    assert status_list_address(ISSUER, "2") == "https://academy.example/status/2"
    assert key_address(ISSUER.did, "k1") == "https://academy.example/keys/k1.json"


def test_the_scope_of_the_last_decision_counts():
    first, last = AwardScope(("operations",)), AwardScope(("risk-management", "operations"), "Trainer", ("fr",))
    assert scope_of([exam(scope=first), exam(scope=last), exam()]) == last
    assert (scope_of([exam()]), scope_of([])) == (None, None)
    assert topics_written(last.topics) == "risk management, operations"
    assert from_data(as_data([exam(scope=last)]))[0].scope == last


@pytest.mark.parametrize(("watched", "supervised"), [(one, one is Watched.SUPERVISED) for one in Watched])
def test_supervised_is_what_somebody_watched_who_does_not_teach(watched, supervised):
    assert exam(watched=watched).supervised is supervised
    [stored] = as_data([exam(watched=watched)])
    assert stored["supervised"] is supervised
    assert from_data([stored])[0].watched is watched


def test_the_attempts_that_caused_something_are_told_from_other_causes():
    causes = ("attempt:7", "panel:8", None, "attempt:x", "attempt:", "attempt:12", "attempt:1:2")
    assert attempts_in([{"cause": one} for one in causes] + [{}]) == [7, 12]


@pytest.mark.parametrize(("length", "fits"), [(253, True), (254, False)])
def test_a_host_has_at_most_253_letters(length, fits):
    host = ".".join(["a" * 61] * 4) + "." + "b" * (length - 248)
    assert len(host) == length
    if fits:
        assert host_of(f"did:web:{host}") == host
        return
    with pytest.raises(RuleBroken):
        host_of(f"did:web:{host}")


def test_only_one_issuer_is_the_demonstration():
    assert (is_demonstration(DEMONSTRATION), is_demonstration("did:web:academy.example")) == (True, False)
    assert required("did:web:academy.example") == "did:web:academy.example"
    assert issuer_did(None, "https://academy.example/spoor") == "did:web:academy.example"


@pytest.mark.parametrize(
    ("reason", "words", "said"),
    [
        (StatusReason.ERROR, "", "Issued in error."),
        (StatusReason.ERROR, "A slip.", "Issued in error. A slip."),
        (StatusReason.ERROR, "A slip", "Issued in error. A slip."),
        (None, "A slip.", "A slip."),
    ],
)
def test_a_reason_is_exported_as_sentences(reason, words, said):
    assert reason_in_english(reason, words) == said


def turns(*changes):
    return [Changed(change, NOW + timedelta(minutes=no)) for no, change in enumerate(changes)]


def test_which_change_ended_a_version_and_which_suspended_it():
    revoked, replaced, overturned = Change.REVOKED, Change.REPLACED, Change.OVERTURNED
    for changes, ended in (
        ((), None), ((Change.ISSUED, Change.SUSPENDED), None), ((replaced, revoked), 1), ((revoked, replaced), 0),
        ((revoked, overturned), None), ((revoked, overturned, replaced), 2), ((revoked, overturned, revoked), 2),
        ((replaced, replaced), 1),
    ):  # fmt: skip
        known = turns(*changes)
        assert ending_of(known) == (None if ended is None else known[ended])
    known = turns(Change.SUSPENDED, Change.REINSTATED, Change.SUSPENDED)
    assert suspension_of(known) == known[2]
    assert suspension_of(known[:2]) is None
    assert suspension_of(turns(Change.SUSPENDED, revoked, overturned)) is None


@pytest.mark.parametrize("standing", Standing)
def test_a_picture_is_shown_of_what_is_good_and_to_strangers_of_what_is_in_force(standing):
    assert is_pictured(standing) is (standing in {Standing.IN_FORCE, Standing.NOT_YET})
    assert is_pictured_to_strangers(standing, Visibility.LINK) is (standing is Standing.IN_FORCE)
    assert not is_pictured_to_strangers(standing, Visibility.PRIVATE)


def test_the_cohort_is_kept_and_read_again_and_none_is_none():
    assert taught_from_data(taught_as_data(TAUGHT_IN)) == TAUGHT_IN
    assert (taught_as_data(None), taught_from_data({})) == ({}, None)
    assert taught_as_data(TAUGHT_IN)["begins"] == "2026-09-07"
    assert taught_from_data(taught_as_data(TAUGHT_IN)).ends == date(2026, 10, 30)


FRENCH = AwardWords("fr", "Titre", "Description.", "Critères.", {"Final exam": "Examen final"})


def test_words_are_found_by_their_language_alone():
    stored = {"fr": words_as_data(FRENCH)}
    assert words_kept(stored, "fr") == FRENCH
    assert (words_kept(stored, "de"), words_kept(stored, None), words_kept({}, "fr")) == (None, None, None)
    named, other = exam(), exam(name="Practical exam")
    assert [one.name for one in evidence_in([named, other], FRENCH)] == ["Examen final", "Practical exam"]
    assert evidence_in([named, other], None) == (named, other)


@pytest.mark.parametrize(
    ("chosen", "reader", "preset"),
    [("de", "fr", "de"), (None, "fr", "fr"), ("ru", "fr", "fr"), ("ru", "es", "en"), (None, "es", "en")],
)
def test_the_language_that_is_marked_first(chosen, reader, preset):
    assert language_preset(iter(["en", "fr", "de"]), chosen, reader) == preset


def test_names_of_more_than_six_words_are_compared_as_they_stand_and_sorted():
    seven = "Ana Bela Carla Dora Eva Fina Gita"
    assert spelled_alike("Gita Fina Eva Dora Carla Bela Ana", seven)
    assert spelled_alike("AnaBela Carla Dora Eva Fina Gita", seven)
    six = "Ana Bela Carla Dora Eva Fina"
    assert spelled_alike("FinaEva Dora Carla Bela Ana", six)
    assert not spelled_alike("", "")


@pytest.mark.parametrize(
    ("wished", "checked", "titles"),
    [
        ("Dr Dr Ana Silva", "Ana Silva", ("Dr", "Dr")),
        ("Dr Ana Silva", "Dr Ana Silva", ()),
        ("Dr Ana Silva", "Ana Silvo", ()),
        ("Major Ana Silva", "Ana Silva", ()),  # a name somewhere
        ("Ana, Silva MSc", "Ana Silva", ("MSc",)),
    ],
)
def test_titles_are_what_a_name_has_more_and_nothing_else(wished, checked, titles):
    assert titles_added(wished, checked) == titles


def test_each_doubt_comes_from_its_own_difference():
    def judged(latin, local, name="Ana Silva", local_name="Ана"):
        return doubts(latin, local, name=name, local_name=local_name, named_at=None, earned_at=NOW)

    assert judged("Ana Silva", "Ана") == set()
    assert judged("Ana Silva", "") == set()
    assert judged("Ana Silva", "Ана", name="") == {Doubt.LATIN}
    assert judged("Eve Silva", "Ева") == {Doubt.LATIN, Doubt.LOCAL}
    assert judged("Ana Silva", "Ana Silva") == set()  # the name of the account itself
    assert judged("Ana Silva", "Ана", local_name="") == {Doubt.LOCAL}
