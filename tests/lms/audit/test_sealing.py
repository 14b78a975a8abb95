"""The sealer gives number and hash to every entry that has none; what is done to a sealed one is found."""

from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from lms.audit.models import AuditEntry
from lms.audit.queries import moment_of, verify_chain
from lms.audit.rules import FIRST, EntryContent, sealed
from lms.audit.services import seal_batch
from tests.builders.audit import NOW, happen, sealed_chain

SEAL = select(AuditEntry.seq, AuditEntry.subject).where(AuditEntry.seq.is_not(None)).order_by(AuditEntry.seq)


def things(session, count, first=1):
    """Have as many things happen, one after the other."""
    for number in range(first, first + count):
        happen(session, f"thing:{number}", at=NOW + timedelta(minutes=number))


def order(session):
    """The numbers and subjects of the chain."""
    return [tuple(row) for row in session.execute(SEAL)]


@pytest.mark.parametrize(
    "value", [None, True, 0.1, 12, "ຊື່ ✓ \"'\\", ["b", "a"], {"b": 1, "a": {"z": [1, 2]}}, 2**53 + 1, "", 1e-7]
)
def test_whatever_is_written_down_is_read_back_the_same(session, value):
    happen(session, after=value)
    assert sealed_chain(session).broken is None
    assert verify_chain(session).broken is None
    assert session.scalars(select(AuditEntry.data)).one()["after"] == value


def test_a_moment_of_another_zone_does_not_break_the_chain(session):
    happen(session, at=datetime(2026, 11, 25, 7, tzinfo=timezone(timedelta(hours=7))))
    assert sealed_chain(session).broken is None
    assert session.scalars(select(AuditEntry.at)).one() == NOW


def test_an_entry_waits_without_a_seal_until_it_is_given_one(session):
    things(session, 3)
    before = verify_chain(session)
    assert (before.entries, before.last, before.since, before.waiting) == (0, FIRST, None, 3)
    assert before.waiting_since == NOW + timedelta(minutes=1)
    assert seal_batch(session) == 3
    after = verify_chain(session)
    assert (after.entries, after.waiting, after.waiting_since) == (3, 0, None)
    assert (after.since, after.until) == (NOW + timedelta(minutes=1), NOW + timedelta(minutes=3))
    assert after.last == session.scalars(select(AuditEntry.hash).where(AuditEntry.seq == 3)).one()


def test_each_entry_says_when_its_own_thing_happened(session):
    things(session, 3)
    seal_batch(session)
    moments = [moment_of(session, number) for number in range(1, 5)]
    assert moments == [*(NOW + timedelta(minutes=number) for number in range(1, 4)), None]


def test_a_second_run_seals_nothing_and_changes_nothing(session):
    things(session, 3)
    first = sealed_chain(session)
    assert seal_batch(session) == 0
    assert verify_chain(session) == first


def test_batches_go_on_where_the_last_one_ended(session):
    things(session, 5)
    assert [seal_batch(session, 2) for _ in range(4)] == [2, 2, 1, 0]
    assert order(session) == [(number, f"thing:{number}") for number in range(1, 6)]
    assert verify_chain(session).broken is None


def test_an_entry_with_a_lower_id_that_comes_late_is_sealed_too(session):
    """As PostgreSQL commits them: the id was given before, the row is seen only now; ids also have gaps."""
    for entry_id in (7, 3, 20, 1):
        session.execute(
            insert(AuditEntry).values(
                id=entry_id, at=NOW, name="test.thing-changed", subject=f"thing:{entry_id}", actor_id=None, data={}
            )
        )
        assert seal_batch(session) == 1
    assert order(session) == [(1, "thing:7"), (2, "thing:3"), (3, "thing:20"), (4, "thing:1")]
    assert verify_chain(session).broken is None


def test_a_seal_is_whole_or_not_there(session):
    things(session, 1)
    with pytest.raises(IntegrityError):
        session.execute(text("UPDATE audit_entry SET seq = 1"))


def test_sealing_changes_nothing_but_the_seal(session):
    things(session, 2)
    said = select(AuditEntry.id, AuditEntry.at, AuditEntry.name, AuditEntry.subject, AuditEntry.actor_id)
    before = session.execute(said.order_by(AuditEntry.id)).all()
    assert sealed_chain(session).entries == 2
    assert session.execute(said.order_by(AuditEntry.id)).all() == before


def spoiled(session, change_it):
    """Five sealed entries, the third spoiled by a statement; what the check says, and says after more was sealed."""
    things(session, 5)
    assert sealed_chain(session).broken is None
    session.execute(text(change_it))
    session.expire_all()
    found = verify_chain(session)
    things(session, 2, first=6)
    later = sealed_chain(session)
    assert (later.broken, later.waiting) == (found.broken, 0)  # sealing goes on, and heals nothing
    return found


@pytest.mark.parametrize(
    "change",
    ["subject = 'thing:9'", "name = 'x'", "actor_id = 8", "hash = 'x'", "previous = 'x'", "data = '{}'",
     "at = '2026-11-25 00:00:00+00:00'"],
)  # fmt: skip
def test_a_changed_entry_is_named(session, change):
    report = spoiled(session, f"UPDATE audit_entry SET {change} WHERE seq = 3")
    assert (report.broken, report.entries) == (3, 2)
    assert "do not fit its hash" in report.fault.reason


def test_a_removed_entry_is_named(session):
    report = spoiled(session, "DELETE FROM audit_entry WHERE seq = 3")
    assert (report.broken, report.entries) == (3, 2)
    assert "it was removed" in report.fault.reason


def test_the_first_entry_is_missed_too(session):
    assert spoiled(session, "DELETE FROM audit_entry WHERE seq = 1").broken == 1


def test_an_entry_that_lost_its_seal_is_named_and_is_not_healed_by_the_sealer(session):
    report = spoiled(session, "UPDATE audit_entry SET seq = NULL, previous = NULL, hash = NULL WHERE seq = 3")
    assert (report.broken, report.waiting) == (3, 1)
    assert "its seal was taken away" in report.fault.reason


def test_of_two_entries_that_changed_places_the_first_is_named(session):
    things(session, 5)
    assert sealed_chain(session).broken is None
    for change in ("99 WHERE seq = 2", "2 WHERE seq = 4", "4 WHERE seq = 99"):
        session.execute(text(f"UPDATE audit_entry SET seq = {change}"))
    session.expire_all()
    report = verify_chain(session)
    assert report.broken == 2
    assert "put elsewhere" in report.fault.reason


def test_what_waits_can_be_changed_without_a_trace(session):
    """What is not sealed yet is not held by the chain: within a minute it is."""
    things(session, 2)
    session.execute(text("UPDATE audit_entry SET subject = 'thing:9' WHERE subject = 'thing:2'"))
    assert sealed_chain(session).broken is None


def test_the_last_hash_tells_of_entries_cut_off_at_the_end(session):
    things(session, 3)
    whole = sealed_chain(session)
    session.execute(text("DELETE FROM audit_entry WHERE seq = 3"))
    session.expire_all()
    cut = verify_chain(session)
    assert (whole.broken, cut.broken) == (None, None)
    assert whole.last != cut.last


def test_a_chain_of_0_1_goes_on(session):
    """Entries that an older installation chained: their number is their order, their hashes stay."""
    last = FIRST
    for number, entry_id in enumerate((4, 5, 9), 1):
        said = EntryContent(NOW, "people.person-made", f"person:{number}", None, {"unit_id": None})
        old = sealed(number, last, said)
        session.execute(insert(AuditEntry).values(id=entry_id, seq=number, previous=last, hash=old.hash, **vars(said)))
        last = old.hash
    happen(session)
    report = sealed_chain(session)
    assert (report.entries, report.broken) == (4, None)
    assert session.scalars(select(AuditEntry.previous).where(AuditEntry.seq == 4)).one() == last
