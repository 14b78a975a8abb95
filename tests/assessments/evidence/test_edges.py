"""Evidence at its edges: days, lengths, digests, whose is whose, and what the trail keeps of each act."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from assessments.api import EVIDENCE_READERS, evidence_of
from assessments.evidence import queries
from assessments.evidence.models import EvidenceItem, WitnessRequest
from assessments.evidence.policy import read_by
from assessments.evidence.rules import (
    LINK_LIFE,
    EvidenceContent,
    OwnEvidenceKind,
    WitnessEnd,
    WitnessWord,
    content_digest,
)
from assessments.evidence.services import (
    add_evidence,
    decline,
    forget_addresses,
    give_word,
    note_dossier_read,
    withdraw_evidence,
    withdraw_request,
)
from lms import clock
from lms.access import Role
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.ids import new_uuid
from lms.manifest import EXTENSION
from lms.queue.models import Job
from tests.builders import evidence as make
from tests.builders import people
from tests.builders.audit import entries
from tests.builders.people import viewer
from tests.conftest import NOW

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture(autouse=True)
def still(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def ann(session):
    return people.person(session, "Ann Kamau", Role.OFFICER, email="ann@post.example")


@pytest.fixture
def ben(session):
    """Somebody else with evidence of their own."""
    return people.person(session, "Ben Otieno", Role.OFFICER, email="ben@post.example")


@pytest.fixture
def me(session, ann):
    return viewer(session, ann)


def plain(session, person, **more):
    return make.item(session, person.id, NOW, files=False, **more)


@pytest.mark.parametrize("day", [date(1990, 1, 1), date(2026, 11, 26)])
def test_evidence_is_of_a_day_until_tomorrow_where_it_is_earlier(session, ann, day):
    assert plain(session, ann, day=day).day == day


@pytest.mark.parametrize("day", [date(1989, 12, 31), date(2026, 11, 27)])
def test_evidence_is_of_no_day_before_or_after_that(session, ann, day):
    with pytest.raises(BadInput) as fault:
        plain(session, ann, day=day)
    assert fault.value.field == "day"


def test_a_self_review_has_eighty_signs_and_what_has_a_file_needs_no_words(session, ann):
    review = {"kind": OwnEvidenceKind.SELF_REVIEW, "text": f" {'x' * 80} "}
    assert plain(session, ann, **review).kind == "self-review"
    with pytest.raises(BadInput, match="at least 80 characters") as fault:
        plain(session, ann, **review | {"text": f" {'x' * 79} "})
    assert fault.value.field == "text"
    assert make.item(session, ann.id, NOW, text="").text == ""
    with pytest.raises(BadInput, match="or add a file"):
        plain(session, ann, text="")


def test_only_files_that_may_show_people_ask_for_their_agreement(session, ann):
    words = make.draft(people_shown=None)
    paper, photo = make.plan(session, ann.id, NOW), make.file(session, ann.id, NOW)
    item = add_evidence(session, words, [paper.uuid], person_id=ann.id, now=NOW)
    assert (item.people_shown, paper.attached_to) == (None, f"evidence:{item.uuid}")
    with pytest.raises(BadInput) as fault:
        add_evidence(session, words, [photo.uuid], person_id=ann.id, now=NOW)
    assert fault.value.field == "people_shown"


def test_a_piece_says_what_was_typed_and_the_trail_keeps_its_digest(session, ann):
    photo = make.file(session, ann.id, NOW)
    item = add_evidence(session, make.draft(), [photo.uuid], person_id=ann.id, now=NOW)
    said = make.draft()
    assert (item.person_id, item.title, item.day, item.place, item.text) == (
        ann.id, said.title, said.day, said.place, said.text,
    )  # fmt: skip
    assert (item.competences, item.people_shown, item.added_at, item.withdrawn_at) == (
        ["T-1", "T-2.1"], "agreed", NOW, None,
    )  # fmt: skip
    assert item.digest == content_digest(
        EvidenceContent("training", said.title, "2026-11-20", said.place, said.text, ["T-1", "T-2.1"], "agreed",
                        [photo.kept_key.partition(".")[0]])
    )  # fmt: skip
    [entry] = entries(session, "evidence.added")
    assert (entry.subject, entry.actor_id, entry.data) == (
        f"person:{ann.id}", ann.id, {"item_id": item.id, "digest": item.digest},
    )  # fmt: skip
    none = plain(session, ann, people_shown=None)
    assert none.digest == content_digest(
        EvidenceContent("training", said.title, "2026-11-20", said.place, said.text, ["T-1", "T-2.1"], "", [])
    )


@pytest.mark.parametrize(
    ("codes", "words"),
    [(" ".join(f"T-{number}" for number in range(21)), "at most 20 competences"), ("<b>", "“<b>” is not the code")],
)
def test_the_fault_in_codes_is_named(session, ann, codes, words):
    with pytest.raises(BadInput, match=words) as fault:
        plain(session, ann, codes=codes)
    assert fault.value.field == "codes"


def test_pieces_are_found_by_whose_they_are_in_the_order_of_their_days(session, ann, ben, me):
    late, early, same = (plain(session, ann, day=date(2026, 11, day)) for day in (20, 10, 20))
    theirs = plain(session, ben)
    make.withdraw(session, early, me, NOW)
    assert queries.own_items(session, me) == [same, late, early]
    assert queries.counting_items(session, ann.id) == [late, same]
    assert queries.own_item(session, me, early.uuid) is early
    assert queries.item_for(session, me, late.uuid) is late
    for find in (queries.own_item, queries.item_for):
        for uuid in (theirs.uuid, new_uuid()):
            with pytest.raises(NotFound):
                find(session, me, uuid)
    for uuid in (ann.uuid, ben.uuid, new_uuid()):
        with pytest.raises(NotFound):
            queries.read_person(session, me, uuid)
    refs = [queries.ref_of(one) for one in (late, theirs)]
    assert queries.readers_of_files(session, me, refs) == {f"evidence:{late.uuid}"}
    found = evidence_of(session, [ann.id])
    assert [one.ref for one in found[ann.id]] == [f"evidence:{one.uuid}" for one in (late, early, same)]
    assert set(found) == {ann.id}
    assert [one.withdrawn_at for one in found[ann.id]] == [None, NOW, None]
    assert evidence_of(session, []) == {}


def test_a_package_above_opens_the_evidence_of_those_whom_it_was_asked_about(app, session, ann, ben, me, monkeypatch):
    cleo = people.person(session, "Cleo")
    asked = []

    def readers(_session, who, some):
        asked.append((who.id, set(some)))
        return {ben.id, cleo.id, ann.id}

    found = app.extensions[EXTENSION]
    filled = (*found.provides, EVIDENCE_READERS.filled_by(readers))
    monkeypatch.setitem(app.extensions, EXTENSION, replace(found, provides=filled))
    assert read_by(session, me, [ann.id]) == {ann.id}
    assert asked == []
    assert read_by(session, me, [ann.id, ben.id]) == {ann.id, ben.id}
    assert read_by(session, me, [ben.id]) == {ben.id}
    assert asked == [(ann.id, {ben.id})] * 2
    item = plain(session, ben)
    assert queries.item_for(session, me, item.uuid) is item
    assert queries.read_person(session, me, ben.uuid) == ben.id
    with pytest.raises(NotFound):
        queries.read_person(session, me, ann.uuid)
    assert queries.readers_of_files(session, me, [queries.ref_of(item)]) == {queries.ref_of(item)}


def test_a_witness_is_asked_once_by_a_letter_and_the_trail_says_so(session, ann, ben, me):
    item, other = plain(session, ann), plain(session, ann)
    row = make.asked(session, item, me, NOW, name=" Boss ", function=" Head ", email=" boss@post.example ")
    assert (row.name, row.function, row.email, row.language, row.asked_at, row.item_id) == (
        "Boss", "Head", "boss@post.example", "en", NOW, item.id,
    )  # fmt: skip
    [entry] = entries(session, "evidence.witness-asked")
    assert (entry.subject, entry.actor_id, entry.data) == (
        f"person:{ann.id}", ann.id, {"item_id": item.id, "request_id": row.id},
    )  # fmt: skip
    job = session.scalars(select(Job).where(Job.kind == "witness-letter")).one()
    assert job.payload == {"request_id": row.id}
    again = make.asked(session, other, me, NOW, email="boss@post.example")  # about another piece
    assert queries.requests_of(session, [item.id]) == {item.id: [row]}
    assert queries.requests_of(session, [item.id, other.id]) == {item.id: [row], other.id: [again]}
    assert queries.request_by_uuid(session, row.uuid) == (row, item)
    assert queries.request_by_id(session, again.id) == (again, other)
    assert queries.request_by_uuid(session, new_uuid()) is None
    assert queries.request_by_id(session, -1) is None
    with pytest.raises(NotFound):
        make.asked(session, plain(session, ben), me, NOW)


def test_what_one_asked_within_a_day_is_counted_for_oneself_alone(session, ann, ben, me):
    make.asked(session, plain(session, ann), me, NOW)
    make.asked(session, plain(session, ben), viewer(session, ben), NOW)
    assert queries.asked_since(session, ann.id, NOW - SECOND) == 1
    assert queries.asked_since(session, ann.id, NOW) == 0


def test_addresses_are_forgotten_on_the_last_day_of_their_links_alone(session, ann, me):
    old = make.asked(session, plain(session, ann), me, NOW)
    young = make.asked(session, plain(session, ann), me, NOW + SECOND)
    done = make.confirmed(session, plain(session, ann), me, NOW)
    late = NOW + LINK_LIFE
    assert queries.expired_addresses(session, late - SECOND) == []
    assert queries.expired_addresses(session, late) == [old]
    forget_addresses(session, now=late)
    assert (old.email, young.email, done.email) == ("", "boss@witness.example", "")


def test_a_word_is_taken_whole_with_a_name_and_a_tick_or_not_at_all(session, ann, me):
    item = plain(session, ann)
    row, beside = make.asked(session, item, me, NOW), make.asked(session, item, me, NOW, email="b@post.example")

    def say(words="Calm.", name="Boss", *, confirms=True, uuid=row.uuid, now=NOW):
        give_word(session, uuid, words, name, confirms=confirms, now=now)

    for arguments, field in (
        ({"words": " "}, "words"),
        ({"words": "x" * 4001}, "words"),
        ({"name": " "}, "answered_as"),
        ({"confirms": False}, "confirms"),
    ):
        with pytest.raises(BadInput) as fault:
            say(**arguments)
        assert fault.value.field == field
    for arguments in ({"uuid": new_uuid()}, {"now": NOW + LINK_LIFE}):
        with pytest.raises(Conflict, match="Your answer was not saved"):
            say(**arguments)
    say(f" {'x' * 3998} ", f" {'n' * 121}")
    assert (row.ended, row.ended_at, row.words, row.answered_as, row.email) == (
        WitnessEnd.CONFIRMED, NOW, "x" * 3998, "n" * 120, "",
    )  # fmt: skip
    assert (beside.ended, beside.words, beside.email) == (None, None, "b@post.example")
    [entry] = entries(session, "evidence.witness-ended")
    assert (entry.subject, entry.actor_id, entry.data) == (
        f"person:{ann.id}", None, {"item_id": item.id, "request_id": row.id, "reason": "confirmed"},
    )  # fmt: skip
    [found] = evidence_of(session, [ann.id])[ann.id]
    assert found.witnesses == (WitnessWord("n" * 120, "Head of post", "x" * 3998, NOW.isoformat()),)
    decline(session, beside.uuid, now=NOW)
    assert (beside.ended, beside.ended_at, beside.words, beside.answered_as) == (WitnessEnd.DECLINED, NOW, None, None)
    with pytest.raises(Conflict):
        decline(session, beside.uuid, now=NOW)
    assert [one.name for one in evidence_of(session, [ann.id])[ann.id][0].witnesses] == ["n" * 120]


def test_a_request_is_withdrawn_by_the_person_for_this_witness_alone(session, ann, ben, me):
    item, other = plain(session, ann), plain(session, ann)
    row, beside = make.asked(session, item, me, NOW), make.asked(session, item, me, NOW, email="b@post.example")
    for uuid, request in ((other.uuid, row.uuid), (item.uuid, new_uuid())):
        with pytest.raises(Conflict, match="Nobody with this name"):
            withdraw_request(session, uuid, request, viewer=me, now=NOW)
    with pytest.raises(NotFound):
        withdraw_request(session, item.uuid, row.uuid, viewer=viewer(session, ben), now=NOW)
    withdraw_request(session, item.uuid, beside.uuid, viewer=me, now=NOW)
    assert (row.ended, beside.ended) == (None, WitnessEnd.WITHDRAWN)
    [entry] = entries(session, "evidence.witness-ended")
    assert (entry.actor_id, entry.data["reason"]) == (ann.id, "withdrawn")
    with pytest.raises(Conflict, match="already over"):
        withdraw_request(session, item.uuid, beside.uuid, viewer=me, now=NOW)


def test_a_piece_is_withdrawn_once_with_a_reason_and_no_other_with_it(session, ann, ben, me):
    item, other = plain(session, ann), plain(session, ann)
    waits, elsewhere = make.asked(session, item, me, NOW), make.asked(session, other, me, NOW)
    for uuid, reason, fault in (
        (item.uuid, " ", BadInput), (plain(session, ben).uuid, "No.", NotFound),
    ):  # fmt: skip
        with pytest.raises(fault):
            withdraw_evidence(session, uuid, reason, viewer=me, now=NOW)
    withdraw_evidence(session, item.uuid, " Wrong day. ", viewer=me, now=NOW)
    session.refresh(other)
    assert (item.withdrawn_at, item.withdrawn_reason, other.withdrawn_at) == (NOW, "Wrong day.", None)
    assert (waits.ended, waits.email, elsewhere.ended) == (WitnessEnd.WITHDRAWN, "", None)
    [entry] = entries(session, "evidence.withdrawn")
    assert (entry.subject, entry.actor_id, entry.data) == (f"person:{ann.id}", ann.id, {"item_id": item.id})
    assert [one.actor_id for one in entries(session, "evidence.witness-ended")] == [ann.id]
    assert len(session.scalars(select(EvidenceItem).where(EvidenceItem.withdrawn_at.is_not(None))).all()) == 1


def test_somebody_without_an_address_names_witnesses_too_and_who_answered_may_be_named_again(session):
    eve = people.person(session, "Eve", Role.OFFICER)
    item, who = plain(session, eve), viewer(session, eve)
    make.confirmed(session, item, who, NOW)
    again = make.asked(session, item, who, NOW)
    assert again.email == "boss@witness.example"
    make.asked(session, item, who, NOW, email="c@post.example")
    with pytest.raises(RuleBroken, match="three people"):
        make.asked(session, item, who, NOW, email="d@post.example")
    assert len(session.scalars(select(WitnessRequest)).all()) == 3


def test_the_record_says_who_read_whose_dossier_and_how(session, ann, ben):
    note_dossier_read(session, ann.id, by_id=ben.id, names=True, place="workshop:4", now=NOW)
    [entry] = entries(session, "evidence.dossier-read")
    assert (entry.subject, entry.actor_id, entry.at, entry.data) == (
        f"person:{ann.id}", ben.id, NOW, {"names": True, "place": "workshop:4"},
    )  # fmt: skip
