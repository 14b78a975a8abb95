"""Work of the queue for workshops: a rotation is worked out, with a sign of life and the best one so far as rows."""

import time
from collections import Counter
from random import Random
from typing import Any

from assessments.independence.api import ActingPart
from assessments.statistics.available import what_is_missing
from assessments.workshops.models import Rotation
from assessments.workshops.queries.searching import RotationStart, rotation_start
from assessments.workshops.rules.relaxing import RotationRelaxation, RuleBreach, breaches, keeping, relaxations, without
from assessments.workshops.rules.replanning import replan
from assessments.workshops.rules.rotation import RotationPlacement, RotationRule
from assessments.workshops.rules.solving import (
    RotationSearch,
    RotationSolution,
    RotationVerdict,
    SearchProgress,
    find_rotation,
)
from assessments.workshops.rules.standing import RotationStage, RotationStanding
from assessments.workshops.rules.written import written_pairs
from assessments.workshops.services.rotating import ROTATION_JOB, FoundRotation, end_search, keep_found
from lms import clock
from lms.db import transaction
from lms.queue.kinds import Lane, Progress, job

SECONDS, IMPROVING, RELAXING = 60.0, 15.0, 60.0  # of a first rotation, of better ones, of rules to be relaxed
OFTEN = 1.0  # seconds between two signs of life
ROTATIONS = Lane("rotations")
ENDS = {
    RotationVerdict.FOUND: RotationStanding.PROPOSED,
    RotationVerdict.NONE_EXISTS: RotationStanding.NONE_EXISTS,
    RotationVerdict.NONE_FOUND: RotationStanding.NONE_FOUND,
}


@job(ROTATION_JOB, lane=ROTATIONS)
def work_out(payload: dict[str, Any], progress: Progress) -> None:
    """Work a rotation out; one that was stopped, or is worked out already, is left alone."""
    with transaction() as session:
        rotation = session.get(Rotation, payload["rotation_id"])
        if rotation is None or rotation.standing != RotationStanding.WORKING:
            return
        start = rotation_start(session, rotation, now=clock.now())
    fault = what_is_missing()
    if fault is not None:
        _end(start, RotationStanding.FAILED, {"missing": fault}, tried=0)
        return
    teller = RotationTeller(start, progress)
    chance = Random(start.seed)  # noqa: S311  # the same seed makes the same rotation again; nothing secret
    search = RotationSearch(time.monotonic, chance, seconds=SECONDS, improving=IMPROVING, progress=teller.tell)
    solution = solve_start(start, search)
    written, without_pair = written_pairs(
        start.task, start.whole.written, Counter(_assessors(solution.placements)), kept=start.written_kept
    )
    report: dict[str, Any] = {"seconds": int(SECONDS), "proof": solution.proof.value if solution.proof else None}
    standing = ENDS[solution.verdict]
    if solution.verdict is RotationVerdict.FOUND and without_pair:
        standing, report["unmarked"] = RotationStanding.NONE_EXISTS, [list(pair) for pair in without_pair]
    if standing is RotationStanding.PROPOSED:
        report["breaches"] = [_breach(one) for one in breaches(start.task, solution.placements)]
        teller.keep(FoundRotation(solution.placements, written, teller.tried))
    elif not without_pair:
        again = RotationSearch(time.monotonic, chance, seconds=RELAXING, progress=teller.live)
        report["relaxations"] = [_relaxation(start, one) for one in relaxations(start.task, again)]
    _end(start, standing, report, tried=teller.tried)


def solve_start(start: RotationStart, search: RotationSearch) -> RotationSolution:
    """A rotation that keeps every rule; where rules were waived, one that breaks them as seldom as it can."""
    task, waived = start.task, start.whole.waived
    if not task.performances:
        return RotationSolution(RotationVerdict.FOUND, task.sealed)
    if start.stage is RotationStage.REPLAN:
        solution = replan(task, start.before, start.kept, search)
        if solution.verdict is not RotationVerdict.FOUND and waived:
            solution = replan(without(task, waived), start.before, start.kept, search)
        return solution
    return find_rotation(without(task, waived), search, keeping(task)) if waived else find_rotation(task, search)


class RotationTeller:
    """Tells the page how a search goes: at once when a better rotation is there, else each second."""

    def __init__(self, start: RotationStart, progress: Progress) -> None:
        self.start, self.progress = start, progress
        self.tried, self.best = 0, ()  # type: tuple[int, tuple[RotationPlacement, ...]]
        self._told = float("-inf")

    def tell(self, so_far: SearchProgress) -> None:
        """How many ways were tried, and the best rotation so far."""
        self.tried = so_far.tried
        better = bool(so_far.best) and so_far.best != self.best
        if not better and time.monotonic() - self._told < OFTEN:
            return
        self.best = so_far.best or self.best
        self.keep(FoundRotation(so_far.best if better else (), {}, self.tried))

    def live(self, _so_far: SearchProgress) -> None:
        """A sign of life while rules are relaxed."""
        if time.monotonic() - self._told >= OFTEN:
            self.keep(FoundRotation((), {}, self.tried))

    def keep(self, found: FoundRotation) -> None:
        """Write it down."""
        self._told = time.monotonic()
        self.progress(self.tried)
        with transaction() as session:
            keep_found(session, self.start, found, now=clock.now())


def _end(start: RotationStart, standing: RotationStanding, report: dict[str, Any], *, tried: int) -> None:
    with transaction() as session:
        end_search(session, start, standing, report, tried=tried, now=clock.now())


def _assessors(placements: tuple[RotationPlacement, ...]) -> list[int]:
    return [key for one in placements for key in one.assessors]


def _breach(one: RuleBreach) -> list[Any]:
    return [one.rule.value, one.placement.candidate, one.placement.exercise, one.person]


def _relaxation(start: RotationStart, found: RotationRelaxation) -> dict[str, Any]:
    """A relaxation as data: its rules, what it breaks, how much longer it is, and the ties that it needs allowed."""
    ties: list[list[Any]] = []
    for breach in found.breaches:
        if breach.rule is RotationRule.CONFLICT and breach.person is not None:
            placement, person = breach.placement, breach.person
            part = ActingPart.EXAMINER if person in placement.assessors else ActingPart.INTERPRETER
            for tie in start.task.conflicts[person, placement.candidate]:
                if [person, placement.candidate, part.value, tie] not in ties:
                    ties.append([person, placement.candidate, part.value, tie])
    return {
        "rules": sorted(rule.value for rule in found.rules),
        "breaches": [_breach(one) for one in found.breaches],
        "more": found.more_slots,
        "ties": ties,
    }
