"""How many examples of a property are tried: some in each run, many where there is time."""

from __future__ import annotations

from typing import Any

import pytest


def some_and_many(some: int, many: int = 100) -> Any:
    """Hands a test `examples`: so many in each run, and with `long` as many as the property is worth."""
    return pytest.mark.parametrize("examples", [some, pytest.param(many, marks=pytest.mark.long)], ids=["some", "many"])
