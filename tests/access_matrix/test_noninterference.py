"""Non-interference: what somebody reads does not depend on people whom their rights do not reach.

Names that must not be read are told by words; this finds what has no word, such as a count. Everything that reads is
asked twice by each of `READERS`: as things stand, and with one more stranger abroad who has one of everything.

What somebody reads is chosen by the same statements on both databases. On PostgreSQL, which could differ in the order
and the grouping of what they find, one reader asks for each way in which a right is bounded. Where a lot is drawn,
three of the readers who see a page (a newcomer's run: one) and one who does not ask for it, others at the next commit.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence

import pytest

from courses.cohorts.services.joining import bring_in
from tests.access_matrix import decided
from tests.access_matrix import things as world
from tests.access_matrix.all_rows import ROWS
from tests.access_matrix.asking import Matrix, ask
from tests.access_matrix.persons import EVERYWHERE, MANAGER, STRANGERS
from tests.builders import cohorts
from tests.builders.applications import application
from tests.builders.people import NOW, viewer

READERS = (
    "nobody", "owner", "former", "trainer of the cohort", "trainer country", "assessor home", "manager home",
    "manager country", "manager neighbour", "administrator home", "administrator country", "administrator neighbour",
    "coordinator home", "coordinator country",
)  # fmt: skip
ONE_OF_EACH_BOUND = ("owner", "trainer of the cohort", "manager home", "administrator country")
READ = [key for key, row in ROWS.items() if key.startswith("GET") and row.may and not row.is_open]
TOLD_TO_ALL = {  # what speaks of the whole installation, to whoever may ask
    "GET web.metrics": "a monitor on this computer counts the whole installation",
    "GET progress.who_sees": "it names whoever may see progress from the day on which they hold the role",
    "GET register.status_list": "a list is published for everybody, with a bit for each certificate",
}
DRAWN_ANEW = re.compile(r'(nonce|value|content|data-token|data-csrf)="[^"]{16,}"|"token": ?"[^"]+"')


def add_stranger(matrix: Matrix) -> None:
    """One more officer abroad, with an attempt, certificates, a name that waits, extra time and decisions."""
    courses, manager = matrix.things.courses, matrix.things.people[f"{MANAGER} {EVERYWHERE}"]
    with matrix.database.session(write=True) as session:
        place = world.place(session, f"{STRANGERS} Second", "KE", NOW)
        own = world.owned(session, f"Gil {STRANGERS}", place, courses, viewer(session, manager), NOW)
        application(session, place.administration, f"Nic {STRANGERS}", at=NOW)
        by = decided.deciders(session)
        decided.decided(session, own.person, matrix.things.exam, courses.decided, by, NOW)
        abroad = cohorts.found(session, matrix.things.classes.far_id)
        bring_in(session, abroad, [own.person.id], by=None, take_over=[own.person.id], now=NOW)
        session.commit()


Readers = Callable[[str], Sequence[str]]


def drawn(readers: Sequence[str], lot: str, most: int = 3) -> Readers:
    """All of these for each address; where a lot is given, so many who may read there and one who may not."""

    def of(key: str) -> Sequence[str]:
        if not lot:
            return readers
        mixed = sorted(readers, key=lambda who: hashlib.sha256(f"{lot} {key} {who}".encode()).digest())
        may = [who for who in mixed if who in ROWS[key].may]
        return [*may[:most], *[who for who in mixed if who not in may][:1]]

    return of


def read(matrix: Matrix, key: str, readers: Readers) -> dict[str, tuple[int, str]]:
    """What each of the readers sees, without what is drawn anew for each page."""
    found = {who: ask(matrix, key, ROWS[key], who) for who in readers(key)}
    return {who: (one.status, DRAWN_ANEW.sub("", one.text)) for who, one in found.items()}


def differing(matrix: Matrix, keys: list[str], readers: Readers) -> list[str]:
    """Whose pages one more stranger changes."""
    read(matrix, "GET learning.lesson", lambda _key: READERS)  # who have then been there, as they remember themselves
    before = {key: read(matrix, key, readers) for key in keys}
    with matrix.undone():
        add_stranger(matrix)
        matrix.note()
        after = {key: read(matrix, key, readers) for key in keys}
    matrix.note()
    return [f"{key} as {who}" for key, seen in before.items() for who in seen if seen[who] != after[key][who]]


def test_one_more_stranger_changes_no_page_of_whom_they_do_not_concern(matrix, lot, asking):
    readers = READERS if matrix.connection.dialect.name == "sqlite" or lot else ONE_OF_EACH_BOUND
    of_each = drawn(readers, lot, 3 if asking.by_words else 1)
    found = differing(matrix, [key for key in READ if key not in TOLD_TO_ALL], of_each)
    assert found == [], "\n".join(found)


def test_the_same_stranger_is_seen_by_who_reaches_them(matrix):
    readers = drawn(("manager abroad", "administrator everywhere"), "")
    found = differing(matrix, ["GET exams.manage", "GET people.all_of_them", "GET credentials.names"], readers)
    assert {"GET exams.manage as manager abroad", "GET people.all_of_them as administrator everywhere"} <= set(found)


@pytest.mark.parametrize("key", TOLD_TO_ALL)
def test_what_is_told_to_all_is_an_address(key):
    assert key in ROWS
