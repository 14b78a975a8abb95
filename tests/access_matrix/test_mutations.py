"""What the access matrix finds: each fault of these is put into the product, and a few of its rows must tell of it.

A new kind of right is worth a line of `MUTATIONS`: the functions that decide about it, and what a fault makes of them.

They are tests of the matrix: its rows ask on both databases, whether these would tell is asked once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import bindparam, select, true

import assessments.decisions.policy
import assessments.exams.policy
import certificates.credentials.policy
import lms.access
import lms.people.access.scope_kinds
import lms.people.applications.policy
import lms.people.policy
import lms.people.transfers.policy
from assessments.exams.models import Attempt
from assessments.exams.queries import attempts as attempt_queries
from lms.people.authentication import login_session
from lms.people.models import Administration, Person, RoleGrant, Unit, UserSession
from lms.scopes import Scopes
from tests.access_matrix.all_rows import ROWS
from tests.access_matrix.asking import Matrix, faults
from tests.access_matrix.persons import PERSONS

pytestmark = pytest.mark.once
OURS = ("lms", "courses", "assessments", "certificates")
people = lms.people.policy


@dataclass(frozen=True)
class Mutation:
    """A fault: what stands in the place of some functions, and the rows that must tell of it, with who asks there."""

    functions: tuple[Callable[..., Any], ...]
    by: Callable[..., Any]
    rows: tuple[str, ...]
    who: tuple[str, ...]


def everybody(*_asked: object, **_more: object) -> Any:
    """As a filter: all of them."""
    return true()


def yes(*_asked: object, **_more: object) -> bool:
    """Always."""
    return True


LISTS = ("GET people.all_of_them", "GET exams.manage", "GET credentials.all_of_them", "GET credentials.names")
DEEDS = ("POST people.give_role", "POST exams.late", "POST exams.give_time", "POST credentials.revoke")
SCOPED = ("manager neighbour", "manager abroad", "administrator neighbour", "administrator abroad")
# Whom somebody names in a form is found by the filter too, so the question about one person (`reaches_person`) is a
# second lock everywhere: without it no address answers otherwise.
ONE_BY_ONE = ("POST exams.late", "POST exams.give_time")
MUTATIONS: Mapping[str, Mutation] = {
    "everybody in scope, as a filter": Mutation((people.in_scope,), everybody, (*LISTS, *ONE_BY_ONE), SCOPED),
    "everybody may act": Mutation(
        (lms.access.Viewer.may,), yes, ("GET people.all_of_them", "GET credentials.names"), ("owner", "trainer home")
    ),
    "people seen without scope": Mutation((people.visible_to,), everybody, ("GET people.all_of_them",), SCOPED),
    "people reached without scope": Mutation((people.visible_to,), everybody, ("GET people.one",), SCOPED),
    "names checked without scope": Mutation(
        (people.names_checked_by,), everybody, ("POST people.check_names",), SCOPED
    ),
    "administrations without scope": Mutation(
        (people.administrations_visible_to,), everybody, ("GET administrations.all_of_them",), SCOPED
    ),
    "a country without its borders": Mutation(
        (lms.people.access.scope_kinds.within,), everybody, ("GET administrations.one",), SCOPED
    ),
    "attempts managed without scope": Mutation(
        (assessments.exams.policy.managed_by,), everybody, ("GET exams.late", "POST exams.late"), SCOPED
    ),
    "a cut decided in a part of the programme": Mutation(
        (assessments.exams.policy.may_decide_content,), yes, ("POST exams.set_cut",), ("manager home",)
    ),
    "decisions managed without scope": Mutation(
        (assessments.decisions.policy.managed_by,),
        everybody,
        ("GET decisions.all_of_them", "GET decisions.one", "POST decisions.decide", "POST decisions.judge"),
        SCOPED,
    ),
    "questions decided in a part of the programme": Mutation(
        (assessments.exams.policy.may_decide_content,),
        yes,
        ("GET exams.question", "POST exams.withdraw"),
        ("manager home",),
    ),
    "certificates managed without scope": Mutation(
        (certificates.credentials.policy.managed_by,),
        everybody,
        ("GET credentials.one", "POST credentials.reissue"),
        SCOPED,
    ),
    "certificates without their holder": Mutation(
        (certificates.credentials.policy.held_by,), everybody, ("GET certificates.one",), ("other officer",)
    ),
    "names judged without scope": Mutation(
        (certificates.credentials.policy.names_judged_by,),
        everybody,
        ("GET credentials.judge_name", "GET credentials.names"),
        SCOPED,
    ),
    "applications decided without scope": Mutation(
        (lms.people.applications.policy.decided_by,),
        everybody,
        ("GET applications.all_of_them", "GET applications.one", "POST applications.decide"),
        ("coordinator neighbour", "coordinator abroad"),
    ),
    "moves answered without scope": Mutation(
        (lms.people.transfers.policy.answered_by,),
        everybody,
        ("POST applications.decide of a move",),
        ("coordinator neighbour", "coordinator abroad"),
    ),
    "officers moved without scope": Mutation(
        (people.officers_of,), everybody, ("POST people.print_slips",), ("coordinator neighbour", "coordinator abroad")
    ),
    "power beyond one's scope": Mutation(
        (people.reached,),
        lambda _session, _viewer, grants: frozenset(grants),
        ("POST people.make_slip of who holds more", "POST people.close of who holds more"),
        ("administrator home",),
    ),
    "a scope that is everywhere": Mutation(
        (lms.access.Viewer.scopes,), lambda *_asked: Scopes(everywhere=True), (*LISTS, *DEEDS), SCOPED
    ),
}


def put_in(patch: pytest.MonkeyPatch, mutation: Mutation) -> None:
    """Put the fault in the place of these functions, wherever one of our modules or classes holds them."""
    holders = [module for name, module in sys.modules.items() if name.partition(".")[0] in OURS]
    for holder in (*holders, lms.access.Viewer):
        for name, value in list(vars(holder).items()):
            if any(value is function for function in mutation.functions):
                patch.setattr(holder, name, mutation.by)


def told(matrix: Matrix, mutation: Mutation) -> dict[str, list[str]]:
    """What the rows say, each for itself."""
    return {row: [one for who in mutation.who for one in faults(matrix, row, ROWS[row], who)] for row in mutation.rows}


@pytest.mark.sampled
@pytest.mark.parametrize("name", MUTATIONS)
def test_a_fault_in_what_is_allowed_is_told_by_each_of_its_rows(matrix, monkeypatch, name):
    mutation = MUTATIONS[name]
    assert not any(told(matrix, mutation).values())
    put_in(monkeypatch, mutation)
    silent = [row for row, found in told(matrix, mutation).items() if not found]
    assert silent == [], f"These rows do not notice that there is {name}."


def whom(roles: Any, where: Any) -> Any:
    """The question of a request, whom a token stands for, with these roles and these accounts."""
    asked = select(*login_session.WHOM.selected_columns).join(Person, Person.id == UserSession.person_id)
    asked = asked.outerjoin(Unit, Unit.id == Person.unit_id)
    asked = asked.outerjoin(Administration, Administration.id == Person.administration_id)
    return asked.outerjoin(RoleGrant, (RoleGrant.person_id == Person.id) & roles).where(where)


def test_a_role_that_has_ended_and_still_counts_is_told(matrix, monkeypatch):
    monkeypatch.setattr(login_session, "WHOM", whom(true(), login_session.WHOM.whereclause))
    assert faults(matrix, "GET people.all_of_them", ROWS["GET people.all_of_them"], "former")


def test_a_paper_that_is_found_without_its_person_is_told(matrix, monkeypatch):
    anybody = (Attempt.uuid == bindparam("uuid")) & (bindparam("person_id") > 0)
    monkeypatch.setattr(attempt_queries, "OWN", select(Attempt).where(anybody))
    assert faults(matrix, "GET exams.attempt", ROWS["GET exams.attempt"], "other officer")


def test_a_closed_account_that_is_still_known_is_told(matrix, monkeypatch):
    by_token, _open_accounts = login_session.WHOM.whereclause.clauses
    monkeypatch.setattr(login_session, "WHOM", whom(RoleGrant.ended_at.is_(None), by_token))
    assert faults(matrix, "GET people.all_of_them", ROWS["GET people.all_of_them"], "closed")


def test_something_written_beside_what_a_row_names_is_told(matrix, monkeypatch):
    key = "POST credentials.suspend"
    row = ROWS[key]
    assert not faults(matrix, key, row, "manager home")
    monkeypatch.setattr("lms.events.publish", lambda *_said: None)  # no entry in the record
    assert ["should change" in one for one in faults(matrix, key, row, "manager home")] == [True]


def test_every_person_asks_in_the_matrix_and_every_row_of_a_mutation_is_one():
    assert {who for one in MUTATIONS.values() for who in one.who} <= set(PERSONS)
    assert {row for one in MUTATIONS.values() for row in one.rows} <= set(ROWS)
