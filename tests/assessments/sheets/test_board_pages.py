"""The board as it is asked for again and again, its sampling plan, and what a moderator thinks of a result."""

from __future__ import annotations

import pytest

from assessments.sheets.queries.sheets import newest_reconciliations
from tests.assessments.sheets.crowded import more
from tests.builders import people
from tests.builders.sheets import Bench, seal_with


@pytest.fixture
def bench(session):
    return Bench(session)


@pytest.fixture
def moderator(session, bench, client):
    people.sign_in(client, session, bench.moderator)
    session.commit()
    return client


def asked(session, counting, client, address, **headers):
    """The answer, and how many statements it took."""
    session.commit()
    session.expire_all()
    with counting() as found:
        answer = client.get(address, headers=headers)
    return answer, len(found)


def test_a_board_costs_seven_queries_and_two_where_nothing_changed_beside_that_of_the_session(
    bench, session, moderator, counting
):
    address = f"/performances/board/parts?workshop={bench.workshop.uuid}"
    tag = moderator.get(address).headers["ETag"]
    again, few = asked(session, counting, moderator, address, **{"If-None-Match": tag})
    assert (again.status_code, again.data, few) == (304, b"", 2)
    seal_with(session, bench.first, 2, 2)
    more(bench, 2)
    changed, _queries = asked(session, counting, moderator, address, **{"If-None-Match": tag})
    assert changed.status_code == 200
    assert b"<html" not in changed.data
    again, many = asked(session, counting, moderator, address, **{"If-None-Match": changed.headers["ETag"]})
    assert (again.status_code, many) == (304, few)
    page, queries = asked(session, counting, moderator, f"/performances/board?workshop={bench.workshop.uuid}")
    assert (page.status_code, queries) == (200, 7)


def test_a_moderator_sets_the_plan_and_keeps_what_they_think(bench, session, moderator):
    for sheet in (bench.first, bench.second):
        seal_with(session, sheet, 2, 2)
    session.commit()
    address = f"/performances/sampling/{bench.workshop.uuid}"
    assert b"Sampling plan" in moderator.get(address).data
    wrong = moderator.post(address, data={"share": "120", "least": "1"})
    assert wrong.status_code == 422
    assert b"Use 0 to 100." in wrong.data
    assert moderator.post(address, data={"share": "100", "least": "1", "critical": "y"}).status_code == 303
    board = moderator.get(f"/performances/board?workshop={bench.workshop.uuid}").text
    assert "0 of 1 reviewed" in board
    page = f"/performances/{bench.performance.uuid}"
    result = newest_reconciliations(session, [bench.performance.id])[bench.performance.id].uuid
    session.commit()
    sent = {"look-agrees": "no", "look-reason": "Too lenient on sealing.", "look-result": result}
    assert moderator.post(f"{page}/look", data=sent).status_code == 303
    assert "Too lenient on sealing." in moderator.get(page).text
