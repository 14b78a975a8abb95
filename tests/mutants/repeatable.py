"""Plugin of pytest: examples of properties are the same in each run and as many as in CI; none is kept or shrunk."""

from hypothesis import Phase, settings

from tests.suite.examples import EXAMPLES


def pytest_sessionstart() -> None:
    """After the profile of the tests was loaded, before the first of them is read."""
    settings.register_profile(
        "repeatable", settings(), derandomize=True, database=None, max_examples=EXAMPLES["ci"],
        phases=(Phase.explicit, Phase.generate),
    )  # fmt: skip
    settings.load_profile("repeatable")
