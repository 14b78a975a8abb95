"""What of earlier reading counts in another version: a lesson counts while its text is the same as when it was read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

Text = Mapping[str, str]  # by language, "" for the course's own: a hash of the file of a lesson
Texts = Mapping[str, Text]  # by lesson


@dataclass(frozen=True)
class Done:
    """Something that somebody read or did: when, in which version and in which run."""

    step: str
    at: datetime
    version_id: int
    run_id: int


@dataclass(frozen=True)
class CarriedReading:
    """What of it counts in another version, and what is kept beside it, since its text changed or it is gone."""

    counts: tuple[Done, ...]
    before: tuple[Done, ...]


@dataclass(frozen=True)
class LessonChanges:
    """The lessons of a newer version beside those of an older, by slug, in the order of the newer one."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]


def is_same(before: Text | None, after: Text | None) -> bool:
    """Whether a lesson says the same in two versions, in every language that both have.

    Where one of them is not known it is another text: nobody can say that it was read.
    """
    if not before or not after or "" not in before or "" not in after:
        return False
    return all(after[language] == said for language, said in before.items() if language in after)


def lesson_changes(before: Texts, after: Texts, order: Sequence[str], old_order: Sequence[str]) -> LessonChanges:
    """Which lessons are new, which say something else, and which are gone."""
    known = set(old_order)
    return LessonChanges(
        new=tuple(slug for slug in order if slug not in known),
        changed=tuple(slug for slug in order if slug in known and not is_same(before.get(slug), after.get(slug))),
        gone=tuple(slug for slug in old_order if slug not in set(order)),
    )


def carried(read: Iterable[Done], texts: Mapping[int, Texts], version_id: int) -> CarriedReading:
    """Which lessons that were read count in this version; of several readings of one, the latest that still holds."""
    after = texts.get(version_id, {})
    newest_first = sorted(read, key=lambda one: (one.at, one.run_id), reverse=True)
    counts: dict[str, Done] = {}
    for one in newest_first:
        if one.step not in counts and is_same(texts.get(one.version_id, {}).get(one.step), after.get(one.step)):
            counts[one.step] = one
    before: dict[str, Done] = {}
    for one in newest_first:
        if one.step not in counts:
            before.setdefault(one.step, one)
    return CarriedReading(tuple(counts.values()), tuple(before.values()))


def corrected(versions: Sequence[tuple[int, bool]]) -> dict[int, int]:
    """Where a class goes on without being asked: by version the last of the corrections that follow it at once.

    The versions of a course in order, each with whether it is a correction. What comes after an ordinary version is a
    correction of that one. Versions that nothing corrects are left out.
    """
    found: dict[int, int] = {}
    last: int | None = None
    for number, (version, _is_correction) in reversed(list(enumerate(versions))):
        follows = number + 1 < len(versions) and versions[number + 1][1]
        last = (last if last is not None else versions[number + 1][0]) if follows else None
        if last is not None:
            found[version] = last
    return found
