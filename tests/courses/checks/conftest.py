"""Running sites for these tests, with one course and with every shipped one; an officer takes all of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import NewDatabase
from tests.courses.offline.live import SHIPPED, Officer, Site


@pytest.fixture(autouse=True)
def fakes():
    """Here the packages above answer themselves."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase, migrated_database: str) -> Iterator[Site]:
    made = Site(tmp_path_factory.mktemp("checks"), new_database("checks", migrated_database))
    yield made
    made.close()


@pytest.fixture(scope="session")
def every_course(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase, migrated_database: str
) -> Iterator[Site]:
    made = Site(tmp_path_factory.mktemp("courses"), new_database("courses", migrated_database), SHIPPED)
    yield made
    made.close()


@pytest.fixture
def officer(site: Site) -> Officer:
    return site.officer("Ann Officer")
