"""What is found of workshops by who runs or joins them, and what a rotation is made from; nothing of others."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.independence.api import declare_interest
from assessments.permissions import PracticalRole
from assessments.rubrics.models import RubricVersion
from assessments.sheets.models import Performance, Sheet
from assessments.workshops import policy
from assessments.workshops.models import Workshop
from assessments.workshops.queries.rotations import placed_in, rotation_in_use
from assessments.workshops.queries.rubrics import rubric_versions
from assessments.workshops.queries.searching import performances_rated, rotation_start
from assessments.workshops.queries.task import conflicts_of, placements_of, workshop_task
from assessments.workshops.queries.workshops import (
    joined_by,
    workshop_by_id,
    workshop_joined,
    workshop_run,
    workshops_called,
    workshops_run,
)
from assessments.workshops.scope_kind import WORKSHOP
from assessments.workshops.services.furnishing import stop_room
from assessments.workshops.services.participants import end_participant, say_away, say_late
from lms.access import Grant
from lms.errors import NotFound
from lms.people.api import COUNTRY
from tests.builders import workshops as build
from tests.builders.people import NOW, a_viewer
from tests.builders.rubrics import BENCH
from tests.builders.sheets import rubric, seal_with

MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def worlds(with_written_work):
    return with_written_work


def runner(*grants):
    return a_viewer(7, *(Grant(PracticalRole.WORKSHOP_COORDINATOR, *scope) for scope in grants))


def test_who_runs_workshops_finds_those_of_their_countries_and_those_named_the_latest_first(session, made, used):
    later = build.workshop(session, NOW, starts_on=build.DAYS[1])
    abroad = build.workshop(session, NOW, country="KE")
    everyone = runner(())
    named = runner((WORKSHOP, str(made.number)), (WORKSHOP, str(abroad.number)))
    assert [row.id for row in workshops_run(session, everyone)][:1] == [later.number]
    assert [row.id for row in workshops_run(session, everyone, 2)] == [later.number, abroad.number]
    assert {row.id for row in workshops_run(session, runner((COUNTRY, "ZM")))} == {
        made.number, used.number, later.number,
    }  # fmt: skip
    assert [row.id for row in workshops_run(session, named)] == [abroad.number, made.number]
    assert [row.id for row in workshops_called(session, named, [abroad.number, used.number])] == [abroad.number]
    assert workshops_run(session, a_viewer(7)) == []
    rows = {number: session.get_one(Workshop, number) for number in (made.number, used.number, abroad.number)}
    assert [policy.may_run(named, row) for row in rows.values()] == [True, False, True]
    assert [policy.may_run(runner((COUNTRY, "ZM")), row) for row in rows.values()] == [True, True, False]


def test_a_workshop_is_found_whole_by_who_runs_it_or_takes_part_and_by_nobody_else(session, made, used):
    parts = made.parts
    assert workshop_run(session, runner((WORKSHOP, str(made.number))), parts.row.uuid).id == made.number
    for who, uuid in ((runner((WORKSHOP, str(used.number))), parts.row.uuid), (runner(()), "nothing")):
        with pytest.raises(NotFound):
            workshop_run(session, who, uuid)
    with pytest.raises(NotFound):
        workshop_by_id(session, 0)
    assert (len(parts.candidates), len(parts.assessors), len(parts.interpreters)) == (3, 5, 1)
    assert [one.title for one in parts.exercises] == ["Targeting desk", "Interview", "Case on paper"]
    assert [one.title for one in (*parts.live, *parts.written)] == [one.title for one in parts.exercises]
    everybody = [row.person_id for row in (*parts.candidates, *parts.assessors, *parts.interpreters)]
    assert parts.taking_part == set(everybody)
    assert parts.people.keys() == set(everybody)


@pytest.mark.parametrize("part", ["candidates", "assessors", "interpreters"])
def test_who_takes_part_finds_their_workshop_until_they_leave(session, made, used, part):
    row = getattr(made.parts, part)[0]
    assert workshop_joined(session, row.person_id, made.parts.row.uuid).id == made.number
    assert session.scalars(select(Workshop.id).where(joined_by(row.person_id))).all() == [made.number]
    with pytest.raises(NotFound):
        workshop_joined(session, row.person_id, used.parts.row.uuid)
    end_participant(session, made.parts, row.uuid, by=made.by.id, now=NOW)
    with pytest.raises(NotFound):
        workshop_joined(session, row.person_id, made.parts.row.uuid)
    assert row not in getattr(made.parts, part)
    assert row in getattr(made.parts, f"every_{part[:-1]}")
    assert row.person_id not in made.parts.taking_part


def test_versions_of_rubrics_come_by_their_slug_the_newest_first(session, made):
    second = rubric(session, rubric_text("bench", "2.5"))
    other = rubric(session, rubric_text("alpha", "2.5"))
    found = [(slug, number) for slug, number, _no in rubric_versions(session)]
    assert found[0] == ("alpha", other.id)
    ours = [number for slug, number in found if slug == "bench"]
    assert ours[0] == second.id
    assert set(ours) == set(session.scalars(select(RubricVersion.id).where(RubricVersion.id != other.id)))


def rubric_text(slug, weight):
    return BENCH.replace("slug: bench", f"slug: {slug}").replace("weight: 2.5", f"weight: {weight}5")


def test_moments_of_people_and_rooms_become_slots_of_the_task(session, made):
    parts = made.parts
    slot = parts.slots[2]
    middle, first, second = slot.begins_at + MINUTE, parts.assessors[0], parts.assessors[1]
    say_away(session, parts, first.uuid, middle, middle + 2 * MINUTE, by=made.by.id, now=NOW)
    say_away(session, parts, second.uuid, slot.ends_at, None, by=made.by.id, now=NOW)
    say_away(session, parts, parts.interpreters[0].uuid, middle, None, by=made.by.id, now=NOW)
    say_late(session, parts, parts.candidates[0].uuid, middle, by=made.by.id, now=NOW)
    stop_room(session, parts, made.room("Room 1").uuid, middle, slot.begins_at + 90 * MINUTE, by=made.by.id, now=NOW)
    whole = workshop_task(session, made.parts, now=NOW)
    task = whole.task
    people = {one.key: one for one in task.assessors}
    assert (people[first.person_id].away_from, people[first.person_id].away_until) == (2, 3)
    assert (people[second.person_id].away_from, people[second.person_id].away_until) == (3, None)
    assert (task.interpreters[0].away_from, task.candidates[0].first_slot) == (2, 3)
    rooms = {one.key: one for one in task.rooms}
    assert (rooms[made.room("Room 1").id].stopped_from, rooms[made.room("Room 1").id].stopped_until) == (2, 4)
    assert [one.first_slot for one in task.candidates[1:]] == [0, 0]
    assert len(task.rooms) == 2
    assert [one.key for one in whole.written] == [one.id for one in parts.written]


def test_where_nothing_is_said_everybody_is_there_and_the_digest_says_when_something_is(session, made):
    whole = workshop_task(session, made.parts, now=NOW)
    assert {(a.half_days, a.away_from, a.away_until, a.topics) for a in whole.task.assessors} == {
        (None, None, None, frozenset())  # nobody has a credential here
    }
    assert all(a.administration for a in (*whole.task.assessors, *whole.task.candidates))
    before = whole.digest
    made.parts.assessors[0].absent = ["2026-12-07/1"]
    session.flush()
    again = workshop_task(session, made.parts, now=NOW)
    assert again.task.assessors[0].half_days == frozenset(range(1, 6))
    assert again.digest != before


def test_conflicts_are_of_assessors_and_interpreters_with_candidates_of_this_workshop(session, made, used):
    parts = made.parts
    assessor, voice, candidate = parts.assessors[0], parts.interpreters[0], parts.candidates[0]
    declare_interest(session, assessor.person_id, candidate.person_id, "cousin", now=NOW)
    declare_interest(session, voice.person_id, candidate.person_id, "brother", now=NOW)
    declare_interest(session, assessor.person_id, used.parts.candidates[0].person_id, "cousin", now=NOW)
    assert conflicts_of(session, parts, now=NOW) == {
        (assessor.person_id, candidate.person_id): ("declared",),
        (voice.person_id, candidate.person_id): ("declared",),
    }
    assert conflicts_of(session, build.workshop(session, NOW).parts, now=NOW) == {}


def test_a_replan_starts_from_what_began_or_was_rated(session, used):
    placed = placed_in(session, rotation_in_use(session, used.number).id)
    begins = sorted({one.begins_at for one in placed if one.begins_at is not None})
    row = used.asked(begins[1])
    start = rotation_start(session, row, now=NOW)
    held = {one.performance for one in start.before if one.slot <= used_slot(used, begins[1])}
    assert (start.kept, {one.performance for one in start.task.sealed}) == (held, held)
    assert (start.task.from_slot, start.task.use_spare) == (used_slot(used, begins[1]), True)
    assert len(start.before) == 6
    assert len(start.written_kept) == 3
    late = next(one for one in start.before if one.performance not in held)
    sheet = session.scalars(
        select(Sheet).join(Performance, Performance.id == Sheet.performance_id).where(
            Performance.person_id == late.candidate, Performance.exercise_id == late.exercise
        )
    ).first()  # fmt: skip
    seal_with(session, sheet, 2, 2, sealed=False)
    assert performances_rated(session, used.parts) == {late.performance}
    again = rotation_start(session, row, now=NOW)
    assert again.kept == held | {late.performance}
    assert again.digest == start.digest == start.whole.digest


def used_slot(used, moment):
    return next(timed.slot.number for timed in used.parts.slots if timed.begins_at == moment)


def test_pairs_of_written_work_stay_while_both_are_there_or_somebody_wrote(session, used):
    row = used.asked(NOW)
    pairs = rotation_start(session, row, now=NOW).written_kept
    performance, (one, two) = next(iter(pairs.items()))
    ill = next(each for each in used.parts.assessors if each.person_id == one)

    def kept():
        return rotation_start(session, row, now=NOW).written_kept

    say_away(session, used.parts, ill.uuid, NOW, NOW + MINUTE, by=used.by.id, now=NOW)
    assert kept() == pairs
    say_away(session, used.parts, ill.uuid, NOW, None, by=used.by.id, now=NOW)
    assert kept() == {key: pair for key, pair in pairs.items() if one not in pair}
    sheet = session.scalars(
        select(Sheet).join(Performance, Performance.id == Sheet.performance_id).where(
            Performance.person_id == performance[0], Performance.exercise_id == performance[1],
            Sheet.assessor_id == two,
        )
    ).one()  # fmt: skip
    seal_with(session, sheet, 2, 2)
    assert kept()[performance] == (one, two)
    gone = next(each for each in used.parts.candidates if each.person_id == performance[0])
    end_participant(session, used.parts, gone.uuid, by=used.by.id, now=NOW)
    assert performance not in kept()


def test_placements_have_the_numbers_that_slots_have_now_and_written_work_is_none(session, used):
    parts = used.parts
    placed = placed_in(session, rotation_in_use(session, used.number).id)
    found = placements_of(parts, placed, parts.slots)
    assert len(found) == 6
    assert all(list(one.assessors) == sorted(one.assessors) for one in found)
    assert [one.slot for one in found] == [row.slot for row in placed if row.slot is not None]
    behind = placements_of(parts, placed, ())
    assert [one.slot for one in behind] == [one.slot for one in found]  # no slot any more: behind all that there are
    shifted = placements_of(parts, placed, parts.slots[1:])
    assert [one.slot for one in shifted if one.slot >= len(parts.slots) - 1] == [
        len(parts.slots) - 1 for one in found if one.slot == 0
    ]  # fmt: skip
    placed[0].interpreter_id = parts.interpreters[0].id
    assert placements_of(parts, placed, parts.slots)[0].interpreters == (parts.interpreters[0].person_id,)
