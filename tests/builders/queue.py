"""Work of a test alone: kinds of jobs, lanes and periodic tasks beside those of the application."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from lms.manifest import Package, combined, composition
from lms.queue import kinds, registry
from lms.queue.kinds import JobKind, Lane, PeriodicTask


class AddedWork:
    """What a test adds; the same name again replaces."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._jobs: dict[str, JobKind] = {}
        self._lanes: dict[str, Lane] = {}
        self._periodic: dict[str, PeriodicTask] = {}
        self._monkeypatch = monkeypatch
        monkeypatch.setattr(registry, "composition", self._composition)

    def _composition(self) -> Package:
        added = Package(
            jobs=tuple(self._jobs.values()),
            lanes=tuple(self._lanes.values()),
            periodic=tuple(self._periodic.values()),
        )
        return combined((added, composition()))

    def job(self, name: str, **options: Any) -> Callable[[kinds.Work], None]:
        """Add a kind of job."""
        return lambda work: self._jobs.update({name: kinds.job(name, **options)(work)})

    def lane(self, lane: Lane) -> None:
        """Add a lane."""
        self._lanes[lane.name] = lane

    def periodic(self, name: str, *, every: timedelta) -> Callable[[kinds.Run], None]:
        """Add a periodic task."""
        return lambda run: self._periodic.update({name: kinds.periodic(name, every=every)(run)})

    def hide_other_tasks(self) -> None:
        """Leave out the periodic tasks of the application."""
        self._monkeypatch.setattr(registry, "tasks", self._own_tasks)
        for module in ("lms.queue.periodic", "lms.queue.worker"):
            self._monkeypatch.setattr(f"{module}.tasks", self._own_tasks)

    def _own_tasks(self) -> tuple[PeriodicTask, ...]:
        return tuple(self._periodic.values())
