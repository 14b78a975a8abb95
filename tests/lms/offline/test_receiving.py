"""Receiving entries: each is applied once and in order, whatever comes when; a receipt is told after the commit."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event, func, select

from lms import db
from lms.offline.models import OfflineReceipt
from lms.offline.receiving import take_entries
from tests.builders.people import person, viewer
from tests.lms.offline.conftest import entry


@pytest.fixture(autouse=True)
def in_request(app):
    with app.test_request_context():
        yield


def states(told):
    return [one.state for one in told.values()]


def receipts(session):
    return session.scalar(select(func.count()).select_from(OfflineReceipt))


def test_an_entry_is_applied_once_and_told_again(session, who, diary, now):
    one = entry(seq=3)
    told = [take_entries(who, [one], now=now)[one.id] for _ in range(3)]
    assert [receipt.as_json() for receipt in told] == [
        {"id": one.id, "state": "taken", "seq": 3, "beside": 1},
        {"id": one.id, "state": "already", "seq": 3, "beside": 0},
        {"id": one.id, "state": "already", "seq": 3, "beside": 0},
    ]
    assert diary.applied == [one]
    assert receipts(session) == 1


def test_entries_of_one_subject_come_to_their_kind_together_and_in_order(who, diary, now):
    book = [entry(seq=n) for n in (3, 1, 2)]
    other = entry(subject="other", seq=9)
    take_entries(who, [book[0], other, book[1], book[2]], now=now)
    assert diary.batches == [[book[1].id, book[2].id, book[0].id], [other.id]]


def test_an_entry_twice_in_a_request_is_applied_once(who, diary, now):
    one = entry()
    assert states(take_entries(who, [one, one], now=now)) == ["taken"]
    assert diary.applied == [one]


@pytest.mark.parametrize(
    ("word", "state", "soon"),
    [("rule", "refused", False), ("gone", "later", False), ("often", "later", False), ("later", "later", False)],
)
def test_one_entry_that_breaks_a_rule_spoils_no_other_and_may_come_again(session, who, diary, now, word, state, soon):
    good = [entry(seq=1), entry(seq=3)]
    bad = entry(word, seq=2)
    told = take_entries(who, [good[0], bad, good[1]], now=now)
    assert [told[one.id].state for one in (good[0], bad, good[1])] == ["taken", state, "taken"]
    assert told[bad.id].more.get("again", False) is soon
    assert diary.applied == good
    assert receipts(session) == 2
    assert take_entries(who, [bad], now=now)[bad.id].state == state  # judged anew: nothing was decided for ever


def test_a_fault_of_ours_in_one_subject_leaves_the_others_taken_and_is_sent_again(session, who, diary, now):
    bad, good = entry("crash"), entry(subject="other")
    told = take_entries(who, [bad, good], now=now)
    assert (told[bad.id].state, told[bad.id].more["again"], told[good.id].state) == ("later", True, "taken")
    assert receipts(session) == 1


def test_where_all_of_a_request_fails_by_our_fault_it_fails_whole(who, diary, now):
    with pytest.raises(ZeroDivisionError):
        take_entries(who, [entry("crash")], now=now)


def test_a_body_that_its_kind_cannot_read_is_refused_by_its_part(session, who, diary, now):
    bad, good = entry(5), entry()
    told = take_entries(who, [bad, good], now=now)
    assert told[bad.id].as_json() | {"beside": 1} == {
        "id": bad.id, "state": "refused", "message": "Say something.", "field": "body.say", "beside": 1,
    }  # fmt: skip
    assert told[good.id].state == "taken"


def test_a_body_that_is_larger_than_its_kind_takes_is_refused(who, diary, now):
    bad, good = entry("x" * 60, kind="short"), entry("short", kind="short")
    told = take_entries(who, [bad, good], now=now)
    assert [told[bad.id].state, told[good.id].state] == ["refused", "taken"]


def test_a_kind_that_nobody_knows_waits_on_its_device(session, who, diary, now):
    one = entry(kind="future.kind")
    assert take_entries(who, [one], now=now)[one.id].state == "later"
    assert receipts(session) == 0


def test_a_kind_for_which_the_person_has_no_right_waits_on_the_device(session, who, diary, now):
    one, own = entry(kind="rolls"), entry()
    told = take_entries(who, [one, own], now=now)
    assert [told[one.id].state, told[own.id].state] == ["later", "taken"]
    assert diary.applied == [own]


def test_an_id_that_belongs_to_something_else_is_refused(who, diary, now):
    one = entry()
    take_entries(who, [one], now=now)
    other = entry(subject="other")
    object.__setattr__(other, "id", one.id)
    told = take_entries(who, [other], now=now)
    assert told[one.id].state == "refused"
    assert diary.applied == [one]


def test_the_same_id_of_two_people_is_two_entries(session, who, officer, diary, now):
    other = viewer(session, person(session))
    session.commit()
    one = entry()
    assert [states(take_entries(who, [one], now=now)), states(take_entries(other, [one], now=now))] == [
        ["taken"], ["taken"],
    ]  # fmt: skip
    assert diary.applied == [one, one]


def test_of_drafts_the_latest_of_a_device_counts(who, diary, now):
    first, second = (entry(kind="drafts", seq=n) for n in (1, 2))
    tablet = entry(kind="drafts", seq=1, device="tablet")
    told = [take_entries(who, [one], now=now)[one.id] for one in (second, first, tablet, second)]
    assert [one.state for one in told] == ["taken", "already", "taken", "already"]
    assert told[1].more["overtaken"] is True
    assert diary.applied == [second, tablet]


def test_a_kind_whose_own_rows_are_its_receipts_is_handed_everything_and_nothing_is_remembered(
    session, who, diary, now
):
    one = entry(kind="steps")
    assert [states(take_entries(who, [one], now=now)) for _ in range(2)] == [["taken"], ["taken"]]
    assert diary.applied == [one, one]
    assert receipts(session) == 0


def test_no_receipt_is_told_where_the_commit_fails(session, who, diary, now, monkeypatch):
    def broken(self):
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(db.Session, "commit", broken)
        with pytest.raises(OSError, match="full"):
            take_entries(who, [entry()], now=now)
    assert (receipts(session), diary.applied) == (0, [])


def test_a_request_takes_as_many_queries_for_fifty_entries_as_for_one(who, diary, now, connection):
    counts = []
    for size in (1, 50):
        seen = []

        def note(_connection, _cursor, statement, *_more, seen=seen):
            seen.append(statement)

        event.listen(connection, "before_cursor_execute", note)
        take_entries(who, [entry(seq=n) for n in range(size)], now=now)
        event.remove(connection, "before_cursor_execute", note)
        counts.append(len([one for one in seen if not one.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))]))
    assert counts == [2, 2]  # what is known, what is remembered


DEVICES, SUBJECTS = ("phone", "tablet"), ("book", "sheet")


@st.composite
def deliveries(draw):
    """Entries as two devices number them, and requests with any of them, in any order, any number of times."""
    kind = draw(st.sampled_from(["notes", "drafts"]))
    made = [
        entry(kind=kind, device=device, subject=draw(st.sampled_from(SUBJECTS)), seq=n)
        for device in DEVICES
        for n in range(draw(st.integers(0, 5)))
    ]
    requests = draw(st.lists(st.lists(st.sampled_from(made), min_size=1, max_size=6), max_size=8)) if made else []
    return made, requests


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(given=deliveries(), chance=st.randoms(use_true_random=False))
def test_whatever_is_reordered_repeated_or_lost_ends_in_the_same_state(session, who, diary, now, given, chance):
    made, requests = given
    diary.applied.clear()
    session.execute(delete(OfflineReceipt))
    session.commit()
    held = {one.id: one for one in made}  # what the device keeps until it has a receipt
    for request in requests:
        way = chance.choice(["arrives", "is lost", "its receipt is lost"])
        told = take_entries(who, request, now=now) if way != "is lost" else {}
        if way == "arrives":
            assert {one.state for one in told.values()} <= {"taken", "already"}
            held = {key: one for key, one in held.items() if key not in told}
    if held:
        take_entries(who, list(held.values()), now=now)
    ids = [one.id for one in diary.applied]
    assert len(ids) == len(set(ids))  # one application each
    if not made or made[0].kind == "notes":
        assert set(ids) == {one.id for one in made}
        return
    for device in DEVICES:
        for subject in SUBJECTS:
            of = [one.seq for one in made if (one.device, one.subject) == (device, subject)]
            applied = [one.seq for one in diary.applied if (one.device, one.subject) == (device, subject)]
            assert applied == sorted(applied)
            assert applied[-1:] == of[-1:]  # the latest stands
