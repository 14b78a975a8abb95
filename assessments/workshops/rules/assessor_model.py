"""The integer program of a rotation: who assesses and interprets, and when, where the times are still open.

Each performance brings the places (slot and room) that it may take; where the times are settled that is one. Rows hold
one place for each person and slot, two assessors of different administrations, the load, and an interpreter where an
assessor does not understand the candidate.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from assessments.workshops.rules.linear_program import IntegerProgram, ProgramAnswer
from assessments.workshops.rules.rotation import (
    ASSESSORS_EACH,
    RotationAssessor,
    RotationCandidate,
    RotationExercise,
    RotationInterpreter,
    RotationPlacement,
    RotationSlot,
    RotationTask,
    bridges,
    covers,
    understands,
)
from assessments.workshops.rules.times import Place

Performance = tuple[int, int]
Terms = list[tuple[int, float]]


@dataclass(frozen=True)
class RotationPreference:
    """What a choice costs, of an assessor at a performance in a place and of a place."""

    of_assessor: Callable[[int, Performance, Place], float] = lambda assessor, performance, place: 0.0
    of_place: Callable[[Performance, Place], float] = lambda performance, place: 0.0
    overload: float = 1.0  # for each performance above an even share


@dataclass
class AssessorModel:
    """The program, with its variables by what they mean."""

    workshop: RotationTask
    program: IntegerProgram = field(default_factory=IntegerProgram)
    held: dict[tuple[Performance, Place], int] = field(default_factory=dict)
    assesses: dict[tuple[int, Performance, Place], int] = field(default_factory=dict)
    interprets: dict[tuple[int, Performance, Place], int] = field(default_factory=dict)

    def placements(self, answer: ProgramAnswer) -> tuple[RotationPlacement, ...]:
        """The rotation of an answer, without what was sealed before."""
        people: dict[tuple[Performance, Place], list[int]] = defaultdict(list)
        for (key, performance, place), variable in self.assesses.items():
            if answer.chosen(variable):
                people[performance, place].append(key)
        voices: dict[tuple[Performance, Place], list[int]] = defaultdict(list)
        for (key, performance, place), variable in self.interprets.items():
            if answer.chosen(variable):
                voices[performance, place].append(key)
        return tuple(
            sorted(
                RotationPlacement(
                    *performance,
                    *place,
                    tuple(sorted(people[performance, place])),
                    tuple(sorted(voices[performance, place])),
                )
                for (performance, place), variable in self.held.items()
                if answer.chosen(variable)
            )
        )


def build(
    workshop: RotationTask, places: Mapping[Performance, tuple[Place, ...]], preference: RotationPreference
) -> AssessorModel:
    """The program of this workshop where each performance may take these places."""
    model = AssessorModel(workshop)
    for performance, where in places.items():
        for place in where:
            model.held[performance, place] = model.program.choice(preference.of_place(performance, place))
        model.program.row([(model.held[performance, place], 1.0) for place in where], low=1, high=1)
    _one_candidate_a_place(model)
    builder = _People(model, preference)
    for performance, place in model.held:
        builder.performance(performance, place)
    builder.one_place_a_person()
    builder.loads()
    return model


def _one_candidate_a_place(model: AssessorModel) -> None:
    per_room: dict[Place, Terms] = defaultdict(list)
    per_candidate: dict[Place, Terms] = defaultdict(list)
    for (performance, place), variable in model.held.items():
        per_room[place].append((variable, 1.0))
        per_candidate[place[0], performance[0]].append((variable, 1.0))
    for terms in (*per_room.values(), *per_candidate.values()):
        if len(terms) > 1:
            model.program.row(terms, high=1)


class _People:
    """Adds assessors and interpreters to the program."""

    def __init__(self, model: AssessorModel, preference: RotationPreference) -> None:
        self.model = model
        self.program = model.program
        self.preference = preference
        workshop = model.workshop
        self.workshop = workshop
        self.candidates: Mapping[int, RotationCandidate] = {c.key: c for c in workshop.candidates}
        self.exercises: Mapping[int, RotationExercise] = {e.key: e for e in workshop.exercises}
        self.busy = {(key, p.slot) for p in workshop.sealed for key in p.people}
        self.per_person: dict[tuple[int, int], Terms] = defaultdict(list)
        self.per_assessor: dict[int, Terms] = defaultdict(list)
        self.per_day: dict[tuple[int, int], Terms] = defaultdict(list)

    def free(self, person: RotationAssessor | RotationInterpreter, candidate: int, slot: RotationSlot) -> bool:
        """Whether this person is here, has no other place and nothing stands between the two."""
        return (
            person.key != candidate
            and person.present(slot)
            and (person.key, slot.number) not in self.busy
            and (person.key, candidate) not in self.workshop.conflicts
        )

    def performance(self, performance: Performance, place: Place) -> None:
        """Who may assess and interpret this performance in this place."""
        held = self.model.held[performance, place]
        candidate, slot = self.candidates[performance[0]], self.workshop.slot[place[0]]
        voices = (
            {
                i: self.program.choice(0.2)
                for i in self.workshop.interpreters
                if candidate.languages and self.free(i, candidate.key, slot)
            }
            if self._interpreting(candidate)
            else {}
        )
        both: Terms = [(held, -float(ASSESSORS_EACH))]
        by_administration: dict[str, Terms] = defaultdict(list)
        for assessor in self.workshop.assessors:
            unread = (assessor.key, *performance) not in self.workshop.barred
            asked = unread and self.free(assessor, candidate.key, slot)
            if not asked or not covers(assessor, self.exercises[performance[1]]):
                continue
            helpers = [
                (v, -1.0) for i, v in voices.items() if bridges(i, assessor, candidate) and i.key != assessor.key
            ]
            understood = understands(assessor, candidate)
            if not understood and not helpers:
                continue
            chosen = self.program.choice(self.preference.of_assessor(assessor.key, performance, place))
            self.model.assesses[assessor.key, performance, place] = chosen
            both.append((chosen, 1.0))
            self.per_person[assessor.key, slot.number].append((chosen, 1.0))
            self.per_assessor[assessor.key].append((chosen, 1.0))
            self.per_day[assessor.key, slot.day].append((chosen, 1.0))
            if assessor.administration:
                by_administration[assessor.administration].append((chosen, 1.0))
            if not understood:
                self.program.row([(chosen, 1.0), *helpers], high=0)
        self.program.row(both, low=0, high=0)
        for terms in by_administration.values():
            if len(terms) > 1:
                self.program.row(terms, high=1)
        for interpreter, variable in voices.items():
            self.model.interprets[interpreter.key, performance, place] = variable
            self.per_person[interpreter.key, slot.number].append((variable, 1.0))
            self.program.row([(variable, 1.0), (held, -1.0)], high=0)

    def _interpreting(self, candidate: RotationCandidate) -> bool:
        return any(not understands(assessor, candidate) for assessor in self.workshop.assessors)

    def one_place_a_person(self) -> None:
        """Nobody is in two places of one slot, be it as assessor, interpreter or candidate."""
        for (person, slot), terms in self.per_person.items():
            own = (
                [
                    (variable, 1.0)
                    for (performance, place), variable in self.model.held.items()
                    if performance[0] == person and place[0] == slot
                ]
                if person in self.candidates
                else []
            )
            if len(terms) + len(own) > 1:
                self.program.row([*terms, *own], high=1)

    def loads(self) -> None:
        """Nobody above the most that was agreed, in all and on a day; above an even share costs."""
        self._daily_loads()
        sealed = Counter(key for p in self.workshop.sealed for key in p.assessors)
        assessors = self.workshop.assessors
        total = ASSESSORS_EACH * (len(self.workshop.performances) + len(self.workshop.sealed))
        weights = {a.key: max(sum(a.present(slot) for slot in self.workshop.slots), 1) for a in assessors}
        whole = max(sum(weights.values()), 1)
        for assessor in assessors:
            terms = self.per_assessor[assessor.key]
            if not terms:
                continue
            if assessor.most is not None:
                self.program.row(terms, high=max(assessor.most - sealed[assessor.key], 0))
            share = -(-total * weights[assessor.key] // whole)
            over = self.program.amount(self.preference.overload)
            self.program.row([*terms, (over, -1.0)], high=share - sealed[assessor.key])

    def _daily_loads(self) -> None:
        slots, most = self.workshop.slot, {a.key: a.most_a_day for a in self.workshop.assessors}
        done = Counter((key, slots[p.slot].day) for p in self.workshop.sealed if p.slot in slots for key in p.assessors)
        for (key, day), terms in self.per_day.items():
            agreed = most[key]
            if agreed is not None:
                self.program.row(terms, high=max(agreed - done[key, day], 0))
