"""A panel decides for what somebody is certified, its members sign it, and the registrar releases exactly that."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from sqlalchemy import select

from certificates.candidates.events import CandidateMoved
from certificates.candidates.pages.file import file_page
from certificates.candidates.queries.audited import AUDITED as AUDITED_CANDIDATES
from certificates.candidates.queries.found import candidate_by_id
from certificates.candidates.services.evidence import hear
from certificates.candidates.services.proposals import take_step
from certificates.credentials.models import CredentialVersion
from certificates.credentials.rules.award import AwardScope, scope_of
from certificates.credentials.rules.evidence import from_data as evidence_from_data
from certificates.decisions.scheme_steps import suspend_by_two, way_of
from certificates.panels.queries.audited import AUDITED as AUDITED_PANELS
from certificates.permissions import SchemeRole
from certificates.register.pages.answers import facts_of
from certificates.schemes.rules.definition import Grade, SchemeScopes
from certificates.schemes.rules.scopes import (
    DecidedScope,
    ScopeFault,
    as_data,
    asks_less,
    asks_scope,
    fault_in,
    from_data,
    is_less,
    ordered,
    whole_scope,
)
from lms import storage
from lms.access import Role
from lms.audit.verification.records import compare_all
from lms.errors import BadInput
from tests.builders import candidates as build
from tests.builders import certificates, people
from tests.builders import scheme_certificates as make

pytestmark = pytest.mark.usefixtures("in_request")

GRADES = (Grade("trainer", build.said("Trainer")), Grade("lead", build.said("Lead trainer")))
SCOPE = DecidedScope(("risk-management",), "lead", ("fr", "en"))
DEFINITION = replace(
    make.withdrawable(), scopes=SchemeScopes(("operations", "risk-management", "legal-instruments"), GRADES)
)


@pytest.fixture(scope="module")
def defined():
    return DEFINITION


def release(session, on, found, now):
    registrar = make.of_scheme(session, on, SchemeRole.REGISTRAR, "Registrar")
    page = file_page(session, registrar, found, now)
    shown = next(one.scope for one in page.mine if one.step.code == "release")
    return make.released(session, found, on, now), dict(shown)


def test_the_registrar_sees_and_releases_exactly_what_the_panel_decided(session, on, now):
    found, _panel = make.decided(session, on, make.officer(session), now, scope=SCOPE)
    claim, shown = release(session, on, found, now)
    assert shown == {
        "Topics": "Risk management", "Grade": "Lead trainer", "Languages": "English, Français",
        "Valid for": "36 months",
    }  # fmt: skip
    assert scope_of(evidence_from_data(claim.evidence)) == AwardScope(
        ("risk-management",), "Lead trainer", ("en", "fr")
    )
    moved = [one for one in AUDITED_CANDIDATES if one.event == CandidateMoved.name]
    audited = (*AUDITED_PANELS, *moved)
    assert [one.faults for one in compare_all(session, audited) if one.faults] == []


def test_record_paper_and_page_say_scope_languages_and_dates(session, on, now):
    found, _panel = make.decided(session, on, make.officer(session), now, scope=SCOPE)
    held = certificates.taken(session, make.released(session, found, on, now), "Ama Quill", at=now)
    [said] = [
        one["narrative"] for one in json.loads(held.version.record)["evidence"] if one["genre"].startswith("Scope")
    ]
    assert said == "Topics: risk management. Grade: Lead trainer. Language: en, fr."
    paper = PdfReader(io.BytesIO(storage.get(held.version.pdf_key))).pages[0].extract_text().replace("\n", " ")
    assert "certified for: risk management, Lead trainer, English, French" in paper
    assert "25 November 2026" in paper
    assert "2029" in paper
    facts = facts_of(held)
    assert "certified for: Risk management, Lead trainer, English, Français" in facts.shown_by
    assert facts.period.startswith("25 November 2026 to")


def test_a_decision_without_a_word_on_the_scope_means_all_of_it(session, on, now):
    found, _panel = make.decided(session, on, make.officer(session), now)
    claim, shown = release(session, on, found, now)
    assert shown["Topics"] == "Operations, Risk management, Legal instruments"
    assert scope_of(evidence_from_data(claim.evidence)) == AwardScope(DEFINITION.scopes.topics, "Trainer", ("en",))


@pytest.mark.parametrize(
    ("scope", "field"),
    [
        (DecidedScope((), "lead", ("en",)), "topics"),
        (DecidedScope(("fishing",), "lead", ("en",)), "topics"),
        (DecidedScope(("operations",), "", ("en",)), "grade"),
        (DecidedScope(("operations",), "chief", ("en",)), "grade"),
        (DecidedScope(("operations",), "lead", ()), "languages"),
        (DecidedScope(("operations",), "lead", ("tlh",)), "languages"),
    ],
)
def test_a_scope_that_the_scheme_does_not_have_is_refused_beside_its_field(session, on, now, scope, field):
    with pytest.raises(BadInput) as fault:
        make.decided(session, on, make.officer(session), now, scope=scope)
    assert fault.value.field == field


def test_a_panel_that_reduces_a_scope_says_which_and_the_registrar_releases_that(session, on, now):
    whole = DecidedScope(("operations", "risk-management"), "lead", ("en", "fr"))
    found, _panel = make.decided(session, on, make.officer(session), now, scope=whole)
    held = certificates.taken(session, make.released(session, found, on, now), "Ama Quill", at=now)
    for _number in range(2):
        manager = people.viewer(session, people.person(session, None, Role.PROGRAMME_MANAGER))
        suspend_by_two(session, held, "A host reports false papers.", actor=manager, now=now)
    hear(session, way_of(session, held), "The papers are real.", now=now)
    more = DecidedScope(DEFINITION.scopes.topics, "lead", ("en",))
    panel, uuid = make.panel_voted(session, on, way_of(session, held), "narrow", now)
    for wrong in (whole, more):
        with pytest.raises(BadInput) as fault:
            make.panel_closed(session, panel, uuid, now, "No operations.", wrong)
        assert fault.value.field == "topics"
    less = DecidedScope(("operations", "risk-management"), "trainer", ("en", "fr"))
    make.panel_closed(session, panel, uuid, now, "Never led one.", less)
    registrar = make.of_scheme(session, on, SchemeRole.REGISTRAR)
    way = way_of(session, held)
    (act,) = [one for one in file_page(session, registrar, way, now).mine if one.step.code == "release-narrowed"]
    assert (act.topics, dict(act.scope)["Grade"]) == ((), "Trainer")
    take_step(session, way, "release-narrowed", "", actor=registrar, now=now, topics=("legal-instruments",))
    session.commit()
    newest = session.scalars(select(CredentialVersion.id).order_by(CredentialVersion.no.desc())).first()
    certificates.make(newest, at=now + timedelta(days=1))
    again = certificates.again(session, held.credential.id)
    assert scope_of(evidence_from_data(again.claim.evidence)) == AwardScope(
        ("operations", "risk-management"), "Trainer", ("en", "fr")
    )
    assert candidate_by_id(session, way.row.id).row.state == "narrowed"


def test_only_a_decision_after_which_a_release_may_follow_asks_for_a_scope():
    steps = {one.code: one for one in DEFINITION.transitions}
    assert {code for code, one in steps.items() if asks_scope(DEFINITION, one)} == {"certify", "narrow"}
    assert {code for code, one in steps.items() if asks_less(DEFINITION, one)} == {"narrow"}
    assert not asks_scope(replace(DEFINITION, scopes=SchemeScopes(())), steps["certify"])
    assert not asks_scope(DEFINITION, None)


scopes = st.builds(
    DecidedScope,
    st.lists(st.sampled_from(DEFINITION.scopes.topics), unique=True).map(tuple),
    st.sampled_from(["trainer", "lead"]),
    st.lists(st.sampled_from(["en", "fr", "lo"]), unique=True).map(tuple),
)


@given(scopes, scopes, scopes)
def test_less_is_a_strict_order(one, two, three):
    assert not is_less(DEFINITION, one, one)
    assert not (is_less(DEFINITION, one, two) and is_less(DEFINITION, two, one))
    if is_less(DEFINITION, one, two) and is_less(DEFINITION, two, three):
        assert is_less(DEFINITION, one, three)


@given(scopes, scopes)
def test_what_is_whole_and_less_has_no_fault_and_is_kept_as_it_is(scope, held):
    fault = fault_in(DEFINITION, scope, languages=("en", "fr", "lo"), less_than=held)
    if scope.topics and scope.languages:
        assert (fault is None) == is_less(DEFINITION, scope, held)
        assert fault in (None, ScopeFault.NOT_LESS)
    else:
        assert fault in (ScopeFault.TOPICS, ScopeFault.LANGUAGES)
    kept = ordered(DEFINITION, scope)
    assert from_data(as_data(kept)) == kept == ordered(DEFINITION, kept)
    assert set(kept.topics) == set(scope.topics)


def test_the_whole_scope_has_no_fault_and_nothing_is_kept_as_nothing():
    assert fault_in(DEFINITION, whole_scope(DEFINITION, "fr"), languages=("fr",), less_than=None) is None
    assert from_data(as_data(None)) is None
