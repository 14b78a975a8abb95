"""Certificates of schemes, judged by our verifier, by its command's trust, and by published ones of other makers."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from certificates.candidates.services.evidence import hear
from certificates.candidates.services.proposals import take_step
from certificates.credentials import tasks
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import CredentialVersion
from certificates.credentials.queries import export
from certificates.credentials.queries.trusted import judged_by_register, registered
from certificates.credentials.services import signing
from certificates.credentials.signing.keys import KeyKind
from certificates.credentials.verification.export import write_folder
from certificates.credentials.verification.report import CheckName, CheckState, Verdict
from certificates.credentials.verification.trust import read_folder
from certificates.credentials.verification.verify import verify
from certificates.decisions.scheme_steps import lift_by_two, suspend_by_two, way_of
from certificates.permissions import SchemeRole
from lms.access import Role
from lms.db import end_read_session, read_session
from tests.builders import candidates as build
from tests.builders import certificates, people
from tests.builders import scheme_certificates as make
from tests.independent.other_verifiers import VERIFIERS, answer_of_others

NOW = datetime.now(UTC).replace(microsecond=0)  # the verifiers judge the status list by their own clock
BEGAN = NOW - timedelta(days=9)

VALID, SUSPENDED, NARROWED, WITHDRAWN, UPHELD = (
    "Amina Diallo", "Niran Chaiyasit", "Grace Wambui", "Prasert Thongdee", "Suda Phromsri",
)  # fmt: skip
NAMES = (VALID, SUSPENDED, NARROWED, WITHDRAWN, UPHELD)

pytestmark = VERIFIERS


class Played:
    """Holders of one scheme, and the people who suspend, withdraw, narrow and judge."""

    def __init__(self, session):
        self.session = session
        self.on = build.scheme(session, people.person(session), BEGAN, make.withdrawable())
        self.managers = [
            people.viewer(session, people.person(session, None, Role.PROGRAMME_MANAGER)) for _number in range(2)
        ]

    def issued(self, name):
        row = people.person(self.session, name, Role.OFFICER, email=f"{name.split()[0].lower()}@example.org")
        certificates.name_checked(self.session, row, name)
        return make.issued(self.session, self.on, row, BEGAN)

    def suspend(self, held, at):
        for one in self.managers:
            suspend_by_two(self.session, held, "A host reports false papers.", actor=one, now=at)
        hear(self.session, way_of(self.session, held), "The papers are real.", now=at)

    def narrow(self, held, at):
        make.panel_decides(self.session, self.on, way_of(self.session, held), "narrow", at, "No operations since.")
        registrar = make.of_scheme(self.session, self.on, SchemeRole.REGISTRAR)
        way = way_of(self.session, held)
        take_step(self.session, way, "release-narrowed", "", actor=registrar, now=at, topics=("risk-management",))
        self.make_newest(held, at)

    def withdraw(self, held, at):
        make.panel_decides(self.session, self.on, way_of(self.session, held), "withdraw", at, "The papers were false.")

    def uphold(self, held, at):
        holder = people.viewer(self.session, self.session.get_one(people.Person, held.credential.person_id))
        take_step(self.session, way_of(self.session, held), "object", "I was not asked.", actor=holder, now=at)
        judge = make.of_scheme(self.session, self.on, SchemeRole.APPEAL_MEMBER)
        take_step(self.session, way_of(self.session, held), "uphold", "Nobody asked the host.", actor=judge, now=at)

    def lift(self, held, at):
        hear(self.session, way_of(self.session, held), "Ask the host.", now=at)
        again = certificates.again(self.session, held.credential.id)
        for one in self.managers:
            lift_by_two(self.session, again, "The host confirms them.", actor=one, now=at)
        self.make_newest(held, at)

    def make_newest(self, held, at):
        self.session.commit()
        newest = (
            self.session.query(CredentialVersion.id)
            .filter_by(credential_id=held.credential.id)
            .order_by(CredentialVersion.no.desc())
        )
        certificates.make(newest.first()[0], at=at)


@pytest.fixture(scope="module")
def folder(shared_app, module_session, tmp_path_factory):
    """An export of what schemes really awarded, suspended, narrowed, withdrew and gave back."""
    with module_session() as session:
        return exported(shared_app, session, tmp_path_factory.mktemp("schemes") / "export")


def exported(app, session, folder):
    with app.test_request_context():
        played = Played(session)
        held = {name: played.issued(name) for name in NAMES}
        for days, name in enumerate((SUSPENDED, NARROWED, WITHDRAWN, UPHELD), start=1):
            played.suspend(held[name], BEGAN + timedelta(days=days))
        played.narrow(held[NARROWED], NOW - timedelta(days=4))
        for name in (WITHDRAWN, UPHELD):
            played.withdraw(held[name], NOW - timedelta(days=3))
        played.uphold(held[UPHELD], NOW - timedelta(days=2))
        played.lift(held[UPHELD], NOW - timedelta(days=1))
        session.commit()
    end_read_session()
    tasks.publish_due(issuing(), now=NOW)
    end_read_session()
    signer = signing.open_signer(read_session(), issuing(), KeyKind.P256)
    published = export.published(read_session(), issuing().did)
    write_folder(folder, published, export.issued(read_session()), signer, now=NOW)
    end_read_session()
    return folder


def judged(folder, file):
    """As the verifiers of other makers do."""
    answer = answer_of_others(folder, file, NOW)
    return answer["verified"], answer["reason"]


def ours(folder, file):
    """As our verifier does by the folder alone, and beside it as our register does."""
    alone = verify(file.read_bytes(), read_folder(folder), now=NOW)
    known = judged_by_register(alone, registered(read_session(), alone, issuing().did), now=NOW)
    states = [(one.verdict, one.check(CheckName.STATUS).state) for one in (alone, known)]
    end_read_session()
    return states


def files_of(folder, name):
    """The records of this name, oldest version first."""
    return [one for one in sorted(folder.glob("*-*.json")) if f'"name": "{name}"' in one.read_text("utf-8")]


def test_each_verifier_judges_certificates_of_schemes_as_those_of_courses(app, folder):
    """One export for all: it takes longer to make than to judge."""
    good = [(Verdict.VALID, CheckState.HOLDS)] * 2
    [valid], [suspended], [withdrawn] = (files_of(folder, name) for name in (VALID, SUSPENDED, WITHDRAWN))
    assert ours(folder, valid) == good
    for one in (valid, valid.with_suffix(".jwt")):
        assert judged(folder, one) == (True, "")

    assert judged(folder, suspended) == (False, "revoked")  # others know one bit, and no word for it
    assert ours(folder, suspended) == [
        (Verdict.INVALID, CheckState.ENDED), (Verdict.INVALID, CheckState.SUSPENDED),
    ]  # fmt: skip
    assert judged(folder, withdrawn) == (False, "revoked")
    assert ours(folder, withdrawn) == [(Verdict.INVALID, CheckState.REVOKED)] * 2

    old, new = files_of(folder, NARROWED)
    assert judged(folder, old) == (False, "revoked")
    assert ours(folder, old) == [(Verdict.INVALID, CheckState.REPLACED)] * 2
    for one in (new, new.with_suffix(".jwt")):
        assert judged(folder, one) == (True, "")
    assert ours(folder, new) == good
    scopes = [
        [
            piece["narrative"]
            for piece in json.loads(one.read_text("utf-8"))["evidence"]
            if piece["genre"].startswith("Scope")
        ]
        for one in (old, new)
    ]
    assert ["operations" in said for [said] in scopes] == [True, False]

    before, after = files_of(folder, UPHELD)
    assert judged(folder, before) == (False, "revoked")
    assert ours(folder, before) == [(Verdict.INVALID, CheckState.REPLACED)] * 2
    assert judged(folder, after) == (True, "")
    assert ours(folder, after) == good

    index = json.loads((folder / "index.json").read_text("utf-8"))
    for newest in (new, after):
        assert index[json.loads(newest.read_text("utf-8"))["id"]] == newest.name


def test_a_scope_that_was_changed_after_signing_is_refused(folder, tmp_path):
    [valid] = files_of(folder, VALID)
    record = json.loads(valid.read_text("utf-8"))
    [scope] = [one for one in record["evidence"] if one["genre"].startswith("Scope")]
    scope["narrative"] = scope["narrative"].replace("risk management", "everything")
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(record), "utf-8")
    verified, reason = judged(folder, changed)
    assert (verified, "Invalid signature" in reason) == (False, True)
    alone = verify(changed.read_bytes(), read_folder(folder), now=NOW)
    assert (alone.verdict, alone.check(CheckName.PROOF).state) == (Verdict.INVALID, CheckState.TAMPERED)
