"""Applying, being nominated and going on with a newer version: each beside others whom it does not concern."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from certificates.candidates.models import Nomination
from certificates.candidates.queries.audited import AUDITED
from certificates.candidates.queries.found import (
    candidate_by_id,
    evidence_of,
    moved_at,
    newer_version,
    transitions_of,
    version_in_use,
    versions_in_use,
    versions_of_open,
)
from certificates.candidates.queries.proposals import nominations_by_people, open_nominations, own_nomination
from certificates.candidates.services.applying import Application, agree_to_newer, apply, decline, nominate
from certificates.schemes.models import Candidate, Scheme
from certificates.schemes.rules.definition import RULE, EvidenceKind, TriggerFact
from lms.access import Role
from lms.audit.verification.records import compare_all
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from tests.builders import candidates as build
from tests.builders import people
from tests.builders.recognised import in_force

SAYS = Application(
    years_of_service=7, languages=("en",), conduct_agreed=True, availability="From March", interests="A brother there",
    words="I train since 2019.",
)  # fmt: skip
WELCOME = build.step("welcome", "applied", "eligible", RULE, fact=TriggerFact.ACCOUNT_CONFIRMED)


@pytest.fixture
def on(session, now):
    return build.scheme(session, people.person(session), now)


@pytest.fixture
def officer(session):
    return people.viewer(session, people.person(session, "Ama Quill", Role.OFFICER))


@pytest.fixture
def coordinator(session):
    return people.person(session, "Coordinator", Role.PROGRAMME_MANAGER)


def applied(session, officer, now, slug="iwt-trainer", says=SAYS):
    row = apply(session, version_in_use(session, slug, now), says, actor=officer, language="fr", now=now)
    return candidate_by_id(session, row.id)


def pieces(session, found):
    return {one.kind: one for one in evidence_of(session, [found.row.id])[found.row.id]}


def steps(session, found):
    return [one.transition for one in transitions_of(session, [found.row.id])[found.row.id]]


def untold(session):
    return [one.title for one in compare_all(session, AUDITED) if one.faults]


def defined(slug, *more, **changed):
    whole = build.definition(slug)
    return replace(whole, transitions=(*whole.transitions, *more), **changed)


def test_what_the_scheme_collects_of_an_application_is_kept_in_the_words_of_whoever_applies(session, officer, now):
    kinds = tuple(EvidenceKind(one, build.said(one)) for one in ("conduct", "interests", "nomination"))
    build.scheme(session, people.person(session), now, defined("collecting", evidence=kinds))
    found = applied(session, officer, now, "collecting")
    kept = pieces(session, found)
    assert {kind: one.outcome for kind, one in kept.items() if kind != "application"} == {
        "conduct": {"agreed": True},
        "interests": {"interests": "A brother there"},
        "nomination": {"words": "I train since 2019."},
    }
    assert kept["application"].outcome["availability"] == "From March"
    assert {one.by_machine for one in kept.values()} == {False}
    assert (found.row.language, found.row.closed_at, found.row.began_at) == ("fr", None, now)
    assert untold(session) == []


def test_an_application_names_a_language_in_which_one_works(session, on, officer, now):
    with pytest.raises(BadInput) as fault:
        applied(session, officer, now, says=replace(SAYS, languages=()))
    assert fault.value.field == "languages"
    assert session.scalar(select(func.count(Candidate.id))) == 0


def test_what_is_known_already_counts_for_the_first_step_and_a_rule_goes_on_from_there(session, officer, now):
    asks = [
        replace(one, needs=("recognised",)) if one.code == "apply" else one for one in build.definition().transitions
    ]
    build.scheme(session, people.person(session), now, replace(build.definition("known"), transitions=(*asks, WELCOME)))
    in_force(session, officer.id, now)
    assert steps(session, applied(session, officer, now, "known")) == ["apply", "welcome"]


def test_where_something_stands_in_the_way_of_the_first_step_one_is_a_candidate_all_the_same(session, officer, now):
    asks = [replace(one, needs=("exam",)) if one.code == "apply" else one for one in build.definition().transitions]
    build.scheme(session, people.person(session), now, replace(build.definition("asking"), transitions=tuple(asks)))
    found = applied(session, officer, now, "asking")
    assert (found.row.state, steps(session, found)) == ("enrolled", [])


def test_an_application_answers_the_open_nomination_of_this_person_for_this_scheme_alone(
    session, on, officer, coordinator, now
):
    build.scheme(session, people.person(session), now, build.definition("other"))
    here, there = (version_in_use(session, slug, now) for slug in ("iwt-trainer", "other"))
    colleague = people.person(session, "Colleague", Role.OFFICER)
    declined = nominate(session, here, officer.id, "Too early", by_id=coordinator.id, now=now)
    decline(session, declined, now=now)
    named = {
        "own": nominate(session, here, officer.id, " Good ", by_id=coordinator.id, now=now),
        "elsewhere": nominate(session, there, officer.id, "Good", by_id=coordinator.id, now=now),
        "colleague": nominate(session, here, colleague.id, "Good", by_id=coordinator.id, now=now),
    }
    later = now + timedelta(days=2)
    found = applied(session, officer, later)
    session.expire_all()
    assert {name: (one.accepted, one.answered_at, one.candidate_id) for name, one in named.items()} == {
        "own": (True, later, found.row.id), "elsewhere": (None, None, None), "colleague": (None, None, None),
    }  # fmt: skip
    assert (declined.accepted, declined.answered_at) == (False, now)
    assert pieces(session, found)["nomination"].outcome == {"by": coordinator.id, "words": "Good"}
    assert steps(session, found) == ["nominate"]
    assert untold(session) == []


def test_who_is_nominated_answers_each_nomination_alone_and_finds_those_that_wait(
    session, on, officer, coordinator, now
):
    build.scheme(session, people.person(session), now, build.definition("other"))
    here, there = (version_in_use(session, slug, now) for slug in ("iwt-trainer", "other"))
    second = people.person(session, "Second coordinator", Role.PROGRAMME_MANAGER)
    colleague = people.person(session, "Colleague", Role.OFFICER)
    first = nominate(session, here, officer.id, "", by_id=coordinator.id, now=now)
    other = nominate(session, there, officer.id, "", by_id=second.id, now=now)
    third = nominate(session, here, colleague.id, "", by_id=coordinator.id, now=now)
    assert open_nominations(session, officer.id) == [(first, "iwt-trainer"), (other, "other")]
    assert own_nomination(session, officer, other.uuid) is other
    decline(session, first, now=now)
    session.expire_all()
    assert [one.accepted for one in (first, other, third)] == [False, None, None]
    assert open_nominations(session, officer.id) == [(other, "other")]
    for uuid in (first.uuid, third.uuid):  # answered, and that of somebody else
        with pytest.raises(NotFound):
            own_nomination(session, officer, uuid)
    assert nominations_by_people(session, coordinator.id) == [(third, "iwt-trainer"), (first, "iwt-trainer")]
    assert untold(session) == []


def test_nobody_is_nominated_who_is_a_candidate_of_this_scheme_nor_by_whom_they_appointed(
    session, on, officer, coordinator, now
):
    other = build.scheme(session, people.person(session), now, build.definition("other"))
    row = session.get_one(people.Person, officer.id)
    build.candidate(session, row, other, now)
    build.candidate(session, row, on, now).row.closed_at = now  # over, so they may begin again
    session.flush()
    here, there = (version_in_use(session, slug, now) for slug in ("iwt-trainer", "other"))
    with pytest.raises(BadInput, match="candidate of this scheme already") as fault:
        nominate(session, there, officer.id, "", by_id=coordinator.id, now=now)
    assert fault.value.field == "person"
    puppet = people.appointed(session, officer.id)
    with pytest.raises(RuleBroken, match="rights come from"):
        nominate(session, here, officer.id, "", by_id=puppet.id, now=now)
    assert session.scalar(select(func.count(Nomination.id))) == 0
    assert nominate(session, here, officer.id, "", by_id=coordinator.id, now=now).person_id == officer.id


@pytest.fixture
def newer(session, on, now):
    scheme = session.get_one(Scheme, on.scheme_id)
    return build.version(session, scheme, build.definition(title={"en": "Newer"}), now + timedelta(days=1), no=2)


def test_a_version_is_in_use_from_its_moment_on_and_the_newest_counts(session, on, newer, now):
    build.scheme(session, people.person(session), now, build.definition("another"))
    later = now + timedelta(days=1)
    for at, expected in (
        (now - timedelta(seconds=1), []),
        (now, [("another", 1), ("iwt-trainer", 1)]),
        (later - timedelta(seconds=1), [("another", 1), ("iwt-trainer", 1)]),
        (later, [("another", 1), ("iwt-trainer", 2)]),
    ):
        assert [(one.slug, one.no) for one in versions_in_use(session, at)] == expected
    assert version_in_use(session, "iwt-trainer", later).id == newer.id
    with pytest.raises(NotFound):
        version_in_use(session, "iwt-trainer", now - timedelta(seconds=1))


def test_who_agrees_to_a_newer_version_goes_on_where_they_are_and_nobody_else_does(session, on, newer, now):
    found, other = (build.candidate(session, people.person(session), on, now, "applied") for _ in range(2))
    own, later = found.row.person_id, now + timedelta(days=1)
    assert newer_version(session, found, now) is None
    with pytest.raises(Conflict, match="no newer version"):
        agree_to_newer(session, found, by_id=own, now=now)
    agree_to_newer(session, found, by_id=own, now=later)
    assert (found.row.scheme_version_id, found.row.steps, found.row.state) == (newer.id, 1, "applied")
    (step,) = transitions_of(session, [found.row.id, other.row.id])[found.row.id]
    assert (step.no, step.transition, step.actor_id, step.scheme_version_id) == (1, "newer-version", own, newer.id)
    assert moved_at(session, [found.row.id, other.row.id]) == {found.row.id: later}
    session.expire_all()
    assert (other.row.scheme_version_id, other.row.steps) == (on.id, 0)
    with pytest.raises(Conflict, match="no newer version"):
        agree_to_newer(session, candidate_by_id(session, found.row.id), by_id=own, now=later)
    assert untold(session) == ["candidates"]  # which a builder made


def test_a_version_without_the_state_of_a_candidate_leaves_them_on_their_own(session, on, now):
    scheme = session.get_one(Scheme, on.scheme_id)
    states = tuple(one for one in build.definition().states if one.code != "applied")
    build.version(session, scheme, build.definition(states=states), now, no=2)
    found = build.candidate(session, people.person(session), on, now, "applied")
    with pytest.raises(RuleBroken, match="does not have your current status"):
        agree_to_newer(session, found, by_id=found.row.person_id, now=now)
    assert found.row.scheme_version_id == on.id


@pytest.mark.parametrize("changed", [{"state": "eligible"}, {"steps": 1}, {"scheme_version_id": 2}])
def test_who_agrees_while_something_else_happens_is_told_so(session, on, newer, now, changed):
    found = build.candidate(session, people.person(session), on, now, "applied")
    if "scheme_version_id" in changed:
        changed = {"scheme_version_id": newer.id}
    here = update(Candidate).where(Candidate.id == found.row.id)
    session.execute(here.values(**changed).execution_options(synchronize_session=False))
    with pytest.raises(Conflict, match="Somebody else was faster"):
        agree_to_newer(session, found, by_id=found.row.person_id, now=now + timedelta(days=1))
    assert transitions_of(session, [found.row.id]) == {}


def test_versions_on_which_nobody_is_under_way_any_more_are_left_aside(session, on, newer, now):
    over = build.candidate(session, people.person(session), newer, now)
    over.row.closed_at = now
    build.candidate(session, people.person(session), on, now)
    session.flush()
    assert list(versions_of_open(session)) == [on.id]
