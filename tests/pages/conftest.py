"""The sites that are looked at, made once for all pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.pages.site import Site


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[bool, Site]]:
    """By whether it is empty: a new installation, and the demonstration with more beside it."""
    made = {empty: Site(tmp_path_factory.mktemp("site"), loaded=not empty) for empty in (True, False)}
    yield made
    for site in made.values():
        site.stop()
