"""What was earned stands by itself: the claims of others, and those to other things, stay as they are."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from certificates.credentials.models import Achievement, Claim
from certificates.credentials.rules.award import Watched
from certificates.credentials.rules.lifecycle import ClaimWithdrawal, StatusReason
from certificates.credentials.rules.wording import AwardWords
from certificates.credentials.services import ending
from certificates.credentials.services.claim_withdrawal import claims_on, reinstate_claim, withdraw_claim
from certificates.credentials.services.claims import (
    Source,
    choose_language,
    holds_already,
    keep_draft,
    may_wait_again,
    take_up,
)
from certificates.credentials.sources.course_exam import PassedFinal, achievement_earned
from lms.access import Role
from tests.builders import certificates as build
from tests.builders.audit import entries
from tests.builders.people import person

YEARS = timedelta(days=1200)


@pytest.fixture
def other(session):
    """Another officer."""
    return person(session, "Grace Wambui", Role.OFFICER, email="grace@example.org")


@pytest.fixture
def another(session):
    """Another course."""
    return build.course_version(session)


def earned(session, row, version, now, **more):
    final = PassedFinal(row.id, version.id, "Final exam", Fraction(1), Fraction(7, 10), Watched.NONE, now, **more)
    return achievement_earned(session, final)


def is_open(session, claim):
    session.expire_all()
    return claim.taken_at is None and claim.withdrawn_at is None


def test_what_others_wait_for_and_what_one_earned_elsewhere_keep_nobody_from_it(
    session, officer, other, course, another, now
):
    build.claim(session, other, course)
    build.claim(session, officer, another)
    made = take_up(session, earned(session, officer, course, now), now=now)
    assert (made.person_id, made.source_ref, made.begins_at, made.renews_id, made.renewal_no) == (
        officer.id, f"course:{course.course_id}", None, None, None,
    )  # fmt: skip
    assert take_up(session, earned(session, officer, course, now), now=now) is None


def test_the_certificates_of_others_and_of_other_courses_keep_nobody_from_it(session, officer, other, course, now):
    build.issued(session, other, course, name="Grace Wambui")
    own = build.issued(session, officer)
    assert holds_already(session, officer.id, own.claim.source_ref, now)
    assert not holds_already(session, officer.id, f"course:{course.course_id}", now)
    assert take_up(session, earned(session, officer, course, now), now=now) is not None
    assert holds_already(session, officer.id, f"course:{course.course_id}", now)


def test_the_record_says_what_was_earned_and_until_when_it_holds(session, officer, course, now):
    made = take_up(session, earned(session, officer, course, now), now=now)
    [entry] = entries(session, "certificate.earned")
    achievement = session.get_one(Achievement, made.achievement_id)
    assert (entry.subject, entry.actor_id) == (f"claim:{made.id}", officer.id)
    assert entry.data == {
        "person_id": officer.id, "achievement": f"{achievement.slug}/1", "renews_id": None, "begins_at": None,
        "valid_until": "2029-11-25T09:00:00Z",
    }  # fmt: skip


def test_what_holds_for_ever_has_no_end_in_the_record(session, officer, now):
    endless = build.course_version(session, valid_months=None)
    made = take_up(session, earned(session, officer, endless, now), now=now)
    assert entries(session, "certificate.earned")[-1].data["valid_until"] is None
    assert not may_wait_again(session, made, now + 100 * YEARS)  # it still waits


def test_a_claim_whose_time_is_over_makes_way_and_those_of_others_and_to_other_courses_wait_on(
    session, officer, other, course, another, now
):
    begun = now - YEARS
    old, theirs = (build.claim(session, row, course, at=begun) for row in (officer, other))
    elsewhere = build.claim(session, officer, another, at=begun)
    assert take_up(session, earned(session, officer, course, now), now=now) is not None
    assert (is_open(session, old), is_open(session, theirs), is_open(session, elsewhere)) == (False, True, True)
    assert old.withdrawn_at == now
    [entry] = entries(session, "certificate.claim-withdrawn")
    assert (entry.subject, entry.actor_id, entry.data) == (
        f"claim:{old.id}", None, {"person_id": officer.id, "reason": "lapsed"},
    )  # fmt: skip


def test_things_of_two_kinds_with_one_number_are_two_achievements(session, officer, course, now):
    first = earned(session, officer, course, now)
    twin = replace(
        first, source=Source("scheme-version", first.source.id, "scheme:1"), terms=replace(first.terms, slug="trainer")
    )
    one, two = (take_up(session, each, now=now) for each in (first, twin))
    assert one.achievement_id != two.achievement_id
    kinds = session.execute(select(Achievement.source_kind, Achievement.source_ref, Achievement.slug)).all()
    assert {tuple(each) for each in kinds} >= {("scheme-version", "scheme:1", "trainer")}


def test_what_the_database_refuses_for_another_reason_is_no_second_pass(session, officer, course, now):
    with pytest.raises(IntegrityError):
        take_up(session, replace(earned(session, officer, course, now), cohort_id=999_999), now=now)


def test_a_new_one_after_an_old_one_begins_when_it_was_passed(session, officer, course, now):
    held = build.issued(session, officer, course, at=now - YEARS)
    made = take_up(session, earned(session, officer, course, now), now=now)
    assert (made.begins_at, made.renews_id) == (now, None)
    assert held.version.valid_until < now


def test_a_renewal_is_numbered_and_begins_at_the_end_of_the_certificate_before_it(session, held, now):
    at = held.version.valid_until - timedelta(days=30)
    made = build.renewing_claim(session, held, at=at)
    assert (made.renews_id, made.renewal_no, made.begins_at) == (held.claim.id, 1, held.version.valid_until)
    assert entries(session, "certificate.earned")[-1].data | {"person_id": 0, "achievement": ""} == {
        "person_id": 0, "achievement": "", "renews_id": held.credential.id, "begins_at": "2029-11-25T09:00:00Z",
        "valid_until": "2032-11-25T09:00:00Z",
    }  # fmt: skip
    withdraw_claim(session, made, ClaimWithdrawal.ANNULLED, actor_id=None, now=at)
    assert build.renewing_claim(session, held, at=at).renewal_no == 2


@pytest.mark.parametrize(
    ("reason", "waits"), [(StatusReason.MISCONDUCT, False), (StatusReason.ERROR, True), (None, True)]
)
def test_a_withdrawn_renewal_waits_again_unless_the_certificate_before_it_fell_for_a_fault(
    session, held, reason, waits
):
    at = held.version.valid_until - timedelta(days=30)
    made = build.renewing_claim(session, held, at=at)
    assert not may_wait_again(session, made, at)  # it waits already
    withdraw_claim(session, made, ClaimWithdrawal.ANNULLED, actor_id=None, now=at)
    if reason is not None:
        ending.revoke(session, held.credential, reason, "What was found.", actor_id=None, now=at)
    assert may_wait_again(session, made, at) is waits


def test_another_renewal_of_the_same_keeps_a_withdrawn_one_from_waiting_again(session, held, officer):
    at = held.version.valid_until - timedelta(days=30)
    first = build.renewing_claim(session, held, at=at)
    withdraw_claim(session, first, ClaimWithdrawal.ANNULLED, actor_id=None, now=at)
    build.taken(session, build.renewing_claim(session, held, at=at), "Ngozi Okafor", at=at)
    assert not may_wait_again(session, session.get_one(Claim, first.id), at)


def test_a_claim_is_withdrawn_once_and_that_of_another_stays(session, officer, other, course, now):
    mine, theirs = (build.claim(session, row, course) for row in (officer, other))
    assert withdraw_claim(session, mine, ClaimWithdrawal.ANNULLED, actor_id=other.id, now=now) is True
    assert withdraw_claim(session, mine, ClaimWithdrawal.ANNULLED, actor_id=other.id, now=now) is False
    assert (is_open(session, mine), is_open(session, theirs)) == (False, True)
    [entry] = entries(session, "certificate.claim-withdrawn")
    assert (entry.subject, entry.actor_id, entry.data) == (
        f"claim:{mine.id}", other.id, {"person_id": officer.id, "reason": "annulled"},
    )  # fmt: skip


def test_a_withdrawn_claim_waits_again_alone_and_one_that_waits_is_not_told_of(session, officer, other, course, now):
    mine, theirs = (build.claim(session, row, course) for row in (officer, other))
    reinstate_claim(session, mine, actor_id=None, now=now)
    assert entries(session, "certificate.claim-reinstated") == []
    for one in (mine, theirs):
        withdraw_claim(session, one, ClaimWithdrawal.ANNULLED, actor_id=None, now=now)
    reinstate_claim(session, mine, actor_id=other.id, now=now)
    assert (is_open(session, mine), is_open(session, theirs)) == (True, False)
    [entry] = entries(session, "certificate.claim-reinstated")
    assert (entry.subject, entry.actor_id, entry.data) == (f"claim:{mine.id}", other.id, {"person_id": officer.id})


def test_claims_on_an_attempt_are_those_of_its_person_and_course_that_became_no_certificate(
    session, officer, other, course, another, now
):
    def passed(row, version, cause):
        return take_up(session, earned(session, row, version, now, cause=cause), now=now)

    mine = passed(officer, course, "attempt:7")
    passed(other, course, "attempt:7")
    passed(officer, another, "attempt:7")
    ref = f"course:{course.course_id}"
    assert claims_on(session, officer.id, ref, 7) == [mine]
    assert claims_on(session, officer.id, ref, 8) == []
    withdraw_claim(session, mine, ClaimWithdrawal.ANNULLED, actor_id=None, now=now)
    again = passed(officer, course, "attempt:7")
    assert claims_on(session, officer.id, ref, 7) == [mine, again]
    again.taken_at = now
    session.flush()
    assert claims_on(session, officer.id, ref, 7) == [mine]


def test_names_and_language_are_kept_for_the_claim_and_words_as_they_were_first_chosen(session, officer, course, now):
    claim = build.claim(session, officer, course)
    keep_draft(session, claim, "Ngozi Okafor", "ສົມໄຊ")
    words = AwardWords("fr", "Titre", "Ce qu’il faut savoir.", "L’examen.", {})
    choose_language(session, claim, "fr", words)
    choose_language(session, claim, "fr", replace(words, title="Autre titre"))
    choose_language(session, claim, "de", replace(words, language="de", title="Titel"))
    choose_language(session, claim, "en", None)
    session.expire_all()
    assert (claim.draft_name, claim.draft_local_name, claim.language) == ("Ngozi Okafor", "ສົມໄຊ", "en")
    kept = session.get_one(Achievement, claim.achievement_id).translations
    assert {one: said["title"] for one, said in kept.items()} == {"fr": "Titre", "de": "Titel"}
