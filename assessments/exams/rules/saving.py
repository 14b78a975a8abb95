"""Saving answers: which of the saves that a page sends is taken, which was taken before, which came too late."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Save:
    """One save as a page sends it: the open page's own name, its counter, and the last step it knows of."""

    page: str
    client_seq: int
    base_seq: int

    @property
    def idem_key(self) -> str:
        """The same for the same save, however often it is sent."""
        return f"{self.page}:{self.client_seq}"


@dataclass(frozen=True)
class SavedStep:
    """A step of this question that the server holds; a step of the server itself has no page."""

    seq: int
    page: str | None = None
    client_seq: int | None = None


class Verdict(StrEnum):
    """What to do with a save."""

    TAKEN = "taken"  # append it
    REPEATED = "repeated"  # it is there: answer with its receipt
    OVERTAKEN = "overtaken"  # the same page has saved something newer: nothing to do
    STALE = "stale"  # somebody else saved since: answer 409 with the current value


def judge_save(save: Save, steps: Sequence[SavedStep]) -> Verdict:
    """Judge a save against the question's steps (all, or those with `seq` above `base_seq`).

    A page may save again before it has the receipt of its last save: its own steps do not make it stale.
    """
    newer = [step for step in steps if step.seq > save.base_seq]
    if any(step.page == save.page and step.client_seq == save.client_seq for step in newer):
        return Verdict.REPEATED
    if any(step.page != save.page for step in newer):
        return Verdict.STALE
    if any((step.client_seq or 0) > save.client_seq for step in newer):
        return Verdict.OVERTAKEN
    return Verdict.TAKEN
