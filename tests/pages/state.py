"""A page in one state: where, who looks, and what they do before it is looked at."""

from __future__ import annotations

from dataclasses import dataclass

from tests.pages.acts import Act


@dataclass(frozen=True)
class State:
    """A page in one state; `answers` is the status of what it is shown with, `noise` what a browser says to it."""

    endpoint: str
    state: str
    who: str | None
    path: str
    act: Act | None = None
    answers: int = 200
    noise: str = ""
    empty: bool = False  # in a new installation, where nothing is there yet

    def __str__(self) -> str:
        return f"{self.endpoint}: {self.state}"
