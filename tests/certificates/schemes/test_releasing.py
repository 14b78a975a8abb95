"""From a panel's decision and a registrar's release to a certificate that verifies; and what leaves it out."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import jsonschema
import pytest
from pypdf import PdfReader
from sqlalchemy import select

import certificates.schemes as certificate_schemes
from certificates.candidates.queries.found import candidate_by_id
from certificates.candidates.rules.certificates import SignedCertificate, certificate_facts
from certificates.candidates.services.proposals import take_step
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import Achievement, Claim
from certificates.credentials.queries.sums import certificate_rows, in_force
from certificates.credentials.queries.trusted import own_trust
from certificates.credentials.rules.evidence import from_data
from certificates.credentials.sources.course_exam import course_of, course_ref
from certificates.credentials.sources.in_force import credentials_in_force
from certificates.credentials.verification.report import Verdict
from certificates.credentials.verification.verify import verify
from certificates.permissions import SchemeRole
from certificates.register.pages.answers import facts_of
from certificates.register.pages.reopening import retake_of
from certificates.schemes.models import SchemeVersion
from certificates.schemes.rules.definition import TriggerFact
from certificates.schemes.rules.releasing import narrows, releases, resumes, scheme_of, scheme_ref, suspends
from certificates.schemes.scheme_folder.files import files_of_folder
from certificates.schemes.scheme_folder.reading import read_scheme
from lms import storage
from lms.access import Grant
from lms.errors import RuleBroken
from lms.people.models import Person
from tests.builders import candidates as build
from tests.builders import certificates, home, people
from tests.builders import scheme_certificates as make

pytestmark = pytest.mark.usefixtures("in_request")

SCHEMA = Path(__file__).parents[4] / "shared" / "ob3-schemas" / "achievementcredential.json"


class Decided(NamedTuple):
    """The numbers of a candidate, their file, and the panel that decided."""

    officer: int
    file: int
    panel: list[int]


@pytest.fixture(scope="module")
def ids(shared_app, module_session, scheme_id):
    """A panel decides once for all tests of this module."""
    with module_session() as session, shared_app.test_request_context():
        officer = make.officer(session)
        found, panel = make.decided(session, session.get_one(SchemeVersion, scheme_id), officer, people.NOW)
        return Decided(officer.id, found.row.id, [one.id for one in panel])


@pytest.fixture
def officer(session, ids):
    return session.get_one(people.Person, ids.officer)


@pytest.fixture
def decided(session, ids):
    panel = [people.viewer(session, session.get_one(people.Person, one)) for one in ids.panel]
    return candidate_by_id(session, ids.file), panel


def test_what_a_panel_decided_and_a_registrar_released_becomes_a_certificate_that_verifies(
    session, on, officer, decided, now
):
    found, _panel = decided
    claim = make.released(session, found, on, now)
    assert claim.source_ref == scheme_ref(on.scheme_id)
    (piece,) = from_data(claim.evidence)
    assert (piece.scope.topics, piece.scope.grade, piece.scope.languages) == (make.TOPICS, "Trainer", ("en",))
    held = certificates.taken(session, claim, "Ama Quill", at=now)
    assert held.version.valid_until == now.replace(year=now.year + 3)
    trust = own_trust(session, issuing().did)
    for content in (held.version.record.encode(), held.version.token.encode(), storage.get(held.version.pdf_key)):
        report = verify(content, trust, now=now)
        assert report.verdict is Verdict.VALID, report
        assert (report.credential.achievement, report.credential.supervised) == ("IWT Trainer", None)
    record = json.loads(held.version.record)
    assert [one["genre"] for one in record["evidence"]] == ["Decision of a panel", "Scope of the certificate"]
    assert "operations, risk management. Grade: Trainer" in record["evidence"][1]["narrative"]
    assert "certified for: Operations, Risk management, Trainer" in facts_of(held).shown_by
    paper = PdfReader(io.BytesIO(storage.get(held.version.pdf_key))).pages[0].extract_text()
    assert "certified for" in " ".join(paper.split())
    assert candidate_by_id(session, found.row.id).row.state == "registered"


@pytest.mark.reference
def test_its_record_passes_the_published_schema(session, on, officer, decided, now):
    held = certificates.taken(session, make.released(session, decided[0], on, now), "Ama Quill", at=now)
    record = json.loads(held.version.record)
    schema = json.loads(SCHEMA.read_text("utf-8"))
    checked = record | {"proof": [record["proof"]]}
    assert list(jsonschema.Draft201909Validator(schema).iter_errors(checked)) == []


def test_nobody_of_the_panel_releases_it_nor_the_candidate_nor_anyone_without_the_role(session, on, officer, decided):
    found, panel = decided
    now = found.row.began_at + timedelta(days=1)
    for person_id in (panel[0].id, panel[2].id, officer.id):
        row = session.get_one(people.Person, person_id)
        people.give_anywhere(session, row, Grant(SchemeRole.REGISTRAR, "scheme", str(on.scheme_id)))
        with pytest.raises(RuleBroken):
            take_step(session, found, "release", "", actor=people.viewer(session, row), now=now)
    with pytest.raises(RuleBroken):
        take_step(session, found, "release", "", actor=make.of_scheme(session, on, SchemeRole.SCHEME_OFFICER), now=now)
    assert session.scalars(select(Claim)).all() == []
    assert candidate_by_id(session, found.row.id).row.state == "decided"


def test_without_a_decision_of_a_panel_nothing_is_released(session, on, now):
    officer = make.officer(session, "Esi Boateng", "esi@example.org")
    found = build.candidate(session, officer, on, now, "decided")
    with session.begin_nested(), pytest.raises(RuleBroken, match="No panel has decided"):
        make.released(session, found, on, now)


def test_figures_courses_and_reopening_leave_certificates_of_schemes_out(session, on, officer, decided, now):
    held = certificates.taken(session, make.released(session, decided[0], on, now), "Ama Quill", at=now)
    assert session.execute(certificate_rows()).all() == []
    assert session.execute(in_force(now)).all() == []
    assert credentials_in_force(session, [officer.id], [on.scheme_id], now) == {}  # a course of the same number
    assert retake_of(session, held, now) == ""
    with pytest.raises(ValueError, match="no course"):
        course_of(held.claim.source_ref)
    with pytest.raises(ValueError, match="no scheme"):
        scheme_of(course_ref(4))


def test_a_course_of_the_same_name_and_number_has_an_achievement_of_its_own(session, on, officer, decided, now):
    course = certificates.course_version(session)
    session.get_one(certificates.Course, course.course_id).slug = "iwt-trainer"
    certificates.claim(session, officer, course, at=now)
    take_step(session, decided[0], "release", "", actor=make.of_scheme(session, on, SchemeRole.REGISTRAR), now=now)
    assert sorted(session.scalars(select(Achievement.slug))) == ["iwt-trainer", "scheme-iwt-trainer"]


def test_only_a_release_into_an_award_that_is_not_held_yet_earns_one():
    whole = make.definition()
    again = build.step("practice", "registered", "certified", make.RELEASE, part="registrar")
    whole = replace(whole, transitions=(*whole.transitions, again))
    assert releases(whole, "release", "decided", "certified")
    for code, source, target in (
        ("practice", "registered", "certified"), ("register", "certified", "registered"),
        ("certify", "known", "decided"), ("nothing", "known", "certified"),
    ):  # fmt: skip
        assert not releases(whole, code, source, target)


@pytest.mark.parametrize(
    ("folder", "narrowing"),
    [("iwt-trainer", set()), ("iwt-technical-and-operational-advisor", {"release-narrowed"})],
)
def test_of_the_shipped_schemes_the_steps_of_registrars_and_managers_mean_what_they_say(folder, narrowing):
    content = Path(certificate_schemes.__file__).parent / "content" / folder
    shipped = read_scheme(files_of_folder(content)).definition
    moves = [(one.code, source, one.target) for one in shipped.transitions for source in one.sources]
    less = {code for code, source, to in moves if narrows(shipped, code, source, to)}
    earned = {code for code, source, to in moves if releases(shipped, code, source, to)} - less
    assert (earned, less) == ({"release", "release-renewal"}, narrowing)
    assert {code for code, source, to in moves if suspends(shipped, source, to)} == {"suspend"}
    assert {code for code, source, to in moves if resumes(shipped, source, to)} == {"lift"}


LAST = date(2029, 3, 1)
SIGNED = SignedCertificate(date(2028, 9, 1), LAST)
ISSUED, WINDOW, OVER = (
    TriggerFact.CERTIFICATE_ISSUED,
    TriggerFact.RENEWAL_WINDOW_OPEN,
    TriggerFact.VALIDITY_ENDED,
)


@pytest.mark.parametrize(
    ("signed", "today", "waits", "expected"),
    [
        ((), LAST, False, set()),
        ((SIGNED,), date(2028, 8, 31), False, {ISSUED}),
        ((SIGNED,), date(2028, 9, 1), False, {ISSUED, WINDOW}),
        ((SIGNED,), LAST + timedelta(days=90), False, {ISSUED, WINDOW}),
        ((SIGNED,), LAST + timedelta(days=91), False, {ISSUED, WINDOW, OVER}),
        ((SIGNED,), LAST, True, set()),
        ((SIGNED, SignedCertificate(date(2031, 9, 1), date(2032, 3, 1))), LAST, False, {ISSUED}),
        ((SignedCertificate(None, None),), LAST, False, {ISSUED}),
    ],
)
def test_what_has_happened_to_a_certificate_is_told_by_its_days(signed, today, waits, expected):
    assert certificate_facts(signed, waits=waits, grace_days=90, today=today) == expected


def test_the_start_page_says_certified_of_a_scheme_and_not_passed(session, on, decided, now):
    found, _panel = decided
    make.released(session, found, on, now)
    (step,) = home.steps(session, people.viewer(session, session.get_one(Person, found.row.person_id)), now)
    assert step.text.startswith("You are certified: ")
    assert "passed" not in step.text
