"""Plugin of pytest: examples of properties are the same in each run, none is kept, and none is made smaller."""

from hypothesis import Phase, settings


def pytest_sessionstart() -> None:
    """After the profile of the tests was loaded, before the first of them is read."""
    phases = (Phase.explicit, Phase.generate)
    settings.register_profile("repeatable", settings(), derandomize=True, database=None, phases=phases)
    settings.load_profile("repeatable")
