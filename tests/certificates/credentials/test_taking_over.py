"""A status list that is newer than the restored register: what it has set is taken over, and never undone."""

import json

import pytest
from sqlalchemy import delete, select

from certificates.credentials import tasks
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import KeptPlace, StatusChange, StatusList
from certificates.credentials.queries.lists import indexes_set, list_named
from certificates.credentials.rules.award import Issuer
from certificates.credentials.rules.lifecycle import Change, Standing, StatusReason
from certificates.credentials.services import allocating, ending, signing, suspending
from certificates.credentials.services.taking_over import take_over
from certificates.credentials.signing import keys, proofs, status_list
from certificates.credentials.signing.keys import KeyKind
from lms.audit.verification.running import verify_here
from lms.db import end_read_session
from lms.errors import RuleBroken
from tests.builders import certificates as build


def newer(session, now, *indexes, did=None, signer=None, name="1"):
    """The list as it was published after the backup."""
    issuer = Issuer(did or issuing().did, "Site")
    signer = signer or signing.open_signer(session, issuing(), KeyKind.ED25519)
    made = status_list.build(issuer, name, indexes, now=now)
    return json.dumps(status_list.signed(made, signer, did=issuer.did, now=now)).encode()


def test_what_ended_after_the_backup_is_suspended_and_told(session, held, now):
    [said] = take_over(session, newer(session, now, held.version.status_index), now)
    assert said.startswith(f"{held.credential.number}, version 1: suspended.")
    after = build.again(session, held.credential.id)
    assert after.standing(now) is Standing.SUSPENDED
    assert "status list of" in after.suspension.words
    assert held.version.status_index in indexes_set(session, held.version.status_list_id)


def test_it_is_published_and_a_second_time_nothing_is_left_to_do(session, held, now):
    content = newer(session, now, held.version.status_index)
    take_over(session, content, now)
    session.commit()
    tasks.publish_due(issuing(), now=now)
    end_read_session()
    session.expire_all()
    document = json.loads(list_named(session, "1").document)
    assert status_list.is_set(document, str(held.version.status_index))
    assert take_over(session, content, now) == [
        f"Nothing: all that the list of {document['validFrom']} has set is known."
    ]


def test_what_is_revoked_here_stays_revoked(session, held, now):
    ending.revoke(session, held.credential, StatusReason.ERROR, "Issued in error.", actor_id=None, now=now)
    take_over(session, newer(session, now, held.version.status_index), now)
    assert build.again(session, held.credential.id).standing(now) is Standing.REVOKED


def test_what_the_newer_list_has_not_set_is_not_undone(session, held, now):
    ending.revoke(session, held.credential, StatusReason.ERROR, "Issued in error.", actor_id=None, now=now)
    take_over(session, newer(session, now), now)
    assert build.again(session, held.credential.id).standing(now) is Standing.REVOKED
    assert held.version.status_index in indexes_set(session, held.version.status_list_id)


def test_a_person_may_find_out_and_lift_it_with_a_newer_version(session, held, now):
    take_over(session, newer(session, now, held.version.status_index), now)
    session.commit()
    version = suspending.lift(session, held.credential, "It had only been replaced.", issuing(), actor_id=None, now=now)
    assert version.no == 2
    assert held.version.status_index in indexes_set(session, held.version.status_list_id)  # the old files stay set


def test_places_that_the_backup_does_not_know_stay_set_and_are_given_to_nobody(session, held, now):
    free = next(index for index in range(100) if index != held.version.status_index)
    [said] = take_over(session, newer(session, now, free), now)
    assert said.startswith("Places that are set, and stay so, ")
    assert said.endswith(": 1.")
    assert free in indexes_set(session, held.version.status_list_id)
    drawn = iter([free, free, free + 200])
    _row, index = allocating.take_place(session, now=now, draw=lambda _most: next(drawn))
    assert index == free + 200


def test_a_list_that_the_backup_does_not_know_is_kept(session, held, now):
    take_over(session, newer(session, now, 7, name="2"), now)
    row = list_named(session, "2")
    assert indexes_set(session, row.id) == {7}
    assert session.scalars(select(KeptPlace.status_index)).all() == [7]


def test_the_trail_tells_of_what_was_taken_over(session, held, now):
    take_over(session, newer(session, now, held.version.status_index, 5), now)
    assert told(session, now) == []
    session.execute(delete(StatusChange).where(StatusChange.change == Change.SUSPENDED))
    subject = f"credential:{held.credential.id}"
    assert told(session, now) == [
        f"{subject}: an entry that waits to be sealed tells of credential.suspended, and there are no suspensions."
    ]


def told(session, now):
    """What the trail and the certificates say differently."""
    session.commit()
    end_read_session()
    report = verify_here(now=now)
    end_read_session()
    return [words for one in report.records for words in one.faults if words.startswith("credential:")]


def spoiled(session, now):
    stranger = keys.new_pair(KeyKind.ED25519)
    whole = json.loads(newer(session, now, 3))
    other = whole | {"credentialSubject": whole["credentialSubject"] | {"encodedList": "uH4sIAAAAAAAA"}}
    return {
        "no JSON": b"%PDF-1.7",
        "no list": json.dumps({"id": whole["id"]}).encode(),
        "a stranger's key": newer(session, now, 3, signer=stranger),
        "another issuer": newer(session, now, 3, did="did:web:other.example"),
        "changed": json.dumps(other).encode(),
        "without proof": json.dumps({name: said for name, said in whole.items() if name != "proof"}).encode(),
    }


@pytest.mark.parametrize(
    "how", ["no JSON", "no list", "a stranger's key", "another issuer", "changed", "without proof"]
)
def test_a_list_that_must_not_be_believed_changes_nothing(session, held, now, how):
    content = spoiled(session, now)[how]
    with pytest.raises(RuleBroken):
        take_over(session, content, now)
    assert build.again(session, held.credential.id).standing(now) is Standing.IN_FORCE
    assert session.scalars(select(StatusList.name)).all() == ["1"]


def test_every_set_place_is_read_and_no_other(now):
    indexes = frozenset({0, 1, 7, 8, 63, status_list.ENTRIES - 1})
    bits = proofs.with_bits(proofs.empty_bits(status_list.ENTRIES), indexes)
    assert proofs.bits_set(bits) == indexes
