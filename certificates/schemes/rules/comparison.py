"""What differs between two versions of a scheme: part by part, and within a part value by value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from certificates.schemes.rules.definition import SchemeDefinition, as_document

PARTS = ("states", "transitions", "evidence", "competences", "rubrics", "cuts", "panels")  # lists of coded entries


class SchemeChange(StrEnum):
    """What happened to a part."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class SchemeDifference:
    """One thing that differs: the part, its code where it has one, the value, and what it says before and after."""

    change: SchemeChange
    part: str
    code: str = ""
    value: str = ""
    before: str = ""
    after: str = ""


def differences(before: SchemeDefinition, after: SchemeDefinition) -> list[SchemeDifference]:
    """Everything that differs, in the order of the file."""
    old, new = as_document(before), as_document(after)
    found: list[SchemeDifference] = []
    for name in new:
        if name in PARTS:
            found += _of_part(name, old[name], new[name])
        else:
            found += _of_values(name, "", {name: old[name]}, {name: new[name]})
    return found


def _of_part(part: str, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Iterator[SchemeDifference]:
    """Entries that came, went or changed, by their codes."""
    before, after = {one["code"]: one for one in old}, {one["code"]: one for one in new}
    for code, entry in after.items():
        if code not in before:
            yield SchemeDifference(SchemeChange.ADDED, part, code)
        else:
            yield from _of_values(part, code, before[code], entry)
    for code in before:
        if code not in after:
            yield SchemeDifference(SchemeChange.REMOVED, part, code)


def _of_values(part: str, code: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[SchemeDifference]:
    """Values that changed, those of a mapping one by one."""
    for name in sorted(old.keys() | new.keys(), key=(list(new) + list(old)).index):
        one, other = old.get(name), new.get(name)
        if one == other:
            continue
        if isinstance(one, dict) and isinstance(other, dict):
            for inner in _of_values(part, code, one, other):
                yield SchemeDifference(
                    SchemeChange.CHANGED, part, code, f"{name}.{inner.value}", inner.before, inner.after
                )
        else:
            yield SchemeDifference(SchemeChange.CHANGED, part, code, name, _said(one), _said(other))


def _said(value: Any) -> str:
    """A value in short words."""
    if isinstance(value, list):
        return ", ".join(_said(one) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_said(one)}" for name, one in value.items())
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
