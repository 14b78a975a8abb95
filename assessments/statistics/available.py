"""Optional dependency: numpy and scipy, loaded when they are first used, so that the program also starts without.

All statistics take them from here. A page or a command that needs them asks `what_is_missing()`; where it does not ask,
the first use says the same sentence.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from lms.errors import RuleBroken

PACKAGES = ("numpy", "scipy")


class StatisticsMissing(RuleBroken):
    """This installation cannot compute: numpy or scipy is not there."""


def statistics_available() -> bool:
    """Whether agreement, severity and cut scores can be computed here."""
    return what_is_missing() is None


def what_is_missing() -> str | None:
    """What is not installed and how to install it, as a sentence; None when nothing is missing."""
    missing = [name for name in PACKAGES if find_spec(name) is None]
    if not missing:
        return None
    verb = "is" if len(missing) == 1 else "are"
    return (
        f"Statistics cannot be computed: {' and '.join(missing)} {verb} not installed. Ask whoever runs this "
        f"installation to run: .venv/bin/python -m pip install --require-hashes -r requirements/server.txt"
    )


class _LoadedLater:
    """A module that is imported when something of it is first asked for: scipy takes half a second."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        try:
            found = getattr(import_module(self._name), attribute)
        except ModuleNotFoundError as fault:
            sentence = what_is_missing()
            if sentence is None:
                raise
            raise StatisticsMissing(sentence) from fault
        setattr(self, attribute, found)
        return found


if TYPE_CHECKING:
    import numpy as np
    from scipy import optimize, sparse, special, stats
else:
    np = _LoadedLater("numpy")
    optimize, sparse, special, stats = (
        _LoadedLater(f"scipy.{name}") for name in ("optimize", "sparse", "special", "stats")
    )

__all__ = [
    "StatisticsMissing",
    "np",
    "optimize",
    "sparse",
    "special",
    "statistics_available",
    "stats",
    "what_is_missing",
]
