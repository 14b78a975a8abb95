"""Plugin of pytest: examples of properties are the same in each run and as many as in CI; none is kept or shrunk."""

from hypothesis import Phase, settings


def pytest_sessionstart() -> None:
    """After the profile of the tests was loaded, before the first of them is read."""
    from tests.suite.examples import EXAMPLES  # not before pytest knows whose assertions it rewrites

    settings.register_profile(
        "repeatable", settings(), derandomize=True, database=None, max_examples=EXAMPLES["ci"],
        phases=(Phase.explicit, Phase.generate),
    )  # fmt: skip
    settings.load_profile("repeatable")
