"""Generalizability of persons × (raters within tasks): how many tasks and raters are enough.

Brennan (2001). Raters differ by task; every person does every task.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.statistics.available import np


@dataclass(frozen=True)
class Components:
    """Variance of persons, tasks, raters within tasks, persons × tasks, and what is left; estimates may be negative."""

    person: float
    task: float
    rater: float
    person_task: float
    residual: float


@dataclass(frozen=True)
class DStudy:
    """What so many tasks and raters would give: for ranking (Erho²) and for decisions at a cut (Phi)."""

    relative_error: float
    absolute_error: float
    e_rho2: float | None
    phi: float | None


def components(scores: Sequence[Sequence[Sequence[float]]]) -> Components | None:
    """The components from scores by person, task and rater; nothing without two of each."""
    x = np.array(scores, dtype=float)
    if x.ndim != 3 or min(x.shape) < 2:
        return None
    p, t, r = x.shape
    mean = x.mean()
    persons, tasks, raters, cells = x.mean(axis=(1, 2)), x.mean(axis=(0, 2)), x.mean(axis=0), x.mean(axis=2)
    of_person = t * r * ((persons - mean) ** 2).sum() / (p - 1)
    of_task = p * r * ((tasks - mean) ** 2).sum() / (t - 1)
    of_rater = p * ((raters - tasks[:, None]) ** 2).sum() / (t * (r - 1))
    of_cell = r * ((cells - persons[:, None] - tasks + mean) ** 2).sum() / ((p - 1) * (t - 1))
    left = ((x - cells[:, :, None] - raters + tasks[:, None]) ** 2).sum() / (t * (p - 1) * (r - 1))
    return Components(
        person=float(of_person - of_cell) / (t * r),
        task=float(of_task - of_rater - of_cell + left) / (p * r),
        rater=float(of_rater - left) / p,
        person_task=float(of_cell - left) / r,
        residual=float(left),
    )


def d_study(found: Components, tasks: int, raters: int) -> DStudy:
    """What these components give with other numbers; a negative one counts as nought."""
    person, task, rater, cell, left = (
        max(0.0, one) for one in (found.person, found.task, found.rater, found.person_task, found.residual)
    )
    relative = cell / tasks + left / (tasks * raters)
    absolute = relative + task / tasks + rater / (tasks * raters)
    return DStudy(relative, absolute, _share(person, relative), _share(person, absolute))


def _share(person: float, error: float) -> float | None:
    return person / (person + error) if person + error > 0 else None
