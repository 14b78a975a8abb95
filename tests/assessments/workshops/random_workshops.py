"""Workshops by chance, small enough to be searched whole: some have a rotation and some have none."""

from random import Random

from assessments.workshops.rules.rotation import (
    RotationAssessor,
    RotationCandidate,
    RotationExercise,
    RotationInterpreter,
    RotationRoom,
    RotationSlot,
    RotationTask,
)

ADMINISTRATIONS = ("Angola", "Botswana", "Cameroon", "Togo")


def workshop_of(seed):
    chance = Random(seed)
    half_days, per_half = chance.choice([(2, 3), (2, 4), (3, 3)]), None
    half_days, per_half = half_days
    slots = tuple(
        RotationSlot(n, n // per_half, spare=n % per_half == per_half - 1 and chance.random() < 0.5)
        for n in range(half_days * per_half)
    )
    exercises = tuple(
        RotationExercise(10 + n, chance.choice([None, None, "law", "risk"])) for n in range(chance.randint(1, 3))
    )
    rooms = tuple(
        RotationRoom(20 + 5 * n + k, e.key) for n, e in enumerate(exercises) for k in range(chance.choice([1, 1, 2]))
    )
    candidates = tuple(_candidate(chance, 100 + n) for n in range(chance.randint(2, 4)))
    assessors = tuple(_assessor(chance, 200 + n, half_days) for n in range(chance.randint(3, 7)))
    interpreters = tuple(
        RotationInterpreter(300 + n, chance.choice(ADMINISTRATIONS), frozenset({"en", "fr"}))
        for n in range(chance.randint(0, 1))
    )
    conflicts = {
        (person.key, c.key): ("same administration",)
        for person in (*assessors, *interpreters)
        for c in candidates
        if person.administration == c.administration or chance.random() < 0.08
    }
    return RotationTask(slots, exercises, rooms, candidates, assessors, interpreters, conflicts)


def _candidate(chance, key):
    late = chance.choice([0, 0, 0, 0, 2])
    language = frozenset({chance.choice(["en", "en", "fr"])})
    return RotationCandidate(key, chance.choice(ADMINISTRATIONS), language, first_slot=late)


def _assessor(chance, key, half_days):
    return RotationAssessor(
        key,
        chance.choice((*ADMINISTRATIONS, "Zambia", "Kenya")),
        frozenset(chance.choice([("en",), ("en", "fr"), ("en", "fr")])),
        chance.choice([None, None, None, frozenset({"law"})]),
        chance.choice([None, None, None, frozenset(range(half_days - 1))]),
        chance.choice([None, None, 4, 6]),
    )
