"""Schemes and versions found beside others: who sees and writes which, what is in use, whom a replay takes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from certificates.permissions import SchemeRole
from certificates.schemes import policy
from certificates.schemes.models import CandidateTransition, EvidencePiece, SchemeVersion
from certificates.schemes.queries.histories import histories_of, names_of, shown_of
from certificates.schemes.queries.second_person import barrier_of
from certificates.schemes.queries.versions import (
    candidates_among,
    definition_of,
    definitions_told,
    scheme_named,
    scheme_seen,
    schemes_seen,
    version_in_use,
    version_of,
    versions_asked,
)
from certificates.schemes.rules.second_person import UseBarrier
from certificates.schemes.scope_kinds import CANDIDATE, SCHEME
from certificates.schemes.services.putting_in_use import put_in_use
from lms.access import Grant, Role
from lms.errors import NotFound
from lms.people.api import ADMINISTRATION, COUNTRY
from tests.builders import people, schemes
from tests.builders.audit import records_apart
from tests.builders.people import NOW

HOUR = timedelta(hours=1)
CHANGED = ("grace-days: 30", "grace-days: 60")


@pytest.fixture
def small(session):
    return schemes.loaded(session)


@pytest.fixture
def other(session):
    return schemes.loaded(session, "slug: small", "slug: other")


def holding(session, role, *scope):
    row = people.person(session)
    people.give_anywhere(session, row, Grant(role, *map(str, scope)))
    return people.viewer(session, row)


def test_each_role_sees_its_own_schemes_and_writes_those_that_it_owns(session, small, other):
    row, strange = small.version.scheme_id, other.version.scheme_id
    candidate = schemes.candidate(session, small, people.person(session).id)
    place = people.administration(session)
    owner, officer = SchemeRole.SCHEME_OWNER, SchemeRole.SCHEME_OFFICER
    both = ["other", "small"]
    for who, seen, writes, begins in (
        (holding(session, owner), both, both, True),
        (holding(session, owner, SCHEME, row), ["small"], ["small"], False),
        (holding(session, officer, SCHEME, strange), ["other"], [], False),
        (holding(session, officer, CANDIDATE, candidate.id), ["small"], [], False),
        (holding(session, officer, CANDIDATE, candidate.id + 1000), [], [], False),
        (holding(session, Role.PROGRAMME_MANAGER, ADMINISTRATION, place.id), both, [], False),
        (holding(session, Role.PROGRAMME_MANAGER, COUNTRY, place.country), both, [], False),
        (people.viewer(session, people.person(session)), [], [], False),
    ):
        assert [one.row.slug for one in schemes_seen(session, who)] == seen
        found = [scheme_named(session, slug).row for slug in both]
        assert [one.slug for one in found if policy.may_write(who, one)] == writes
        assert policy.may_begin(who) is begins
        for slug in both:
            if slug in seen:
                assert scheme_seen(session, who, slug).row.slug == slug
            else:
                with pytest.raises(NotFound):
                    scheme_seen(session, who, slug)
    assert scheme_named(session, "nowhere") is None


def test_a_scheme_stands_with_its_own_versions_and_the_newest_that_is_in_use_counts(session, small, other):
    schemes.loaded(session, *CHANGED)
    schemes.loaded(session, "grace-days: 30", "grace-days: 90")
    scheme_id = small.version.scheme_id
    found = scheme_named(session, "small")
    assert ([one.no for one in found.versions], found.newest.no) == ([3, 2, 1], 3)
    assert (found.in_use(NOW), version_in_use(session, scheme_id, NOW)) == (None, None)
    third = people.person(session)
    for no, at in ((1, NOW + HOUR), (2, NOW + 2 * HOUR), (3, NOW + 2 * HOUR)):
        put_in_use(session, scheme_named(session, "small"), version_of(found, no), actor_id=third.id, now=at)
        session.expire_all()
    put_in_use(session, scheme_named(session, "other"), other.version, actor_id=third.id, now=NOW + HOUR)
    session.expire_all()
    found = scheme_named(session, "small")
    for at, no in ((NOW, None), (NOW + HOUR, 1), (NOW + 2 * HOUR - timedelta(seconds=1), 1), (NOW + 2 * HOUR, 3)):
        in_use, row = found.in_use(at), version_in_use(session, scheme_id, at)
        assert [one.no if one else None for one in (in_use, row)] == [no, no]
    assert [version_of(found, no).no for no in (1, 2, 3)] == [1, 2, 3]
    with pytest.raises(NotFound):
        version_of(found, 4)
    kept = session.scalars(select(SchemeVersion).where(SchemeVersion.used_from.is_not(None))).all()
    assert {(one.approved_by_id, one.approved_at == one.used_from) for one in kept} == {(third.id, True)}
    assert len(kept) == 4
    assert records_apart(session) == []


def test_a_version_is_put_in_use_alone(session, small, other):
    schemes.loaded(session, *CHANGED)
    put_in_use(session, scheme_named(session, "small"), small.version, actor_id=people.person(session).id, now=NOW)
    session.expire_all()
    used = session.scalars(select(SchemeVersion.id).where(SchemeVersion.used_from.is_not(None))).all()
    assert used == [small.version.id]


def test_what_keeps_somebody_from_putting_a_version_in_use_is_asked_of_this_scheme(session, other):
    loader = people.person(session)
    small = schemes.loaded(session, by=loader.id)
    appointed = people.appointed(session, loader.id)
    here, there, over = (people.person(session) for _ in range(3))
    schemes.candidate(session, small, here.id)
    schemes.candidate(session, other, there.id)
    schemes.candidate(session, small, over.id).closed_at = NOW
    session.flush()
    found = scheme_named(session, "small")
    barred = {
        one.id: barrier_of(session, found, small.version, one.id) for one in (loader, appointed, here, there, over)
    }
    assert list(barred.values()) == [UseBarrier.LOADED, UseBarrier.APPOINTED, UseBarrier.CANDIDATE, None, None]
    every = [here.id, there.id, over.id]
    assert candidates_among(session, small.version.scheme_id, every) == {here.id}
    assert candidates_among(session, small.version.scheme_id, every[1:]) == frozenset()
    nobody = scheme_named(session, "other")  # loaded by a command
    assert barrier_of(session, nobody, other.version, loader.id) is None
    put_in_use(session, found, small.version, actor_id=there.id, now=NOW)
    session.expire_all()
    assert barrier_of(session, scheme_named(session, "small"), small.version, loader.id) is UseBarrier.IN_USE


def test_a_replay_takes_the_candidates_of_one_scheme_with_their_steps_and_evidence(session, small, other):
    first, second = people.person(session, "Ama"), people.person(session, "Kofi")
    ways = [schemes.candidate(session, small, one.id, state=at) for one, at in ((first, "granted"), (second, "asked"))]
    schemes.candidate(session, other, people.person(session, "Stranger").id, state="issued")
    found = histories_of(session, small.version.scheme_id)
    assert [(one.candidate, one.ended) for one in found] == [(ways[0].uuid, "granted"), (ways[1].uuid, "asked")]
    assert [[(step.code, step.to_state, step.seconded, step.reasoned) for step in one.steps] for one in found] == [
        [("rate", "rated", False, True), ("grant", "granted", False, True)], [],
    ]  # fmt: skip
    assert [[(one.shown.kind, one.shown.observed) for one in each.pieces] for each in found] == [
        [("course", False), ("bench", True)]
    ] * 2
    assert names_of(session, small.version.scheme_id) == {ways[0].uuid: "Ama", ways[1].uuid: "Kofi"}


def test_a_step_of_two_without_a_word_is_replayed_as_that(session, small):
    row = schemes.candidate(session, small, people.person(session).id, state="rated")
    step = session.scalars(select(CandidateTransition)).one()
    step.second_id, step.reason = people.person(session).id, "  "
    session.flush()
    (found,) = histories_of(session, row.scheme_id)
    assert [(one.seconded, one.reasoned) for one in found.steps] == [(True, False)]


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ({}, {"naming", "telling"}),
        ({"met": {"naming": False, "telling": True}}, {"telling"}),
        ({"met": {"naming": None}}, {"naming", "telling"}),
        ({"met": "naming"}, {"naming", "telling"}),
    ],
)
def test_a_piece_does_not_speak_for_what_it_says_is_not_met(outcome, expected):
    piece = EvidencePiece(kind="bench", competences=["naming", "telling"], outcome=outcome, observed_by_id=None)
    assert (shown_of(piece).competences, shown_of(piece).observed) == (expected, False)


def test_what_versions_define_is_read_once_and_only_where_it_was_not(session, small, other, counting):
    uuids = {one.version.id: one.version.uuid for one in (small, other)}
    told = session.scalar(select(versions_asked(SchemeVersion.id.in_(uuids))))
    assert sorted(told.split()) == sorted(f"{number}:{uuid}" for number, uuid in uuids.items())
    known = definition_of(small.version)
    found = definitions_told(session, told)
    assert found == {small.version.id: known, other.version.id: definition_of(other.version)}
    assert found[small.version.id] is known
    with counting() as asked:
        assert definitions_told(session, told) == found
        assert definitions_told(session, None) == {}
    assert asked == []


def test_what_one_version_defines_is_not_told_of_others(session, small, other):
    told = f"{other.version.id}:{other.version.uuid}"
    assert definitions_told(session, told).keys() == {other.version.id}
