"""The digest of a task: the same people, rooms, times and conflicts give the same one, in whatever order they come."""

import json
from dataclasses import fields, is_dataclass
from hashlib import sha256
from typing import Any

from assessments.workshops.rules.rotation import RotationExercise, RotationTask


def task_digest(workshop: RotationTask, written: tuple[RotationExercise, ...] = ()) -> str:
    """SHA-256 of everything that a rotation is made from."""
    text = json.dumps([_plain(workshop), _plain(written)], sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, dict):
        return sorted([_plain(key), _plain(one)] for key, one in value.items())
    if isinstance(value, frozenset):
        return sorted(_plain(one) for one in value)
    if isinstance(value, tuple):
        return sorted((_plain(one) for one in value), key=json.dumps)
    return value
