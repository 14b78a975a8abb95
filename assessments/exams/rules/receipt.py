"""The receipt of a paper handed in: a hash over everything that was answered."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

GROUP = 4
SHORT = 16


@dataclass(frozen=True)
class AnswerLine:
    """The answer to one question as it is stored; None where nothing was answered."""

    position: int
    item: str
    answer: Any


def answers_hash(attempt: str, lines: Iterable[AnswerLine]) -> str:
    """SHA-256 over the attempt and its answers in the order of the paper, as canonical JSON."""
    ordered = sorted(lines, key=lambda line: line.position)
    document = {"attempt": attempt, "answers": [[line.position, line.item, line.answer] for line in ordered]}
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return sha256(text.encode()).hexdigest()


def short_form(digest: str) -> str:
    """The first signs in groups, to be read out or copied by hand: `3f2a 91c0 …`."""
    return " ".join(digest[at : at + GROUP] for at in range(0, SHORT, GROUP))
