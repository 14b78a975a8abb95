"""What stands beside a check on the verification page is in the words of the page, never the detail for experts."""

from __future__ import annotations

from itertools import product

from flask_babel import force_locale

from certificates.credentials.files.carriers import Carrier
from certificates.credentials.verification.report import Check, CheckName, CheckState, Report, Verdict
from certificates.register.pages.check_notes import proof_note
from certificates.register.pages.verification_report import ONE_ROW_EACH, Known, of_report
from tests.builders.people import NOW
from tests.every_case import every_case

EXPERT = "detail for experts"


def report_with(name: CheckName, state: CheckState, *, ok: bool | None, believed: bool, carrier: Carrier) -> Report:
    """A report of which one check is as wanted; the others hold, or could not be made."""
    others = (True, CheckState.HOLDS) if believed else (None, CheckState.NOT_CHECKED)
    checks = tuple(
        Check(one, ok, state, EXPERT) if one is name else Check(one, *others, EXPERT) for one in ONE_ROW_EACH
    )
    return Report(Verdict.INVALID if ok is False else Verdict.NOT_CHECKED, checks, None, carrier)


@every_case("name, state", lambda: product(ONE_ROW_EACH, CheckState))
def test_no_detail_for_experts_stands_on_the_page(app, name, state):
    for ok, believed, carrier in ((False, True, Carrier.PDF), (None, False, Carrier.PNG), (None, True, Carrier.JSON)):
        report = report_with(name, state, ok=ok, believed=believed, carrier=carrier)
        with app.test_request_context(), force_locale("fr"):
            row = of_report(report, Known(), NOW).rows[ONE_ROW_EACH.index(name)]
        assert EXPERT not in " ".join(row)


def test_of_a_signature_that_holds_its_kind_and_the_beginning_of_its_key_are_shown(app):
    check = Check(CheckName.PROOF, True, CheckState.HOLDS, "eddsa-rdfc-2022, key did:web:a.example#z6MkqRYqQiSgvZQdnBy")
    report = report_with(CheckName.STATUS, CheckState.NO_LIST, ok=None, believed=True, carrier=Carrier.JSON)
    with app.test_request_context():
        said = proof_note(check, report)
    assert said == "eddsa-rdfc-2022, z6MkqRYqQiSg…"
