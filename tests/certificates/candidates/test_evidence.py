"""Evidence that changes, goes and comes again; what a person confirms of it; what a holder says when heard."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from assessments.api import FoundEvidence
from assessments.independence.services import declare_interest
from certificates.candidates import policy
from certificates.candidates.queries.audited import AUDITED
from certificates.candidates.queries.found import evidence_of
from certificates.candidates.queries.sources import RecognisedEvidence
from certificates.candidates.queries.standing import file_at
from certificates.candidates.services.evidence import (
    add_piece,
    add_statement,
    confirm_evidence,
    hear,
    take_up,
    withdraw,
)
from certificates.permissions import SchemeRole
from certificates.schemes.rules.definition import StateKind
from lms.access import Grant
from lms.audit.verification.records import compare_all
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from tests.builders import candidates as build
from tests.builders import people
from tests.builders.recognised import in_force

pytestmark = pytest.mark.usefixtures("in_request")


@pytest.fixture
def on(session, now):
    return build.scheme(session, people.person(session), now)


@pytest.fixture
def found(session, on, now):
    return build.candidate(session, people.person(session), on, now, "eligible")


def officer(session, on, role=SchemeRole.SCHEME_OFFICER):
    row = people.person(session)
    people.give_anywhere(session, row, Grant(role, "scheme", str(on.scheme_id)))
    return people.viewer(session, row)


def rows(session, found):
    return evidence_of(session, [found.row.id])[found.row.id]


def scored(found, now, ref="invented:1", **more):
    values = {"person_id": found.row.person_id, "kind": "exam", "title": "Exam", "by_machine": True, "outcome": {}}
    return FoundEvidence(ref=ref, digest="a", at=now, **(values | more))


def untold(session):
    return [one.title for one in compare_all(session, AUDITED) if one.faults]


def test_evidence_that_goes_and_comes_again_is_another_version_each_time(session, found, now):
    kept = add_piece(session, found, scored(found, now), "a", now=now)
    credential = in_force(session, found.row.person_id, now)
    days = iter(now + timedelta(hours=number) for number in range(1, 20))

    def taken():
        session.flush()
        session.expire_all()
        return take_up(session, [found.row.person_id], now=next(days))

    def change(**columns):
        for name, value in columns.items():
            setattr(credential, name, value)

    assert [taken(), taken()] == [1, 0]
    change(closed_at=now, closed_reason="Withdrawn by the body.", closed_by_id=credential.confirmed_by_id)
    assert [taken(), taken()] == [0, 0]
    change(closed_at=None, closed_reason=None, closed_by_id=None)
    assert [taken(), taken()] == [1, 0]  # it says what it said before, and is a version of its own
    change(number="B-18")
    assert [taken(), taken()] == [1, 0]
    (said,) = RecognisedEvidence().pieces(session, [found.row.person_id], now)
    assert rows(session, found)[-1].digest == said.digest  # what nobody said before is kept as it is
    change(number="A-17")
    assert [taken(), taken()] == [1, 0]
    first, *versions = [one for one in rows(session, found) if one.kind == "recognised"]
    assert [one.outcome["number"] for one in (first, *versions)] == ["A-17", "A-17", "B-18", "A-17"]
    assert len({one.digest for one in (first, *versions)}) == 4
    assert (first.withdrawn_at, first.withdrawn_reason) == (now + timedelta(hours=3), "It no longer exists.")
    assert [one.withdrawn_at for one in (kept, *versions)] == [None] * 4
    assert [one.taken_at for one in (first, *versions)] == [now + timedelta(hours=number) for number in (1, 5, 7, 9)]
    assert untold(session) == ["candidates"]  # whom a builder made


def test_what_is_taken_up_concerns_open_ways_alone_and_nothing_is_asked_where_there_is_none(
    session, on, found, now, counting
):
    other = build.candidate(session, people.person(session), on, now)
    other.row.closed_at = now
    for one in (found, other):
        in_force(session, one.row.person_id, now)
    with counting() as asked:
        assert take_up(session, [other.row.person_id], now=now) == 0
    assert len(asked) == 1
    assert take_up(session, [found.row.person_id, other.row.person_id], now=now) == 1
    assert [len(rows(session, one)) for one in (found, other)] == [1, 0]


def test_a_long_title_is_kept_as_far_as_there_is_room(session, found, now):
    assert add_piece(session, found, scored(found, now, title="x" * 250), "a", now=now).title == "x" * 200


def test_a_person_confirms_one_piece_that_a_machine_scored_and_once(session, on, found, now):
    person, by = found.row.person_id, officer(session, on)
    first, second = (add_piece(session, found, scored(found, now, ref), ref, now=now) for ref in ("a:1", "a:2"))
    seen = add_piece(session, found, scored(found, now, "a:3", by_machine=False), "c", now=now)
    gone = add_piece(session, found, scored(found, now, "a:4"), "d", now=now)
    withdraw(session, found, gone, "Annulled.", by_id=None, now=now)
    other = build.candidate(session, people.person(session), on, now, "eligible")
    strange = add_piece(session, other, scored(other, now), "e", now=now)
    confirm_evidence(session, found, first.uuid, actor=by, now=now)
    session.expire_all()
    assert [one.confirmed_by_id for one in (first, second, strange)] == [by.id, None, None]
    assert file_at(session, found, now.date()).standing.machine_alone == ("Exam",)
    with pytest.raises(Conflict, match="already confirmed"):
        confirm_evidence(session, found, first.uuid, actor=officer(session, on), now=now)
    for uuid in (seen.uuid, gone.uuid, strange.uuid):
        with pytest.raises(NotFound):
            confirm_evidence(session, found, uuid, actor=by, now=now)
    with pytest.raises(RuleBroken, match="do not hold the role"):
        confirm_evidence(session, found, second.uuid, actor=officer(session, on, SchemeRole.REGISTRAR), now=now)
    declare_interest(session, declared_by_id=person, about_id=by.id, words="Cousins.", now=now)
    with pytest.raises(RuleBroken, match="interest"):
        confirm_evidence(session, found, second.uuid, actor=by, now=now)
    assert untold(session) == ["candidates"]


def test_officers_of_the_scheme_and_of_dossiers_confirm_what_a_machine_scored_and_nobody_their_own(session, on, found):
    other = build.scheme(session, people.person(session), people.NOW, build.definition("other"))
    roles = (SchemeRole.SCHEME_OFFICER, SchemeRole.DOSSIER_OFFICER, SchemeRole.DECIDER)
    assert [policy.may_confirm_evidence(officer(session, on, one), found.row) for one in roles] == [True, True, False]
    assert not policy.may_confirm_evidence(officer(session, other), found.row)
    own = people.a_viewer(found.row.person_id, Grant(SchemeRole.SCHEME_OFFICER))
    assert not policy.may_confirm_evidence(own, found.row)


def test_a_holder_is_heard_while_suspended_and_only_in_words(session, now):
    whole = build.definition()
    states = tuple(
        replace(one, kind=StateKind.SUSPENDED) if one.code == "not-eligible" else one for one in whole.states
    )
    on = build.scheme(session, people.person(session), now, replace(whole, states=states))
    free, held, lost = (
        build.candidate(session, people.person(session), on, now, state)
        for state in ("eligible", "not-eligible", "a-state-of-before")
    )
    for one in (free, lost):
        with pytest.raises(RuleBroken, match="not suspended"):
            hear(session, one, "I was there.", now=now)
    with pytest.raises(BadInput) as fault:
        hear(session, held, "  ", now=now)
    assert fault.value.field == "reason"
    late = now + timedelta(days=99)
    piece = hear(session, held, " I was there. ", now=late)
    assert piece.outcome == {"words": "I was there.", "at": late.isoformat()}
    assert (piece.kind, piece.ref, piece.at) == ("statement", f"statement:{held.row.id}:0", late)
    held.row.steps = 1
    assert add_statement(session, held, "Once more.", now=late).ref == f"statement:{held.row.id}:1"
    assert [rows(session, one) for one in (free, lost)] == [[], []]
