"""Written work: two assessors for each piece, at no time and in no room; the least loaded two who may."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from assessments.workshops.rules.rotation import (
    RotationAssessor,
    RotationCandidate,
    RotationExercise,
    RotationTask,
    covers,
    understands,
)

Written = tuple[int, int]  # candidate and exercise


def written_pairs(
    workshop: RotationTask,
    written: Sequence[RotationExercise],
    loads: Mapping[int, int],
    kept: Mapping[Written, tuple[int, int]] | None = None,
) -> tuple[dict[Written, tuple[int, int]], tuple[Written, ...]]:
    """The two assessors of each written piece, beside the loads that they have; and the pieces that nobody may mark.

    Pairs that are kept stay. Who is ill for good marks nothing new. No interpreter reads written work aloud, so both
    read its language.
    """
    kept = kept or {}
    load = Counter(dict(loads))
    load.update(key for pair in kept.values() for key in pair)
    found: dict[Written, tuple[int, int]] = dict(kept)
    without = []
    for candidate in workshop.candidates:
        for exercise in written:
            if (candidate.key, exercise.key) in kept:
                continue
            free = [one for one in workshop.assessors if _may(workshop, one, candidate, exercise)]
            pairs = [pair for pair in combinations(free, 2) if _apart(*pair)]
            if not pairs:
                without.append((candidate.key, exercise.key))
                continue
            one, two = min(pairs, key=lambda pair: (load[pair[0].key] + load[pair[1].key], pair[0].key, pair[1].key))
            load.update([one.key, two.key])
            found[candidate.key, exercise.key] = (one.key, two.key)
    return found, tuple(without)


def _may(
    workshop: RotationTask, assessor: RotationAssessor, candidate: RotationCandidate, exercise: RotationExercise
) -> bool:
    return (
        assessor.key != candidate.key
        and (assessor.key, candidate.key) not in workshop.conflicts
        and (assessor.key, candidate.key, exercise.key) not in workshop.barred
        and not (assessor.away_from is not None and assessor.away_until is None)
        and covers(assessor, exercise)
        and understands(assessor, candidate)
    )


def _apart(one: RotationAssessor, two: RotationAssessor) -> bool:
    return not one.administration or one.administration != two.administration
