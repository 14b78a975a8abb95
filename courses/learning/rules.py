"""How far a person is in a course, and where they go on."""

from collections.abc import Collection, Sequence


def next_step(steps: Sequence[str], done: Collection[str], stopped_at: str | None) -> str | None:
    """Where to go on: the step they stopped at if it is open, else the next open one, else the first; none at the end.

    A step that no longer exists, because its course was renamed, counts as never visited.
    """
    start = steps.index(stopped_at) if stopped_at in steps else 0
    in_order = [*steps[start:], *steps[:start]]
    return next((step for step in in_order if step not in done), None)


def card_is_open(lessons: Collection[str], final: str | None, done: Collection[str]) -> bool:
    """Whether the counter card may be printed: every lesson is read, or the final exam is passed."""
    return (bool(lessons) and set(lessons) <= set(done)) or (final is not None and final in done)


def is_complete(steps: Collection[str], done: Collection[str]) -> bool:
    """Whether every step is done; a course without steps is never complete."""
    return bool(steps) and set(steps) <= set(done)
