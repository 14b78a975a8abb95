"""Checks a rotation by the rules as the issue words them, written apart from the code that makes one."""

from collections import defaultdict


def faults_of(workshop, placements):
    """Every fault of a rotation in words; none means that it keeps all rules of this workshop."""
    return [
        *_everybody_everywhere_once(workshop, placements),
        *_one_place_at_a_time(placements),
        *_places_that_exist(workshop, placements),
        *_people(workshop, placements),
        *_loads(workshop, placements),
        *(["the assessors fall apart"] if workshop.linked and _fall_apart(placements) else []),
        *[f"sealed, and not kept: {sealed}" for sealed in workshop.sealed if sealed not in placements],
    ]


def _everybody_everywhere_once(workshop, placements):
    wanted = sorted((c.key, e.key) for c in workshop.candidates for e in workshop.exercises)
    there = {c.key for c in workshop.candidates}
    planned = sorted((p.candidate, p.exercise) for p in placements if p.candidate in there)
    return [] if planned == wanted else [f"wanted {wanted}, planned {planned}"]


def _one_place_at_a_time(placements):
    seen = set()
    for p in placements:
        for who in (
            ("person", p.candidate),
            ("room", p.room),
            *(("person", x) for x in (*p.assessors, *p.interpreters)),
        ):
            if (who, p.slot) in seen:
                yield f"{who} twice in slot {p.slot}"
            seen.add((who, p.slot))


def _places_that_exist(workshop, placements):
    rooms = {room.key: room for room in workshop.rooms}
    slots = {slot.number: slot for slot in workshop.slots}
    candidates = {c.key: c for c in workshop.candidates}
    for p in set(placements) - set(workshop.sealed):
        room, candidate = rooms[p.room], candidates[p.candidate]
        if room.exercise != p.exercise:
            yield f"room of another exercise: {p}"
        if p.slot not in slots or p.slot < workshop.from_slot or (slots[p.slot].spare and not workshop.use_spare):
            yield f"no such slot to be used: {p}"
        stopped = room.stopped_from is not None and room.stopped_from <= p.slot
        if stopped and (room.stopped_until is None or p.slot < room.stopped_until):
            yield f"stopped: {p}"
        if p.slot < candidate.first_slot or (candidate.last_slot is not None and p.slot > candidate.last_slot):
            yield f"candidate not here: {p}"


def _people(workshop, placements):
    assessors = {a.key: a for a in workshop.assessors}
    interpreters = {i.key: i for i in workshop.interpreters}
    half_day = {slot.number: slot.half_day for slot in workshop.slots}
    for p in set(placements) - set(workshop.sealed):
        candidate = next(c for c in workshop.candidates if c.key == p.candidate)
        topic = next(e.topic for e in workshop.exercises if e.key == p.exercise)
        two = [assessors[key] for key in p.assessors]
        voices = [interpreters[key] for key in p.interpreters]
        if len({a.key for a in two}) != 2:
            yield f"not two assessors: {p}"
        if len({a.administration or a.key for a in two}) != len(two):
            yield f"one administration: {p}"
        for person in (*two, *voices):
            if (person.key, p.candidate) in workshop.conflicts:
                yield f"conflict of {person.key}: {p}"
            if person.half_days is not None and half_day.get(p.slot) not in person.half_days:
                yield f"{person.key} is not there: {p}"
            back = person.away_until if person.away_until is not None else p.slot + 1
            if person.away_from is not None and person.away_from <= p.slot < back:
                yield f"{person.key} has left: {p}"
        yield from (f"{a.key} may have read marks: {p}" for a in two if (a.key, *p.performance) in workshop.barred)
        yield from _understanding(p, candidate, two, voices)
        for assessor in two:
            if topic is not None and assessor.topics is not None and topic not in assessor.topics:
                yield f"scope of {assessor.key}: {p}"


def _understanding(p, candidate, two, voices):
    for assessor in two:
        if not candidate.languages or not assessor.languages or candidate.languages & assessor.languages:
            continue
        if not any(v.languages & candidate.languages and v.languages & assessor.languages for v in voices):
            yield f"{assessor.key} does not understand: {p}"


def _loads(workshop, placements):
    for assessor in workshop.assessors:
        load = sum(assessor.key in p.assessors for p in placements)
        sealed = sum(assessor.key in p.assessors for p in workshop.sealed)
        if assessor.most is not None and load > max(assessor.most, sealed):
            yield f"{assessor.key} has {load}"
        for day in {slot.day for slot in workshop.slots}:
            on = {slot.number for slot in workshop.slots if slot.day == day}
            many = sum(assessor.key in p.assessors for p in placements if p.slot in on)
            before = sum(assessor.key in p.assessors for p in workshop.sealed if p.slot in on)
            if assessor.most_a_day is not None and many > max(assessor.most_a_day, before):
                yield f"{assessor.key} has {many} on day {day}"


def _fall_apart(placements):
    of_candidate = defaultdict(set)
    for p in placements:
        of_candidate[p.candidate].update(p.assessors)
    everybody = {a for people in of_candidate.values() for a in people}
    if not everybody:
        return False
    reached, waiting = set(), [min(everybody)]
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting.extend(a for people in of_candidate.values() if one in people for a in people)
    return reached != everybody
