"""A fresh exercise: two assessors who are free of ties and have not seen the first, in a room and at a time."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from assessments.permissions import PracticalRole
from assessments.sheets.models import Performance, Sheet
from assessments.sheets.rules.states import Turn
from assessments.sheets.services.settling import plan_fresh
from assessments.workshops.models import FreshPlacement, WorkshopCandidate
from assessments.workshops.pages.days import own_plan
from assessments.workshops.queries.day_places import PlacesInUse
from assessments.workshops.queries.fresh import fresh_exercises, placed_in_use, with_fresh
from assessments.workshops.queries.plans import planned
from assessments.workshops.rules.fresh import FreshChoice, FreshFault, TakenSlots, fresh_faults
from assessments.workshops.rules.rotation import (
    RotationAssessor,
    RotationCandidate,
    RotationExercise,
    RotationInterpreter,
    RotationRoom,
    RotationSlot,
    RotationTask,
)
from assessments.workshops.scope_kind import WORKSHOP
from assessments.workshops.services.fresh import FreshDraft, place_fresh
from lms import clock
from lms.access import Grant
from lms.audit.models import AuditEntry
from lms.errors import BadInput, NotFound, RuleBroken
from lms.messages.models import Message
from tests.access_matrix import gathered
from tests.builders import people, workshops
from tests.builders.people import browser, sign_in
from tests.builders.sheets import seal_with

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
TASK = RotationTask(
    slots=(RotationSlot(0, 0), RotationSlot(1, 0, spare=True)),
    exercises=(RotationExercise(9, "operations"),),
    rooms=(RotationRoom(7, 9, stopped_from=1), RotationRoom(8, 9)),
    candidates=(RotationCandidate(1, "A", frozenset({"fr"})),),
    assessors=(
        RotationAssessor(2, "B", frozenset({"fr"})),
        RotationAssessor(3, "C", frozenset({"en"})),
        RotationAssessor(4, "B", frozenset({"fr"})),
        RotationAssessor(5, "D", frozenset({"fr"}), topics=frozenset({"legal-instruments"})),
        RotationAssessor(6, "E", frozenset({"fr"}), away_from=1),
    ),
    interpreters=(RotationInterpreter(10, "F", frozenset({"en", "fr"})),),
    conflicts={(4, 1): ("taught",)},
)


def faults(assessors, *, slot=1, room=8, voice=None, taken=None, rated=()):
    choice = FreshChoice(1, RotationExercise(9, "operations"), assessors, slot, room, voice)
    return {fault for fault, _key in fresh_faults(TASK, choice, taken or TakenSlots(), rated=rated)}


def test_two_who_are_free_in_a_spare_slot_are_a_sound_choice():
    assert faults((2, 3), voice=10) == set()


@pytest.mark.parametrize(
    ("assessors", "more", "expected"),
    [
        ((2, 2), {}, FreshFault.SAME),
        ((2, 3), {"voice": 10, "rated": (2,)}, FreshFault.RATED_BEFORE),
        ((3, 4), {"voice": 10}, FreshFault.CONFLICT),
        ((2, 4), {}, FreshFault.ADMINISTRATIONS),
        ((2, 5), {}, FreshFault.SCOPE),
        ((2, 3), {}, FreshFault.LANGUAGE),
        ((2, 6), {}, FreshFault.PERSON_AWAY),
        ((2, 3), {"room": 7, "voice": 10}, FreshFault.ROOM_STOPPED),
        ((2, 3), {"voice": 10, "taken": TakenSlots(frozenset({(1, 1)}))}, FreshFault.CANDIDATE_BUSY),
        ((2, 3), {"voice": 10, "taken": TakenSlots(frozenset({(1, 10)}))}, FreshFault.PERSON_BUSY),
        ((2, 3), {"voice": 10, "taken": TakenSlots(rooms=frozenset({(1, 8)}))}, FreshFault.ROOM_BUSY),
    ],
)
def test_each_thing_that_is_wrong_is_said(assessors, more, expected):
    assert expected in faults(assessors, **more)


class Week:
    """A workshop whose first performance was marked apart, so that a fresh exercise is planned."""

    def __init__(self, session):
        self.session = session
        self.made = workshops.small(session, NOW)
        gathered.use(session, self.made, NOW)
        self.performance = session.scalars(select(Performance).order_by(Performance.id)).first()
        moderator = people.person(session, "Mod Erator", place=people.administration(session))
        people.give_anywhere(session, moderator, Grant(PracticalRole.MODERATOR, WORKSHOP, str(self.made.number)))
        self.pair = session.scalars(select(Sheet).where(Sheet.performance_id == self.performance.id)).all()
        for sheet, level in zip(self.pair, (2, 0), strict=True):
            seal_with(session, sheet, level, 2)
        self.fresh = plan_fresh(session, self.performance, by_id=moderator.id, now=NOW)

    @property
    def parts(self):
        return self.made.parts

    def others(self):
        rated = {one.assessor_id for one in self.pair}
        return [one.person_id for one in self.parts.assessors if one.person_id not in rated]

    def spare(self, place=0):
        return [timed for timed in self.parts.slots if timed.slot.spare][place].slot.number

    def draft(self, first=None, second=None, **more):
        one, two = self.others()[:2]
        room = next(each.id for each in self.parts.rooms if each.exercise_id == self.fresh.exercise_id)
        return FreshDraft(**{"first": first or one, "second": second or two, "slot": self.spare(), "room": room} | more)

    def place(self, draft=None, by=None):
        by = by or self.made.by.id
        return place_fresh(self.session, self.parts, self.fresh.uuid, draft or self.draft(), by=by, now=NOW)


@pytest.fixture
def week(session):
    return Week(session)


def test_a_fresh_exercise_stands_in_the_day_of_everybody_who_is_there(session, week):
    placed = week.place()
    parts, one = week.parts, week.others()[0]
    every = with_fresh(parts, planned(parts, placed_in_use(session, parts.id)), fresh_exercises(session, parts.id))
    for person in (one, week.fresh.person_id):
        items = [item for day in own_plan(parts, every, person, NOW).days for item in day.items]
        assert [item.exercise for item in items if item.exercise.endswith("(2)")]
    assert placed.pair == tuple(week.others()[:2])
    place = PlacesInUse().places(session, [week.fresh.id, week.performance.id])
    assert place[week.fresh.id].begins_at == placed.placed.begins_at != place[week.performance.id].begins_at
    assert session.scalars(select(AuditEntry).where(AuditEntry.name == "workshop.fresh-placed")).one()
    told = set(session.scalars(select(Message.person_id).where(Message.kind == "workshop.plan-changed")))
    assert told == {*placed.pair, week.fresh.person_id}


def test_who_rated_the_first_and_who_is_busy_are_refused_with_their_name(session, week):
    first = week.pair[0].assessor_id
    with pytest.raises(BadInput, match="rated this exercise of the candidate before"):
        week.place(week.draft(first=first))
    row = next(one for one in placed_in_use(session, week.parts.id) if one.slot is not None)
    candidate = session.scalars(
        select(WorkshopCandidate.person_id).where(WorkshopCandidate.id == row.candidate_id)
    ).one()
    busy = row.slot if candidate == week.fresh.person_id else next(
        one.slot
        for one in placed_in_use(session, week.parts.id)
        if next(c.person_id for c in week.parts.candidates if c.id == one.candidate_id) == week.fresh.person_id
    )  # fmt: skip
    with pytest.raises(BadInput, match="at this time"):
        week.place(week.draft(slot=busy))


def test_assessors_change_as_long_as_nothing_is_marked(session, week):
    week.place()
    one, two, three = week.others()
    week.place(week.draft(first=three, second=one, slot=week.spare(1)))
    sheets = session.scalars(select(Sheet).where(Sheet.performance_id == week.fresh.id)).all()
    assert {row.assessor_id for row in sheets} == {one, three}
    assert {row.turn for row in sheets} == {Turn.FIRST, Turn.SECOND}
    seal_with(session, sheets[0], 2, 2)
    gone = next(row.assessor_id for row in sheets if row is not sheets[0])
    with pytest.raises(RuleBroken, match="This sheet has marks already"):
        week.place(week.draft(first=two, second=gone, slot=week.spare(2)))
    assert session.query(FreshPlacement).count() == 1


def test_nobody_arranges_their_own_and_a_closed_workshop_stays(session, week):
    with pytest.raises(NotFound):
        week.place(by=week.fresh.person_id)
    week.parts.row.closed_at = NOW
    session.flush()
    with pytest.raises(RuleBroken, match="closed"):
        week.place()


def test_the_pages_lead_from_the_workshop_to_a_time_and_to_recordings(app, client, session, week, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    here, at = browser(app), f"/workshops/{week.parts.row.uuid}"
    sign_in(here, session, week.made.by, at=NOW)
    session.query(WorkshopCandidate).update({"recording_agreed": True})
    session.commit()
    assert f"{at}/performances" in here.get(at).text
    listed = here.get(f"{at}/performances").text
    assert "Choose assessors and a time" in listed
    draft = week.draft()
    sent = {"first": draft.first, "second": draft.second, "slot": draft.slot, "room": draft.room, "interpreter": ""}
    address = f"{at}/fresh/{week.fresh.uuid}"
    assert here.post(address, data={**sent, "second": draft.first}).status_code == 422
    assert here.post(address, data=sent).status_code == 303
    assert "Change assessors or time" in here.get(f"{at}/performances").text
    assert here.post(f"{at}/recordings", data={"performance": [week.performance.uuid]}).status_code == 303
    assert session.scalar(select(Performance.recorded).where(Performance.id == week.performance.id)) is True
    assert "recorded, with consent" in here.get(f"{at}/performances").text
