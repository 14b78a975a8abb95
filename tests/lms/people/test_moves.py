"""Moves at their edges: who is ticked, what an answer writes down, and what stays as it is for everybody else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.access import Grant, Role
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.people.models import Person, Placement, RoleGrant
from lms.people.queries import officers as listing
from lms.people.queries.people import grant_of, roles_held
from lms.people.transfers import kinds, queries
from lms.people.transfers.models import Transfer, TransferAnswer
from lms.people.transfers.services import asking, moves
from lms.ports import ApplicationVerdict
from tests.builders import people as make
from tests.builders.audit import entries
from tests.builders.people import NOW, browser_of

pytestmark = pytest.mark.usefixtures("in_request")
DAY = timedelta(days=1)


@pytest.fixture
def near(session):
    return make.administration(session, "Near Customs", country="TH")


@pytest.fixture
def abroad(session):
    return make.administration(session, "Mountain Police", kind="police", country="KE")


def coordinator(session, country):
    row = make.person(session, f"Coordinator {country}")
    make.give_anywhere(session, row, Grant(Role.COORDINATOR, "country", country))
    return make.viewer(session, row)


@pytest.fixture
def thai(session):
    return coordinator(session, "TH")


@pytest.fixture
def kenyan(session):
    return coordinator(session, "KE")


@pytest.fixture
def officers(session, place):
    unit = make.unit(session, place, "Quay")
    return [
        make.person(session, f"Officer {word}", (Role.OFFICER, place), place=place, unit_id=unit.id,
                    email=f"{word}@example.org", local_name=f"ไทย {word}")
        for word in "abc"
    ]  # fmt: skip


def asked(session, people, receiving, by, words="He lives there.", now=NOW):
    return asking.ask_transfers(session, people, receiving, words, by=by, now=now)


def test_of_those_who_are_ticked_all_are_moved_or_nobody(session, thai, place, abroad, officers):
    far = make.person(session, "Far", (Role.OFFICER, abroad), place=abroad)
    uuids = [row.uuid for row in officers[:2]]
    assert moves.ticked(session, [*uuids, *uuids], by=thai) == officers[:2]
    with pytest.raises(Conflict):
        moves.ticked(session, [*uuids, far.uuid], by=thai)
    for many, fault in ((0, BadInput), (500, Conflict), (501, BadInput)):
        with pytest.raises(fault) as told:
            moves.ticked(session, [str(number) for number in range(many)], by=thai)
        assert fault is Conflict or (told.value.field, "at most 500" in told.value.message) == ("who", True)


def test_a_move_to_a_unit_counts_who_moved_and_places_nobody_else(session, thai, place, near, officers):
    gate, former = make.unit(session, place, "Gate"), officers[0].unit_id
    officers[1].unit_id = gate.id
    session.flush()
    assert moves.move_to_unit(session, officers[:2], gate, by=thai, now=NOW + DAY) == 1
    session.expire_all()
    assert [row.unit_id for row in officers] == [gate.id, gate.id, former]
    assert [one.subject for one in entries(session, "people.person-changed")] == [f"person:{officers[0].id}"]
    assert moves.move_to_unit(session, officers[:2], gate, by=thai, now=NOW) == 0
    with pytest.raises(BadInput) as fault:
        moves.move_to_unit(session, officers[:1], make.unit(session, near), by=thai, now=NOW)
    assert fault.value.field == "to"


def test_a_move_within_ones_scope_counts_who_moved_and_ends_what_they_alone_held(session, thai, place, near, officers):
    moving, staying = officers[:2]
    former = make.give(session, moving, Role.TRAINER, place)
    former.ended_at = NOW - DAY
    make.give(session, moving, Role.TRAINER, place)
    make.give(session, moving, Role.ASSESSOR)
    make.give_anywhere(session, moving, Grant(Role.OFFICER, "administration", str(near.id)))
    home = make.person(session, "At Home", place=near)
    assert moves.move_to_administration(session, [moving, home], near, by=thai, now=NOW + DAY) == 1
    session.expire_all()
    assert (moving.administration_id, staying.administration_id) == (near.id, place.id)
    assert {grant_of(one) for one in roles_held(session, moving.id)} == {
        Grant(Role.ASSESSOR), Grant(Role.OFFICER, "administration", str(near.id)),
    }  # fmt: skip
    assert len(roles_held(session, staying.id)) == 1
    rows = session.scalars(select(RoleGrant).where(RoleGrant.person_id == moving.id).order_by(RoleGrant.id)).all()
    assert [(one.ended_at, one.ended_by_id) for one in rows] == [
        (NOW + DAY, thai.id), (NOW - DAY, None), (NOW + DAY, thai.id), (None, None), (None, None),
    ]  # fmt: skip
    assert entries(session, "people.role-granted") == []
    [changed] = entries(session, "people.person-changed")
    assert (changed.actor_id, set(changed.data["fields"])) == (thai.id, {"administration_id", "unit_id"})
    assert changed.data["after"] == {"administration_id": near.id, "unit_id": None}


def test_what_a_move_ends_and_gives_is_told_one_after_the_other(session, thai, place, near, officers):
    make.give(session, officers[0], Role.TRAINER, place)
    moves.move_to_administration(session, officers[:1], near, by=thai, now=NOW)
    here, there = f"administration:{place.id}", f"administration:{near.id}"
    ended, given = entries(session, "people.role-ended"), entries(session, "people.role-granted")
    assert [(one.actor_id, one.data["scope"], one.data["before"], one.data["after"]) for one in (*ended, *given)] == [
        (thai.id, here, [f"officer@{here}", f"trainer@{here}"], [f"trainer@{here}"]),
        (thai.id, here, [f"trainer@{here}"], []),
        (thai.id, there, [], [f"officer@{there}"]),
    ]  # fmt: skip
    row = session.scalars(select(RoleGrant).where(RoleGrant.ended_at.is_(None), RoleGrant.person_id == officers[0].id))
    assert [(one.granted_by_id, one.granted_at) for one in row] == [(thai.id, NOW)]


def test_beyond_ones_scope_nobody_is_moved_at_once_and_within_it_who_works_there_already_is_not_asked_for(
    session, thai, place, abroad, officers
):
    with pytest.raises(BadInput) as fault:
        moves.move_to_administration(session, officers[:1], abroad, by=thai, now=NOW)
    assert fault.value.field == "to"
    nowhere = make.person(session, "Nowhere")
    for people, receiving in ((officers, place), ([nowhere], abroad), ([officers[0], nowhere], abroad)):
        with pytest.raises(BadInput, match="already works there") as fault:
            asked(session, people, receiving, thai)
        assert fault.value.field == "to"
    assert session.scalars(select(Transfer)).all() == []


def test_who_has_an_open_move_is_named_and_nobody_is_asked_for(session, thai, abroad, officers):
    asked(session, officers[:1], abroad, thai)
    with pytest.raises(RuleBroken) as fault:
        asked(session, officers[:2], abroad, thai)
    assert ("Officer a" in fault.value.message, "Officer b" in fault.value.message) == (True, False)
    assert queries.open_of(session, [row.id for row in officers]) == {officers[0].id}
    assert queries.open_of(session, [officers[1].id]) == set()


def test_a_move_keeps_who_asked_and_each_answer_who_gave_it(session, thai, kenyan, place, abroad, officers):
    rows = asked(session, officers, abroad, thai, " Because. ", NOW)
    first = rows[0]
    assert [row.person_id for row in rows] == [row.id for row in officers]
    assert (first.words, first.asked_by_id, first.asked_at, first.from_administration_id) == (
        "Because.", thai.id, NOW, place.id,
    )  # fmt: skip
    told = entries(session, "people.transfer-asked")
    assert [(one.subject, one.actor_id) for one in told] == [(f"person:{row.id}", thai.id) for row in officers]
    asking.accept(session, rows[0], by=kenyan, now=NOW + DAY)
    asking.refuse(session, rows[1], " No post. ", by=kenyan, now=NOW + DAY)
    asking.withdraw(session, rows[2], by=thai, now=NOW + DAY)
    answers = session.scalars(select(TransferAnswer).order_by(TransferAnswer.id)).all()
    assert [(one.outcome, one.reason, one.by_id, one.at) for one in answers] == [
        ("accepted", "", kenyan.id, NOW + DAY), ("refused", "No post.", kenyan.id, NOW + DAY),
        ("withdrawn", "", thai.id, NOW + DAY),
    ]  # fmt: skip
    assert queries.answer_of(session, rows[1].id) == answers[1]
    told = entries(session, "people.transfer-answered")
    assert [(one.actor_id, one.data["outcome"]) for one in told] == [
        (kenyan.id, "accepted"), (kenyan.id, "refused"), (thai.id, "withdrawn"),
    ]  # fmt: skip
    for act in (
        lambda: asking.accept(session, rows[1], by=kenyan, now=NOW),
        lambda: asking.refuse(session, rows[0], "No.", by=kenyan, now=NOW),
        lambda: asking.withdraw(session, rows[0], by=thai, now=NOW),
    ):
        with pytest.raises(Conflict, match="already answered"):
            act()
    assert [row.administration_id for row in officers] == [abroad.id, place.id, place.id]


def test_who_works_elsewhere_or_was_closed_meanwhile_is_not_taken_over_but_can_be_refused(
    session, thai, kenyan, near, abroad, officers
):
    moved, closed = asked(session, officers[:2], abroad, thai)
    officers[0].administration_id, officers[1].closed_at = near.id, NOW
    session.flush()
    for row in (moved, closed):
        with pytest.raises(Conflict, match="no longer works there"):
            asking.accept(session, row, by=kenyan, now=NOW)
        with pytest.raises(BadInput) as fault:
            asking.refuse(session, row, "  ", by=kenyan, now=NOW)
        assert fault.value.field == "reason"
        asking.refuse(session, row, "Gone.", by=kenyan, now=NOW)


def test_nobody_takes_their_own_move_back(session, thai, abroad, officers):
    [row] = asked(session, officers[:1], abroad, thai)
    make.give_anywhere(session, officers[0], Grant(Role.COORDINATOR, "country", "TH"))
    with pytest.raises(RuleBroken, match="cannot move yourself"):
        asking.withdraw(session, row, by=make.viewer(session, officers[0]), now=NOW)


def test_what_waits_and_what_was_answered_is_shown_to_the_receiving_side_alone(
    session, thai, kenyan, place, abroad, officers
):
    rows = asked(session, officers, abroad, thai)
    back = make.person(session, "Back", (Role.OFFICER, abroad), place=abroad)
    [other] = asked(session, [back], place, kenyan)
    rows[1].asked_at = NOW + DAY
    asking.refuse(session, rows[2], "No.", by=kenyan, now=NOW)
    asking.accept(session, rows[1], by=kenyan, now=NOW)
    session.flush()
    assert [one.row for one in queries.waiting(session, kenyan)] == rows[:1]
    assert [one.row for one in queries.waiting(session, thai)] == [other]
    assert [one.row for one in queries.answered(session, kenyan)] == [rows[1], rows[2]]
    assert queries.answered(session, thai) == []
    assert session.execute(queries.standing(kenyan)).one() == (1, NOW)
    assert session.execute(queries.standing(None)).one() == (2, NOW)
    [facts] = queries.waiting(session, kenyan)
    assert (facts.person.name, facts.sending.name, facts.receiving.name, facts.answer, facts.answered_by) == (
        "Officer a", place.name, abroad.name, None, None,
    )  # fmt: skip
    assert queries.transfer_to_answer(session, kenyan, rows[0].uuid) == rows[0]
    for viewer, uuid in ((thai, rows[0].uuid), (kenyan, other.uuid), (kenyan, "nothing")):
        with pytest.raises(NotFound):
            queries.transfer_to_answer(session, viewer, uuid)
    assert queries.newest_of(session, back.id).row == other
    assert queries.newest_of(session, thai.id) is None
    [again] = asked(session, [officers[2]], abroad, thai)
    assert queries.newest_of(session, officers[2].id).row == again
    [row] = kinds.waiting_transfers(session, thai)
    assert (row.title, row.applicant, row.outcome, row.decided_at, row.decided_by) == (
        f"from {abroad.name} to {place.name}", "Back", "", None, "",
    )  # fmt: skip
    row = kinds.answered_transfers(session, kenyan)[1]
    assert (row.applicant, row.outcome, row.reason, row.decided_at, row.decided_by) == (
        "Officer c (ไทย c)", "refused", "No.", NOW, "Coordinator KE",
    )  # fmt: skip
    assert (row.place, row.place_key, row.words) == ("Mountain Police, Kenya", abroad.uuid, "He lives there.")


@pytest.mark.parametrize(("approves", "said", "letter"), [(True, "Accepted.", "accepted"), (False, "Refused.", "not")])
def test_the_answer_is_said_and_told_to_the_person(
    session, thai, kenyan, abroad, officers, letters, time, approves, said, letter
):
    asked(session, officers[:1], abroad, thai)
    uuid = session.scalars(select(Transfer.uuid)).one()
    verdict = ApplicationVerdict(approves, "" if approves else " No post. ")
    assert kinds.answer_transfer(session, uuid, verdict, kenyan, NOW).startswith(said)
    session.commit()
    [(to, subject, text)] = [one for one in letters(time) if "move" in one[1]]
    assert (to, subject, letter in text) == ("a@example.org", "Your move to Mountain Police", True)
    assert ("No post." in text) is not approves


def test_officers_are_listed_of_one_administration_or_unit_by_name(session, thai, place, near, officers):
    gate = make.unit(session, place, "Gate")
    new = make.person(session, "ada", (Role.OFFICER, place), place=place, password=None, unit_id=gate.id, language="fr")
    make.person(session, "Near", (Role.OFFICER, near), place=near, password=None)
    assert [one.name for one in listing.officers(session, thai, place.id)] == ["ada", *(row.name for row in officers)]
    assert [one.name for one in listing.officers(session, thai, place.id, officers[0].unit_id)] == [
        row.name for row in officers
    ]
    assert [one.name for one in listing.newcomers(session, thai, place.id)] == ["ada"]
    assert listing.newcomers(session, thai, place.id, officers[0].unit_id) == []
    [row] = listing.newcomers(session, thai, place.id, gate.id)
    assert (row.id, row.unit, row.administration, row.language) == (new.id, "Gate", place.name, "fr")
    assert [one.id for one in listing.newcomers_named(session, thai, [new.uuid, officers[0].uuid])] == [new.id]
    named = listing.newcomers_among(session, thai, [new.id, officers[0].id], managed=True)
    assert [one.id for one in named] == [new.id]


def test_the_page_moves_says_how_many_and_comes_back_to_where_one_was(app, session, place, near, abroad, officers):
    row = make.person(session, "Desk")
    make.give_anywhere(session, row, Grant(Role.COORDINATOR, "country", "TH"))
    gate = make.unit(session, place, "Gate")
    desk = browser_of(app, session, row)
    page = desk.get(f"/people/move?administration={place.uuid}&unit={officers[0].unit_id}").text
    assert all(one.name in page for one in officers)
    sent = {"administration": place.uuid, "unit": gate.uuid, "words": "", "country": ""}
    done = desk.post("/people/move", data=sent | {"who": [officers[0].uuid], "to": f"unit:{gate.uuid}"})
    assert (done.status_code, done.location) == (303, f"/people/move?administration={place.uuid}&unit={gate.uuid}")
    assert "1 person moved." in desk.get(done.location).text
    two = [one.uuid for one in officers[1:]]
    done = desk.post("/people/move", data=sent | {"who": two, "to": f"administration:{near.uuid}", "unit": ""})
    assert done.location == f"/people/move?administration={place.uuid}"
    assert "2 people moved." in desk.get(done.location).text
    to = {"who": [officers[0].uuid], "to": f"administration:{abroad.uuid}", "country": "ke"}
    done = desk.post("/people/move", data=sent | to | {"words": "w" * 501})
    assert (done.status_code, "at most 500" in done.text) == (422, True)
    assert "checked" in done.text.partition(officers[0].uuid)[2][:40]
    done = desk.post("/people/move", data=sent | to | {"unit": ""})
    page = desk.get(done.location).text
    assert ("1 move is requested." in page, page.count("a move is requested")) == (True, 1)
    assert desk.post("/people/move", data={"who": [officers[0].uuid], "to": "x"}).status_code == 404


def test_a_move_is_taken_back_on_the_page_and_the_person_is_told(app, session, place, abroad, officers, letters, time):
    row = make.person(session, "Desk")
    make.give_anywhere(session, row, Grant(Role.COORDINATOR, "country", "TH"))
    desk = browser_of(app, session, row)
    address = f"/people/{officers[0].uuid}"
    assert desk.post(f"{address}/move/withdraw").status_code == 404
    asked(session, officers[:1], abroad, make.viewer(session, row))
    session.commit()
    done = desk.post(f"{address}/move/withdraw")
    assert (done.status_code, done.location) == (303, address)
    assert "The move is cancelled." in desk.get(address).text
    answer = session.scalars(select(TransferAnswer)).one()
    assert (answer.outcome, answer.by_id) == ("withdrawn", row.id)
    [(to, _subject, text)] = letters(time)
    assert (to, "cancelled the move" in text) == ("a@example.org", True)


def test_where_people_worked_ends_where_they_move_from(session, thai, near, officers):
    moves.move_to_administration(session, officers[:1], near, by=thai, now=NOW + DAY)
    rows = session.scalars(select(Placement).where(Placement.person_id == officers[0].id).order_by(Placement.id)).all()
    assert [(one.administration_id == near.id, one.begun_at, one.ended_at) for one in rows] == [
        (False, NOW, NOW + DAY), (True, NOW + DAY, None),
    ]  # fmt: skip
    assert session.scalars(select(Person.id).where(Person.administration_id == near.id)).all() == [officers[0].id]
