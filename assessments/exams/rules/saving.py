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
    after: tuple[tuple[str, int], ...] = ()  # pages whose kept answer this one went on from, up to which counter

    def knows(self, step: "SavedStep") -> bool:
        """Whether this page sent the step, or had it before it as an answer kept on the device."""
        if step.page == self.page:
            return True
        return any(step.page == page and (step.client_seq or 0) <= client_seq for page, client_seq in self.after)


@dataclass(frozen=True)
class SavedStep:
    """A step of this question that the server holds; a step of the server itself has no page."""

    seq: int
    page: str | None = None
    client_seq: int | None = None


class SaveVerdict(StrEnum):
    """What to do with a save."""

    TAKEN = "taken"  # append it
    REPEATED = "repeated"  # it is there: answer with its receipt
    OVERTAKEN = "overtaken"  # the same page has saved something newer: nothing to do
    STALE = "stale"  # somebody else saved since: tell the current value, and let the person decide


def judge_save(save: Save, steps: Sequence[SavedStep]) -> SaveVerdict:
    """Judge a save against all steps of its question.

    A page may save again before it has the receipt of its last save: its own steps do not make it stale.
    """
    if repeated_step(save, steps) is not None:
        return SaveVerdict.REPEATED
    if any(step.seq > save.base_seq and not save.knows(step) for step in steps):
        return SaveVerdict.STALE
    if any(step.page == save.page and (step.client_seq or 0) > save.client_seq for step in steps):
        return SaveVerdict.OVERTAKEN
    return SaveVerdict.TAKEN


def repeated_step(save: Save, steps: Sequence[SavedStep]) -> SavedStep | None:
    """The step that this very save made when it came before."""
    return next((step for step in steps if (step.page, step.client_seq) == (save.page, save.client_seq)), None)
