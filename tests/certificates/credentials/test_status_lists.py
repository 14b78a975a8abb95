"""Status lists beside one another: which are due, what is set in which, and who takes a place where."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import KeptPlace, StatusList
from certificates.credentials.queries.lists import indexes_set, list_named, lists_due, published_lists
from certificates.credentials.rules.award import Issuer
from certificates.credentials.rules.lifecycle import Change, StatusReason
from certificates.credentials.services import allocating, ending, publishing, signing
from certificates.credentials.services.taking_over import take_over
from certificates.credentials.signing import keys, status_list
from certificates.credentials.signing.keys import KeyKind
from lms.errors import RuleBroken
from tests.builders import certificates as build
from tests.builders.audit import entries

DAY = timedelta(days=1)


def listed(session, name, now, **more):
    values = {"entries": 0, "revision": 1, "published_revision": 1, "published_at": now, "document": "{}"} | more
    row = StatusList(name=name, made_at=now, **values)
    session.add(row)
    session.flush()
    return row


@pytest.fixture
def own(session, held):
    """The list of the certificate."""
    return session.get_one(StatusList, held.version.status_list_id)


@pytest.fixture
def beside(session, own, now):
    """Another list, published and unchanged."""
    return listed(session, "2", now)


def published_as(session, now, *indexes, name="1", **changes):
    """A list as our key signed it, with whatever a test wants different before it is signed."""
    issuer = Issuer(issuing().did, "Site")
    signer = signing.open_signer(session, issuing(), KeyKind.ED25519)
    made = status_list.build(issuer, name, indexes, now=now) | changes
    return json.dumps(status_list.signed(made, signer, did=issuer.did, now=now)).encode()


@pytest.mark.parametrize(
    ("more", "due"),
    [
        ({}, False),
        ({"published_revision": None, "published_at": None}, True),
        ({"revision": 2}, True),
        ({"published_at": -DAY}, True),  # a day old, to the second
        ({"published_at": -DAY + timedelta(seconds=1)}, False),
    ],
)
def test_a_list_is_due_that_was_never_published_changed_since_or_is_a_day_old(session, now, more, due):
    if isinstance(more.get("published_at"), timedelta):
        more = more | {"published_at": now + more["published_at"]}
    row = listed(session, "77", now, **more)
    assert (row.id in lists_due(session, now)) is due


def test_lists_are_found_by_their_names_and_those_never_published_are_not_shown(session, own, beside, now):
    listed(session, "3", now, document=None)
    assert [row.name for row in published_lists(session)] == ["1", "2"]
    assert (list_named(session, "2"), list_named(session, "4")) == (beside, None)


def test_what_is_set_in_one_list_is_not_in_another(session, held, own, beside, now):
    session.add(KeptPlace(status_list_id=beside.id, status_index=5, at=now))
    session.flush()
    assert (indexes_set(session, own.id), indexes_set(session, beside.id)) == (frozenset(), {5})
    ending.add_change(session, held.version.id, Change.REVOKED, reason=StatusReason.ERROR, actor_id=None, now=now)
    assert (indexes_set(session, own.id), indexes_set(session, beside.id)) == ({held.version.status_index}, {5})


def test_what_ends_a_version_calls_for_its_own_list_and_what_does_not_for_none(session, held, own, beside, now):
    before = own.revision
    ending.add_change(session, held.version.id, Change.REINSTATED, actor_id=None, now=now)
    session.expire_all()
    assert (own.revision, beside.revision) == (before, 1)
    ending.add_change(session, held.version.id, Change.SUSPENDED, actor_id=None, now=now)
    session.expire_all()
    assert (own.revision, beside.revision) == (before + 1, 1)


def test_places_that_nobody_knows_call_for_their_own_list_and_are_told(session, held, own, beside, now):
    before = own.revision
    free = [one for one in (1, 2, 3) if one != held.version.status_index][:2]
    [said] = take_over(session, published_as(session, now, *free), now)
    assert said.endswith(": 2.")
    session.expire_all()
    assert (own.revision, beside.revision) == (before + 1, 1)
    kept = session.scalars(select(KeptPlace).order_by(KeptPlace.status_index)).all()
    assert [(one.status_list_id, one.status_index, one.at) for one in kept] == [(own.id, one, now) for one in free]
    [entry] = entries(session, "status-list.places-kept")
    assert (entry.subject, entry.data) == (f"status-list:{own.id}", {"indexes": free})
    assert "Nothing" in take_over(session, published_as(session, now, *free), now)[0]


def test_the_place_of_a_certificate_in_one_list_says_nothing_of_it_in_another(session, held, own, beside, now):
    index = held.version.status_index
    session.add(KeptPlace(status_list_id=own.id, status_index=index + 1, at=now))
    session.flush()
    [said] = take_over(session, published_as(session, now, index, index + 1, name="2"), now)
    assert said.endswith(": 2.")  # both are unknown there
    assert indexes_set(session, own.id) == {index + 1}
    assert indexes_set(session, beside.id) == {index, index + 1}


def test_a_list_that_the_backup_lost_is_added_as_it_was_made(session, held, own, now):
    take_over(session, published_as(session, now - DAY, 7, name="9"), now)
    row = list_named(session, "9")
    assert (row.made_at, row.entries, row.revision, row.published_revision) == (now - DAY, 0, 2, None)
    assert row.id in lists_due(session, now)


def test_what_was_suspended_by_a_list_is_told_with_how_it_stood(session, held, officer, now):
    take_over(session, published_as(session, now, held.version.status_index), now)
    [entry] = entries(session, "credential.suspended")
    data = dict(entry.data)
    assert data.pop("words").startswith("The status list of 2026-11-25T09:00:00Z says")
    assert data == {"person_id": officer.id, "version": 1, "before": "in-force", "after": "suspended"}
    assert (entry.subject, entry.actor_id) == (f"credential:{held.credential.id}", None)
    suspension = build.again(session, held.credential.id).suspension
    assert (suspension.reason, suspension.at) == (StatusReason.UNDER_REVIEW, now)


@pytest.mark.parametrize(
    "changes",
    [
        {"validFrom": "2026-11-25"},
        {"validUntil": "2026-12-09"},
        {"id": "https://demo.spoor.example/elsewhere/1"},
        {"type": ["VerifiableCredential"]},
    ],
)
def test_a_list_of_ours_that_is_not_whole_is_refused_and_nothing_is_set(session, held, own, now, changes):
    with pytest.raises(RuleBroken):
        take_over(session, published_as(session, now, held.version.status_index, **changes), now)
    assert indexes_set(session, own.id) == frozenset()


def test_the_bits_of_a_list_must_be_readable(session, held, now):
    subject = {"type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": "uAAAA"}
    with pytest.raises(RuleBroken, match="cannot be read"):
        take_over(session, published_as(session, now, credentialSubject=subject), now)


def test_what_is_no_list_is_told_in_words(session, held, now):
    whole = json.loads(published_as(session, now, 3))
    stranger = keys.new_pair(KeyKind.ED25519)
    unsigned = {name: said for name, said in whole.items() if name != "proof"}
    foreign = status_list.signed(unsigned, stranger, did=issuing().did, now=now)
    for content, words in (
        (b"\xff\xfe", "This is no status list"),
        (b"nothing", "This is no status list"),
        (json.dumps(foreign).encode(), "not signed with a key that this register knows"),
        (json.dumps(unsigned | {"proof": "none"}).encode(), "not signed with a key that this register knows"),
    ):
        with pytest.raises(RuleBroken, match=words):
            take_over(session, content, now)


def test_a_place_is_free_in_one_list_though_it_is_taken_in_another(session, held, own, beside, now):
    session.add(KeptPlace(status_list_id=own.id, status_index=8, at=now))
    session.flush()
    draws = iter([held.version.status_index, 8])
    for expected in (held.version.status_index, 8):
        row, index = allocating.take_place(session, now=now, draw=lambda _most: next(draws))
        assert (row.id, index) == (beside.id, expected)
    assert (beside.entries, own.entries) == (2, 1)


def test_the_newest_list_with_room_is_filled_to_its_half(session, own, beside, now):
    beside.entries = allocating.FULL - 1
    session.flush()
    row, _index = allocating.take_place(session, now=now)
    assert (row.id, row.entries) == (beside.id, allocating.FULL)
    assert allocating.take_place(session, now=now)[0].id == own.id
    own.entries = allocating.FULL
    session.flush()
    row, _index = allocating.take_place(session, now=now)
    assert (row.name, row.made_at, row.entries, row.revision) == ("3", now, 1, 1)


def test_a_list_is_published_by_itself_with_its_days_and_told(session, own, beside, now):
    draft = publishing.draft_of(session, own.id)
    assert (draft.list_id, draft.name, draft.revision, draft.indexes) == (own.id, "1", own.revision, frozenset())
    assert publishing.keep_published(session, draft, '{"id": "new"}', now=now + DAY) is True
    session.expire_all()
    assert (own.document, own.published_revision, own.published_at, own.valid_until) == (
        '{"id": "new"}', draft.revision, now + DAY, now + 15 * DAY,
    )  # fmt: skip
    assert (beside.document, beside.published_at) == ("{}", now)
    entry = entries(session, "status-list.published")[-1]
    assert (entry.subject, entry.actor_id, entry.data["revision"]) == (f"status-list:{own.id}", None, draft.revision)
    assert len(entry.data["sha256"]) == 64


def test_a_draft_says_what_stands_in_the_table_and_not_what_a_session_remembers(session, own):
    remembered = own.revision
    session.connection().exec_driver_sql(f"UPDATE status_list SET revision = revision + 1 WHERE id = {own.id}")
    assert own.revision == remembered
    assert publishing.draft_of(session, own.id).revision == remembered + 1
