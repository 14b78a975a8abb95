"""What waits for a person at workshops: plans in use, waivers that others asked for, fresh exercises to be placed."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from assessments.permissions import PracticalRole
from assessments.sheets.models import Performance, Sheet
from assessments.sheets.rules.states import Turn
from assessments.workshops.models import FreshPlacement
from assessments.workshops.queries.fresh import placed_in_use
from assessments.workshops.queries.rotations import rotation_called
from assessments.workshops.queries.waiting import workshops_first
from assessments.workshops.rules.rotation import RotationRule
from assessments.workshops.scope_kind import WORKSHOP
from assessments.workshops.services.fresh import FreshDraft, place_fresh
from assessments.workshops.services.participants import end_participant
from assessments.workshops.services.waiving import ask_waiver, decide_waiver
from lms.access import Grant
from lms.errors import BadInput, NotFound, RuleBroken
from tests.access_matrix import gathered
from tests.builders import people
from tests.builders import workshops as build
from tests.builders.audit import told
from tests.builders.people import NOW, viewer

OVER = datetime.combine(build.DAYS[1] + timedelta(days=1), NOW.timetz())


@pytest.fixture(scope="module")
def worlds(module_session):
    """A workshop with a rotation that is proposed, and one with a rotation in use; each with an interpreter."""
    with module_session() as session:
        planned, used = build.small(session, NOW), build.small(session, NOW)
        for one in (planned, used):
            one.interpreter("Ivo Santos", languages=("en", "fr"))
        gathered.found(session, planned, NOW)
        gathered.use(session, used, NOW)
        return planned, used


def waits(session, who, now=NOW):
    return [session.scalar(select(column)) for column in workshops_first(who, now)]


def text(session, who, now=NOW):
    return [str(one) for one in waits(session, who, now)]


def test_a_plan_waits_for_who_takes_part_until_the_day_after_and_only_once_it_is_in_use(session, made, used):
    row = used.parts.candidates[0]
    person = people.a_viewer(row.person_id)
    assert used.parts.row.uuid in text(session, person)[0]
    assert used.parts.row.uuid in text(session, person, OVER)[0]
    assert used.parts.row.uuid not in text(session, person, OVER + timedelta(days=1))[0]
    assert made.parts.row.uuid not in text(session, people.a_viewer(made.parts.candidates[0].person_id))[0]
    assert used.parts.row.uuid not in text(session, people.a_viewer(made.by.id))[0]
    assert len(waits(session, person)) == 1
    end_participant(session, used.parts, row.uuid, by=used.by.id, now=NOW)
    assert used.parts.row.uuid not in text(session, person)[0]


def test_a_waiver_waits_for_others_who_run_that_workshop_until_it_is_decided(session, made):
    row = rotation_called(session, made.number, 1)
    row.report = {"relaxations": [{"rules": ["language"], "ties": []}]}
    waiver = ask_waiver(session, made.parts, row, RotationRule.LANGUAGE, "Nobody.", by=made.by.id, now=NOW)
    judge, elsewhere = build.coordinator(session), people.person(session)
    people.give_anywhere(session, elsewhere, Grant(PracticalRole.WORKSHOP_COORDINATOR, WORKSHOP, "0"))
    assert waiver.uuid in text(session, viewer(session, judge))[1]
    assert waiver.uuid not in text(session, viewer(session, made.by))[1]
    assert waiver.uuid not in text(session, viewer(session, elsewhere))[1]
    decide_waiver(session, made.parts, waiver.uuid, granted=True, reason="Fine.", by=judge.id, now=NOW)
    assert waiver.uuid not in text(session, viewer(session, judge))[1]


@pytest.fixture
def fresh(session, used):
    """A performance again, before two who may be named, with a draft that is sound."""
    _first, uuid, pair, room = gathered.fresh_exercise_of(session, used, NOW)
    slot = next(timed.slot.number for timed in used.parts.slots if timed.slot.spare)
    return uuid, FreshDraft(*pair, slot, room)


def place(used, fresh, now=NOW, **changed):
    uuid, draft = fresh
    return place_fresh(used.session, used.parts, uuid, FreshDraft(**(vars(draft) | changed)), by=used.by.id, now=now)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"slot": None}, "slot"), ({"slot": 99}, "slot"), ({"room": None}, "room"), ({"first": 0}, "first"),
        ({"second": 0}, "first"), ({"second": "first"}, "second"), ({"room": "other"}, None),
    ],
)  # fmt: skip
def test_a_choice_for_a_fresh_exercise_is_refused_beside_its_field(session, used, fresh, changed, field):
    draft = fresh[1]
    if changed.get("second") == "first":
        changed = {"second": draft.first}
    if changed.get("room") == "other":
        changed = {"room": next(one.id for one in used.parts.rooms if one.id != draft.room)}
    if field is None:
        assert place(used, fresh, **changed).placed.room_id == changed["room"]
        return
    with pytest.raises(BadInput) as fault:
        place(used, fresh, **changed)
    assert fault.value.field == field
    assert session.scalars(select(FreshPlacement)).all() == []


def test_a_fresh_exercise_is_held_later_and_the_slot_that_runs_is_late_enough(used, fresh):
    timed = next(one for one in used.parts.slots if one.slot.number == fresh[1].slot)
    with pytest.raises(BadInput, match="later time"):
        place(used, fresh, now=timed.ends_at)
    assert place(used, fresh, now=timed.ends_at - timedelta(seconds=1)).placed.begins_at == timed.begins_at


def test_a_fresh_exercise_is_kept_with_its_place_and_told_and_moved_in_the_same_row(session, used, fresh):
    voice = used.parts.interpreters[0]
    one = place(used, fresh, interpreter=voice.person_id)
    draft = fresh[1]
    timed = next(each for each in used.parts.slots if each.slot.number == draft.slot)
    kept = one.placed
    assert (kept.begins_at, kept.ends_at, kept.room_id, kept.interpreter_id, kept.by_id, kept.at) == (
        timed.begins_at, timed.ends_at, draft.room, voice.id, used.by.id, NOW,
    )  # fmt: skip
    assert told(session, "workshop.fresh-placed")[-1] == (f"workshop:{used.number}", used.by.id, {
        "performance_id": one.row.id, "assessor_ids": [draft.first, draft.second],
        "begins_at": timed.begins_at.isoformat(), "room_id": draft.room,
    })  # fmt: skip
    turns = dict(session.execute(select(Sheet.turn, Sheet.assessor_id).filter_by(performance_id=one.row.id)).all())
    assert turns == {Turn.FIRST: draft.first, Turn.SECOND: draft.second}
    later = [each for each in used.parts.slots if each.slot.spare][1]
    again = place(used, fresh, slot=later.slot.number)
    assert (again.placed.id, again.placed.begins_at, again.placed.interpreter_id) == (kept.id, later.begins_at, None)
    assert len(placed_in_use(session, used.number)) == 6


def test_who_rated_is_busy_or_gone_is_named_beside_the_field(session, used, fresh):
    one = next(each for each in placed_in_use(session, used.number) if each.begins_at is not None)
    people_of = {each.id: each.person_id for each in used.parts.candidates}
    uuid, draft = fresh
    own = next(
        each.slot for each in placed_in_use(session, used.number)
        if people_of[each.candidate_id] == candidate_of(session, uuid)
    )  # fmt: skip
    with pytest.raises(BadInput) as fault:
        place(used, fresh, slot=own)
    assert fault.value.field == "slot"
    row = next(each for each in used.parts.candidates if each.person_id == candidate_of(session, uuid))
    end_participant(session, used.parts, row.uuid, by=used.by.id, now=NOW)
    with pytest.raises(RuleBroken, match="no longer part"):
        place(used, fresh)
    with pytest.raises(NotFound):
        place(used, ("nothing", draft))
    assert one.slot is not None


def candidate_of(session, uuid):
    return session.scalars(select(Performance.person_id).where(Performance.uuid == uuid)).one()


def test_written_work_again_has_two_assessors_and_no_place(session, used, fresh):
    row = session.scalars(select(Performance).where(Performance.uuid == fresh[0])).one()
    row.written = True
    session.flush()
    one = place(used, fresh, slot=None, room=None)
    assert (one.placed, one.pair) == (None, (fresh[1].first, fresh[1].second))
    assert told(session, "workshop.fresh-placed")[-1][2]["begins_at"] is None
