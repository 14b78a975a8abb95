"""A plugin of pytest: how many examples a property tries, by what a run takes.

They are drawn anew in each run, so what a short run does not try another does.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

EXAMPLES = {"newcomer": 20, "ci": 50, "all": 100}
FEW = EXAMPLES["newcomer"]


def examples_of(take: str, db: str) -> int:
    """How many a run tries: few for a newcomer, and of CI on the second database, which asks the same once more."""
    return FEW if take == "ci" and db == "pg" else EXAMPLES[take]


def pytest_configure(config: pytest.Config) -> None:
    """Before any test is read. Without a stop-watch: on a busy machine a slow example is no fault."""
    examples = examples_of(config.getoption("--take"), config.getoption("--db"))
    settings.register_profile(
        "unhurried", deadline=None, max_examples=examples,
        suppress_health_check=[HealthCheck.too_slow],
    )  # fmt: skip
    settings.load_profile("unhurried")
    if config.getoption("--take") != "all":  # reading the whole product for its words takes a worker five seconds
        providers._get_local_constants = lambda: providers._local_constants


def of_hundred(share: int) -> int:
    """Examples of a property whose examples cost more or less than others: so many in a hundred, at least one."""
    return max(1, settings().max_examples * share // 100)
