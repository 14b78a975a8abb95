"""What is found of certificates and names, and what of others is not among it."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import CredentialVersion, NameRequest
from certificates.credentials.policy import claimed_by, is_impartial, may_judge_name, names_judged_by
from certificates.credentials.queries import export, lists
from certificates.credentials.queries.audited import AUDITED
from certificates.credentials.queries.earned import open_and_made
from certificates.credentials.queries.held import changes_of, open_claims, renewed_certificate, renewed_certificates
from certificates.credentials.queries.home import claims_first, names_first
from certificates.credentials.queries.name_requests import (
    approved_request,
    claims_with_requests,
    count_waiting,
    names_asked,
    newest_requests,
    waiting,
)
from certificates.credentials.queries.trusted import files_issued, own_trust, registered, status_check
from certificates.credentials.rules.lifecycle import Change, ClaimWithdrawal, Standing, StatusReason
from certificates.credentials.services import ending, issuance, name_requests, suspending
from certificates.credentials.services.claim_withdrawal import withdraw_claim
from certificates.credentials.services.naming import Names
from certificates.credentials.verification.report import CheckState, Verdict
from certificates.credentials.verification.trust import digest
from certificates.credentials.verification.verify import verify
from lms import storage
from lms.access import Role
from lms.errors import Conflict
from tests.builders import certificates as build
from tests.builders import people as make

DAY = timedelta(days=1)


@pytest.fixture
def other(session):
    return make.person(session, "Grace Wambui", Role.OFFICER, name_checked_at=make.NOW)


@pytest.fixture
def rosa(session):
    return make.viewer(session, make.person(session, "Rosa Almeida", Role.PROGRAMME_MANAGER))


def ask(session, claim, name, now=make.NOW):
    return name_requests.ask(session, claim, Names(name), frozenset(), by_id=claim.person_id, now=now)


def test_what_happened_is_told_of_the_versions_that_are_asked_about(session, held, other):
    beside = build.unsigned(session, other, name="Grace Wambui")
    found = changes_of(session, [held.version.id])
    assert {one: [each.change for each in every] for one, every in found.items()} == {held.version.id: [Change.ISSUED]}
    assert set(changes_of(session, [held.version.id, beside.version.id])) == {held.version.id, beside.version.id}
    assert dict(changes_of(session, [])) == {}


def test_names_wait_oldest_first_until_they_are_decided_or_their_claim_is_withdrawn(
    session, officer, other, course, now
):
    mine, theirs = (build.claim(session, row, course) for row in (officer, other))
    first, second = ask(session, mine, "Eve Mallory"), ask(session, theirs, "Grace W.")
    assert [one.request for one in names_asked(session, *waiting())] == [first, second]
    assert [one.request for one in names_asked(session, *waiting(), most=1, skip=1)] == [second]
    [found] = names_asked(session, *waiting(NameRequest.claim_id == theirs.id))
    assert (found.request, found.claim, found.achievement.id) == (second, theirs, theirs.achievement_id)
    assert count_waiting(session) == 2
    withdraw_claim(session, mine, ClaimWithdrawal.ANNULLED, actor_id=None, now=now)
    assert (count_waiting(session), [one.request for one in names_asked(session, *waiting())]) == (1, [second])
    second.outcome, second.decided_at = "refused", now
    session.flush()
    assert (count_waiting(session), names_asked(session, *waiting())) == (0, [])


def test_another_name_of_one_person_leaves_that_of_the_other_waiting(session, officer, other, course, now):
    mine, theirs = (build.claim(session, row, course) for row in (officer, other))
    beside = ask(session, theirs, "Grace W.")
    first = ask(session, mine, "Eve Mallory")
    name_requests.withdraw(session, mine, by_id=officer.id, now=now)
    session.expire_all()
    assert (first.outcome, first.decided_by_id, first.decided_at, beside.outcome) == (
        "withdrawn", officer.id, now, None,
    )  # fmt: skip


def test_what_became_last_of_a_name_does_not_count_what_its_holder_withdrew(session, officer, other, course, now):
    mine, theirs = (build.claim(session, row, course) for row in (officer, other))
    first = ask(session, mine, "Eve Mallory")
    first.outcome, first.decided_at = "refused", now
    session.flush()
    second = ask(session, mine, "Eve M.")
    assert newest_requests(session, [mine.id]) == {mine.id: second}
    name_requests.withdraw(session, mine, by_id=officer.id, now=now)
    assert newest_requests(session, [mine.id, theirs.id]) == {mine.id: first}
    ask(session, theirs, "Grace W.")
    own = claimed_by(make.viewer(session, officer))
    assert [(claim, request) for claim, _what, request in claims_with_requests(session, own)] == [(mine, first)]
    [waiting_one], made = open_and_made(session, own)
    assert (waiting_one.claim, waiting_one.request, waiting_one.is_checked, made) == (mine, first, True, [])
    assert [claim for claim, _what, _request in claims_with_requests(session)] == [theirs, mine]


def test_the_newest_agreement_about_a_claim_is_the_one_that_counts(session, officer, other, course, now):
    mine, theirs = (build.claim(session, row, course) for row in (officer, other))
    for claim, name, outcome in (
        (mine, "Eve A.", "approved"), (mine, "Eve B.", "approved"), (mine, "Eve C.", "refused"),
        (theirs, "Grace W.", "approved"),
    ):  # fmt: skip
        row = ask(session, claim, name)
        row.outcome, row.decided_at = outcome, now
        session.flush()
    assert approved_request(session, mine.id).name == "Eve B."
    assert approved_request(session, theirs.id).name == "Grace W."


def test_a_name_is_decided_once_and_beside_it_nothing(session, officer, other, course, rosa, now):
    mine, theirs = (build.claim(session, row, course) for row in (officer, other))
    asked, beside = ask(session, mine, "Eve Mallory"), ask(session, theirs, "Grace W.")
    name_requests.refuse(session, asked, reason=" Somebody else. ", by=rosa, now=now)
    session.expire_all()
    assert (asked.outcome, asked.reason, asked.decided_by_id, asked.decided_at) == (
        "refused", "Somebody else.", rosa.id, now,
    )  # fmt: skip
    assert beside.outcome is None
    with pytest.raises(Conflict, match="already decided"):
        name_requests.refuse(session, asked, reason="Once more.", by=rosa, now=now)


def test_who_judges_a_name_manages_its_person_and_is_not_that_person(session, officer, course, rosa):
    claim = build.claim(session, officer, course)
    far = make.viewer(session, make.person(session, "Far", (Role.PROGRAMME_MANAGER, make.administration(session))))
    own_row = make.person(session, "Manager Too", Role.PROGRAMME_MANAGER, name_checked_at=make.NOW)
    own, me = build.claim(session, own_row, course), make.viewer(session, own_row)
    ask(session, claim, "Eve Mallory")
    ask(session, own, "Somebody Else")
    for who, what, may in ((rosa, claim, True), (far, claim, False), (me, claim, True), (me, own, False)):
        assert may_judge_name(session, who, what) is may
        listed = [one.claim for one in names_asked(session, *waiting(names_judged_by(who)))]
        assert (what in listed) is may


def test_whoever_has_their_rights_from_the_holder_is_not_impartial(session, officer, course, rosa):
    claim = build.claim(session, officer, course)
    appointed = make.viewer(session, make.appointed(session, officer.id))
    assert (is_impartial(session, rosa, claim), is_impartial(session, appointed, claim)) == (True, False)


def test_home_asks_what_concerns_whom(session, officer, other, course, rosa, now):
    mine = build.claim(session, officer, course)
    ask(session, mine, "Eve Mallory")
    me, she = (make.viewer(session, row) for row in (officer, other))

    def answers(asked):
        return list(session.execute(select(*asked)).one())

    assert [bool(one) for one in answers(claims_first(me, now))] == [True, True]
    assert [bool(one) for one in answers(claims_first(she, now))] == [False, True]
    assert names_first(me, now) == []
    nobody = make.viewer(session, make.person(session, "Nobody"))
    assert (claims_first(nobody, now), names_first(nobody, now)) == ([], [])
    assert answers(names_first(rosa, now)) == [1]


def test_what_a_claim_renews_is_found_for_the_claims_that_renew_something(session, held, officer):
    at = held.version.valid_until - 30 * DAY
    renewing = build.renewing_claim(session, held, at=at)
    fresh = build.claim(session, officer, build.course_version(session))
    found = renewed_certificates(session, [renewing, fresh])
    assert {one: each.credential.id for one, each in found.items()} == {renewing.id: held.credential.id}
    assert (renewed_certificates(session, [fresh]), renewed_certificate(session, fresh)) == ({}, None)
    assert [claim for claim, _what in open_claims(session)] == [fresh, renewing]


def test_a_certificate_is_being_made_while_one_of_its_own_versions_waits(session, held, officer, other, now):
    waits = build.confirmed(session, other, build.course_version(session), name="Grace Wambui")
    assert not build.again(session, held.credential.id).being_made
    theirs = build.again(session, waits.credential_id)
    assert (theirs.being_made, theirs.version.no, theirs.standing(now)) == (True, 1, Standing.MAKING)
    suspending.suspend(session, held.credential, "It is looked at.", actor_id=None, now=now)
    assert build.again(session, waits.credential_id).being_made
    ending.revoke(session, theirs.credential, StatusReason.ERROR, "A slip.", actor_id=None, now=now)
    assert not build.again(session, waits.credential_id).being_made


def test_a_record_is_the_version_that_says_the_same_under_the_same_address(session, held, other):
    build.unsigned(session, other, name="Grace Wambui")
    did, record = issuing().did, json.loads(held.version.record)
    found = lists.version_of(session, did, record)
    assert (found.credential.id, found.version.id, len(found.changes)) == (held.credential.id, held.version.id, 1)
    for change in (
        {"name": "Another"},
        {"id": record["id"].replace("demo.", "other.")},
        {"id": record["id"] + "0"},
        {"id": "https://demo.spoor.example/credentials/0d6d4b0a-3f4e-4d38-9d0e-3f1f4a4d2b22"},
    ):
        assert lists.version_of(session, did, record | change) is None
    assert files_issued(session, did, record | {"name": "Another"}) is None
    keys = (held.version.pdf_key, held.version.png_key, held.version.svg_key)
    assert files_issued(session, did, record) == {storage.digest_of(key) for key in keys}


def test_of_what_the_register_is_asked(session, held, now):
    did = issuing().did
    trust = own_trust(session, did)
    report = verify(held.version.record.encode(), trust, now=now)
    assert (report.verdict, registered(session, report, did).version.id) == (Verdict.VALID, held.version.id)
    assert registered(session, report, None) is None
    assert registered(session, report, "did:web:elsewhere.example") is None
    stranger = verify(held.version.record.encode(), own_trust(session, None), now=now)
    assert registered(session, stranger, did) is None
    assert own_trust(session, None).issuers == {}
    assert (set(trust.issuers), set(trust.issued), set(own_trust(session, did, register=False).issued)) == (
        {did}, {did}, set(),
    )  # fmt: skip


def checked(session, held, now):
    return status_check(lists.version_of(session, issuing().did, json.loads(held.version.record)), now)


def test_what_the_register_says_of_each_status(session, held, now):
    first = checked(session, held, now)
    assert (first.ok, first.state) == (True, CheckState.HOLDS)
    assert first.detail == "Not revoked; the issuer's own register, 2026-11-25T09:00:00Z"
    suspending.suspend(session, held.credential, "It is looked at.", actor_id=None, now=now)
    second = checked(session, held, now)
    assert (second.ok, second.state) == (False, CheckState.SUSPENDED)
    made = suspending.lift(session, held.credential, "It holds.", issuing(), actor_id=None, now=now)
    issuance.keep(session, made.id, build.FILES, now=now)
    third = checked(session, held, now)
    assert (third.ok, third.state, third.detail) == (
        False, CheckState.REPLACED, "Replaced on 2026-11-25T09:00:00Z: A suspension was lifted.",
    )  # fmt: skip
    ending.add_change(
        session, held.version.id, Change.REVOKED, reason=StatusReason.ERROR, words="A slip.", actor_id=None, now=now
    )
    last = checked(session, held, now)
    assert (last.ok, last.state, last.detail) == (
        False, CheckState.REVOKED, "Revoked on 2026-11-25T09:00:00Z: Issued in error. A slip.",
    )  # fmt: skip


def test_what_is_exported_is_signed_and_in_order_and_what_ended_is_told_by_its_place(session, held, other, now):
    later = build.unsigned(session, other, name="Grace Wambui")
    build.confirmed(session, make.person(session, "Third"), build.course_version(session), name="Third")
    every = list(export.issued(session))
    assert [(one.uuid, one.version) for one in every] == [(held.credential.uuid, 1), (later.credential.uuid, 1)]
    first = every[0]
    assert first.address == f"https://demo.spoor.example/credentials/{held.credential.uuid}"
    assert set(first.files) == {"json", "jwt", "pdf", "png", "svg"}
    assert first.files["json"] == session.get_one(CredentialVersion, held.version.id).record.encode()
    assert lists.endings(session) == {}
    ending.revoke(session, later.credential, StatusReason.ERROR, "A slip.", actor_id=None, now=now)
    [(place, found)] = lists.endings(session).items()
    assert (place.index, found.at, found.replaced) == (later.version.status_index, now, False)


def test_what_the_record_is_compared_with_is_each_certificate_and_each_change(session, held, officer, other, now):
    later = build.unsigned(session, other, name="Grace Wambui")
    suspending.suspend(session, held.credential, "It is looked at.", actor_id=None, now=now)
    kinds = {one.event: one.next for one in AUDITED}

    def after(event, place):
        return [(one.place, one.subject) for one in kinds[event](session, place)]

    both = [(each.credential.id, f"credential:{each.credential.id}") for each in (held, later)]
    for event in ("credential.name-confirmed", "credential.issued"):
        assert after(event, 0) == both
        assert after(event, held.credential.id) == both[1:]
        assert after(event, later.credential.id) == []
    assert after("credential.suspended", 0) == both[:1]
    assert after("credential.revoked", 0) == []
    [told] = kinds["credential.suspended"](session, 0)
    assert told.said == {"words": "It is looked at."}
    assert kinds["credential.name-confirmed"](session, 0)[0].said == {"person_id": officer.id}
    keys = kinds["issuer-key.made"](session, 0)
    assert [one.said["kind"] for one in keys] == ["Ed25519", "P-256"]
    assert kinds["issuer-key.made"](session, keys[0].place) == keys[1:]
    [listed] = kinds["status-list.published"](session, 0)
    assert listed.said["sha256"] == digest(lists.list_named(session, "1").document.encode())
    assert (listed.said["revision"], kinds["status-list.published"](session, listed.place)) == (1, [])
