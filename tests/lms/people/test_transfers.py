"""Moves of officers: within one's scope at once, beyond it when the other side accepts; where they were is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms.access import Grant, Role
from lms.audit.models import AuditEntry
from lms.people import policy as people_policy
from lms.people.models import Person, Placement
from lms.people.queries.people import grant_of, roles_held
from lms.people.transfers import policy
from lms.people.transfers.models import Transfer, TransferAnswer
from lms.people.transfers.rules import Home, roles_after
from tests.builders import people as make
from tests.builders.people import NOW, browser_of


@pytest.fixture
def near(session):
    return make.administration(session, "Near Customs", country="TH")


@pytest.fixture
def abroad(session):
    return make.administration(session, "Mountain Police", kind="police", country="KE")


@pytest.fixture
def officers(session, place):
    unit = make.unit(session, place, "Quay")
    return [
        make.person(
            session, f"Officer {word}", (Role.OFFICER, place), place=place, unit_id=unit.id,
            email=f"{word}@example.org",
        )
        for word in "abc"
    ]  # fmt: skip


def desk_of(app, session, kind, thing):
    row = make.person(session, f"Coordinator of {thing}")
    make.give_anywhere(session, row, Grant(Role.COORDINATOR, kind, str(thing)))
    return browser_of(app, session, row)


@pytest.fixture
def desk(app, session):
    """The browser of a coordinator of Thailand."""
    return desk_of(app, session, "country", "TH")


@pytest.fixture
def other_desk(app, session):
    """The browser of a coordinator of Kenya."""
    return desk_of(app, session, "country", "KE")


def move(desk, people, to, place, **more):
    sent = {"administration": place.uuid, "who": [row.uuid for row in people], "to": to, "words": ""}
    return desk.post("/people/move", data=sent | more)


def ask(desk, people, receiving, place, words="He lives there."):
    return move(desk, people, f"administration:{receiving.uuid}", place, country=receiving.country, words=words)


def answer(desk, session, **decision):
    which = [f"transfer {row.uuid} x" for row in session.scalars(select(Transfer))]
    return desk.post("/applications/decide", data={"which": which} | decision)


def placements(session, row):
    found = session.scalars(select(Placement).where(Placement.person_id == row.id).order_by(Placement.id))
    return [(one.administration_id, one.unit_id, one.ended_at) for one in found]


def grants(session, row):
    return {grant_of(one) for one in roles_held(session, row.id)}


def test_officers_move_to_another_unit_all_at_once(desk, session, place, officers):
    gate, former = make.unit(session, place, "Gate"), officers[0].unit_id
    session.commit()
    assert move(desk, officers[:2], f"unit:{gate.uuid}", place).status_code == 303
    session.expire_all()
    assert [row.unit_id for row in officers] == [gate.id, gate.id, former]
    assert placements(session, officers[0]) == [(place.id, former, NOW), (place.id, gate.id, None)]
    assert placements(session, officers[2]) == [(place.id, former, None)]
    told = session.scalars(select(AuditEntry).where(AuditEntry.name == "people.person-changed")).all()
    assert {one.subject for one in told} == {f"person:{row.id}" for row in officers[:2]}
    assert told[0].data["before"] == {"unit_id": former}


def test_within_ones_own_scope_an_administration_is_changed_at_once_and_the_officer_role_goes_along(
    desk, session, place, near, officers
):
    session.commit()
    assert move(desk, officers[:1], f"administration:{near.uuid}", place).status_code == 303
    session.expire_all()
    assert (officers[0].administration_id, officers[0].unit_id) == (near.id, None)
    assert grants(session, officers[0]) == {Grant(Role.OFFICER, "administration", str(near.id))}


def test_beyond_it_nothing_changes_until_the_other_side_accepts(
    desk, other_desk, session, place, abroad, officers, time, letters
):
    session.commit()
    moving = officers[0]
    assert ask(desk, [moving], abroad, place).status_code == 303
    session.expire_all()
    assert moving.administration_id == place.id
    assert "Nothing changes until they accept" in desk.get(f"/people/{moving.uuid}").text
    assert other_desk.get(f"/people/{moving.uuid}").status_code == 404
    assert "Officer a" in other_desk.get("/applications").text
    assert "Officer a" not in desk.get("/applications").text
    assert any("asks Mountain Police" in text for _to, _subject, text in letters(time))
    assert "Accepted" in answer(other_desk, session, approve="1").text
    session.expire_all()
    assert (moving.administration_id, moving.unit_id) == (abroad.id, None)
    assert grants(session, moving) == {Grant(Role.OFFICER, "administration", str(abroad.id))}
    assert [one[0] for one in placements(session, moving)] == [place.id, abroad.id]
    assert any("accepted the move" in text for _to, _subject, text in letters(time))
    assert desk.get(f"/people/{moving.uuid}").status_code == 404
    assert "Officer a" not in desk.get("/people").text
    assert other_desk.get(f"/people/{moving.uuid}").status_code == 200


def test_a_refusal_has_a_reason_which_the_sending_side_and_the_person_read(
    app, desk, other_desk, session, place, abroad, officers, time, letters
):
    session.commit()
    ask(desk, officers[:1], abroad, place)
    assert answer(other_desk, session, refuse="1", reason="").status_code == 422
    answer(other_desk, session, refuse="1", reason="No post is free.")
    session.expire_all()
    assert officers[0].administration_id == place.id
    assert "No post is free." in desk.get(f"/people/{officers[0].uuid}").text
    assert "No post is free." in browser_of(app, session, officers[0]).get("/account").text
    assert any("No post is free." in text for _to, _subject, text in letters(time))


def test_whose_account_was_closed_meanwhile_gets_no_letter_about_the_move(
    desk, other_desk, session, place, abroad, officers, time, letters
):
    session.commit()
    ask(desk, officers[:1], abroad, place)
    assert [to for to, _subject, _text in letters(time)] == ["a@example.org"]
    officers[0].closed_at = NOW
    session.commit()
    answer(other_desk, session, refuse="1", reason="No post is free.")
    assert session.scalars(select(TransferAnswer)).one().outcome == "refused"
    assert len(letters(time)) == 1


def test_the_sending_side_takes_a_move_back_and_the_other_side_is_told_so(
    desk, other_desk, session, place, abroad, officers
):
    session.commit()
    ask(desk, officers[:1], abroad, place)
    assert desk.post(f"/people/{officers[0].uuid}/move/withdraw").status_code == 303
    assert "already answered this move" in answer(other_desk, session, approve="1").text
    assert session.scalars(select(TransferAnswer)).one().outcome == "withdrawn"
    assert desk.post(f"/people/{officers[0].uuid}/move/withdraw").status_code == 409


def test_one_person_has_one_open_move(desk, session, place, abroad, officers):
    session.commit()
    ask(desk, officers[:1], abroad, place)
    second = ask(desk, officers[:2], abroad, place)
    assert second.status_code == 409
    assert "Officer a" in second.text
    assert len(session.scalars(select(Transfer)).all()) == 1


def test_whoever_went_elsewhere_meanwhile_is_not_taken_over(desk, other_desk, session, place, near, abroad, officers):
    session.commit()
    ask(desk, officers[:1], abroad, place)
    move(desk, officers[:1], f"administration:{near.uuid}", place)
    assert "no longer works there" in answer(other_desk, session, approve="1").text
    session.expire_all()
    assert officers[0].administration_id == near.id


def test_a_right_over_others_given_meanwhile_ends_with_the_move(desk, other_desk, session, place, abroad, officers):
    session.commit()
    ask(desk, officers[:1], abroad, place)
    make.give(session, officers[0], Role.TRAINER, place)
    make.give_anywhere(session, officers[0], Grant(Role.TRAINER, "country", "TH"))
    session.commit()
    answer(other_desk, session, approve="1")
    assert grants(session, officers[0]) == {Grant(Role.OFFICER, "administration", str(abroad.id))}
    ended = session.scalars(select(AuditEntry).where(AuditEntry.name == "people.role-ended")).all()
    assert len(ended) == 3
    assert ended[-1].data["after"] == []


def test_nobody_moves_themselves_or_who_holds_rights_over_others(app, session, place):
    own = make.person(session, "Own", (Role.OFFICER, place), place=place)
    make.give_anywhere(session, own, Grant(Role.COORDINATOR, "country", "TH"))
    trainer = make.person(session, "Trainer", (Role.TRAINER, place), place=place)
    unit = make.unit(session, place, "Gate")
    desk = browser_of(app, session, own)
    page = desk.get(f"/people/move?administration={place.uuid}").text
    for row in (own, trainer):
        assert row.uuid not in page.partition("<main")[2]
        assert move(desk, [row], f"unit:{unit.uuid}", place).status_code == 409
    session.expire_all()
    assert (own.unit_id, trainer.unit_id) == (None, None)


def test_nobody_accepts_themselves(app, session, place, abroad, officers, desk):
    session.commit()
    ask(desk, officers[:1], abroad, place)
    make.give_anywhere(session, officers[0], Grant(Role.COORDINATOR, "country", "KE"))
    own_desk = browser_of(app, session, officers[0])
    assert "Officer a" not in own_desk.get("/applications").text.partition("<main")[2]
    assert "You can no longer decide this application" in answer(own_desk, session, approve="1").text


@pytest.mark.parametrize(
    ("to", "who", "words"),
    [
        ("", True, "Choose where to."),
        ("unit:00000000-0000-4000-8000-000000000000", True, "Choose from the list."),
        ("unit", False, "Tick the people whom you move"),
    ],
)
def test_a_fault_is_told_and_nobody_moves(desk, session, place, officers, to, who, words):
    gate = make.unit(session, place, "Gate")
    session.commit()
    answer = move(desk, officers if who else [], f"unit:{gate.uuid}" if to == "unit" else to, place)
    assert answer.status_code == 422
    assert words in answer.text
    assert session.scalars(select(Person).where(Person.unit_id == gate.id)).all() == []


def test_administrations_beyond_ones_scope_are_offered_by_country_and_nobody_in_them(
    desk, session, place, near, abroad, officers
):
    make.person(session, "Stranger Danger", (Role.OFFICER, abroad), place=abroad)
    session.commit()
    page = desk.get(f"/people/move?administration={place.uuid}").text
    assert near.name in page
    assert abroad.name not in page
    page = desk.get(f"/people/move?administration={place.uuid}&country=KE").text
    assert abroad.name in page
    assert "Stranger" not in page


# a role that ends or begins is an entry of the record, a row, and a message with its letter
OF_ROLES = (
    "audit_entry",
    "role_grant",
    "message",
    "administration.name \nFROM",
    "person.language \nFROM",
    "INTO job",
    "person.time_zone",
    "quiet_hours",
)


def test_moving_many_takes_as_many_statements_as_moving_one_besides_the_record_and_their_roles(
    desk, session, place, near, officers, counting
):
    session.commit()
    taken = []
    for some in (officers[:1], officers[1:]):
        with counting() as statements:
            assert move(desk, some, f"administration:{near.uuid}", place).status_code == 303
        taken.append(len([one for one in statements if not any(word in one for word in OF_ROLES)]))
    assert taken[0] == taken[1]


HOME, NEW = Home("4", "TH"), Home("7", "KE")
SCOPES = st.sampled_from(
    [
        (None, None),
        ("administration", "4"),
        ("administration", "7"),
        ("country", "TH"),
        ("country", "KE"),
        ("cohort", "1"),
    ]
)
HELD = st.lists(
    st.tuples(st.sampled_from(["officer", "trainer", "emperor"]), SCOPES).map(lambda one: (one[0], *one[1]))
)


@given(HELD)
def test_no_right_over_others_goes_along_and_no_other_role_is_lost(held):
    after = roles_after(dict.fromkeys(held), ["officer"], HOME, NEW)
    left = {one for one in held if one not in after.ending} | set(after.given)
    for role, kind, thing in left:
        assert role == "officer" or kind is None or (kind, thing) in NEW.scopes
    if any(role == "officer" for role, *_scope in held):
        assert any(role == "officer" for role, *_scope in left)
    assert len(after.given) <= 1
    assert roles_after(left, ["officer"], NEW, NEW).given == ()


def test_inside_a_country_what_is_held_for_the_country_stays():
    near = Home("5", "TH")
    held = [("trainer", "country", "TH"), ("officer", "country", "TH"), ("trainer", "administration", "4")]
    assert roles_after(held, ["officer"], HOME, near).ending == (("trainer", "administration", "4"),)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR, Role.TRAINER])
@pytest.mark.parametrize("scope", [("country", "KE"), ("country", "TH"), None])
def test_a_move_is_answered_by_who_manages_the_receiving_side_and_by_nobody_for_themselves(
    session, place, abroad, officers, desk, role, scope
):
    session.commit()
    ask(desk, officers[:1], abroad, place)
    row = make.person(session, "Somebody")
    make.give_anywhere(session, row, Grant(role, *(scope or ())))
    answers = role in (Role.COORDINATOR, Role.ADMINISTRATOR) and scope == ("country", "KE")
    answers |= role is Role.ADMINISTRATOR and scope is None
    viewer = make.viewer(session, row)
    assert bool(session.scalars(select(Transfer).where(policy.answered_by(viewer))).all()) is answers
    make.give_anywhere(session, officers[0], Grant(role, *(scope or ())))
    mover = make.viewer(session, officers[0])
    assert session.scalars(select(Transfer).where(policy.answered_by(mover))).all() == []
    assert session.scalars(select(Transfer).where(policy.answered_by(None))).one().person_id == officers[0].id


def test_officers_are_those_without_rights_over_others(session, place, officers):
    unknown = make.person(session, "Of Tomorrow", place=place)
    make.give_anywhere(session, unknown, Grant("emperor"))
    found = session.scalars(select(Person.id).where(people_policy.without_power())).all()
    assert officers[0].id in found
    assert unknown.id not in found
