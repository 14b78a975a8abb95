"""What the verification page says of a file: the report of a check in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from certificates.credentials.files.carriers import Carrier
from certificates.credentials.issuing.document import PANEL_DECISION, SCOPE
from certificates.credentials.rules.award import moment
from certificates.credentials.rules.lifecycle import Changed
from certificates.credentials.verification.report import Check, CheckName, CheckState, Report, Verdict
from certificates.credentials.verification.summary import Summary, is_cohort, watched_said
from certificates.register.pages.answers import (
    BAD,
    OK,
    WARN,
    Answer,
    Facts,
    Row,
    day,
    supervised_words,
    suspended_words,
    time,
    why,
)
from certificates.register.pages.check_notes import file_note, issuer_note, period_note, proof_note, status_note
from certificates.register.pages.fault_words import fault_words, no_certificate_words, signature_words
from lms.i18n import _

ONE_ROW_EACH = (CheckName.PROOF, CheckName.ISSUER, CheckName.STATUS, CheckName.PERIOD, CheckName.FILE)


@dataclass(frozen=True)
class Known:
    """What is known besides the report: ending or suspension by our register, the newer version, the list's age."""

    ending: Changed | None = None
    suspension: Changed | None = None
    newer: str | None = None
    list_made_at: datetime | None = None
    by_register: bool = False


def of_report(report: Report, known: Known, now: datetime) -> Answer:
    """What a file turned out to be."""
    title, text, tone = report_words(report, known)
    compared = report.check(CheckName.FILE).ok is True
    return Answer(
        title,
        text,
        tone,
        facts=facts_said(report.credential, shown_by_said(report)) if report.believed and report.credential else None,
        said_by_record=report.believed and not compared,
        rows=tuple(row_of(report.check(name), report, known, now) for name in ONE_ROW_EACH),
        newer=known.newer,
    )


def report_words(report: Report, known: Known) -> tuple[str, str, str]:
    """Title, text and tone; the first check that failed tells why."""
    failure = report.first_failure
    if failure is not None:
        return failure_words(failure, report, known)
    if report.verdict is Verdict.VALID:
        text = _("Checked just now, against the issuer's published keys and its register.")
        return _("This certificate is genuine and valid"), text, OK
    if report.verdict is Verdict.NOT_CHECKED:
        return not_checked_words(report)
    if report.verdict is Verdict.FILE_UNCHECKED:
        text = _("We cannot compare this file with the original. Trust only what the signed record in it says.")
        return _("The record is genuine; the paper was not checked"), text, WARN
    if known.list_made_at is not None:
        text = _("Nobody has checked since %(day)s whether it was revoked.", day=day(known.list_made_at))
    else:
        text = _("The issuer's status list is not available, so nobody has checked whether it was revoked.")
    return _("This certificate is genuine, but its status is not checked"), text, WARN


def not_checked_words(report: Report) -> tuple[str, str, str]:
    """Why it could not be told whether a record is genuine, which accuses nobody."""
    if report.check(CheckName.ISSUER).state is CheckState.UNKNOWN_ISSUER:
        text = _("The record names an issuer that this site does not know. Ask that issuer whether it is genuine.")
        return _("Not issued here"), text, WARN
    if report.check(CheckName.PROOF).state is CheckState.UNSUPPORTED:
        text = _("This does not mean that the certificate is false. Ask its issuer, or use software of its issuer.")
        return _("This kind of signature is not checked here"), text, WARN
    text = _("Not every signature on it was made with a key that this site knows. Ask its issuer.")
    return _("The signature was not checked"), text, WARN


def failure_words(failure: Check, report: Report, known: Known) -> tuple[str, str, str]:
    """What the first failed check means for the person who asks."""
    if failure.state is CheckState.SUSPENDED and known.suspension is not None:
        return suspended_words(known.suspension)
    if failure.state in {CheckState.REVOKED, CheckState.REPLACED}:
        return ended_words(failure.state, known)
    if failure.state in {CheckState.EXPIRED, CheckState.NOT_YET}:
        return period_failed_words(failure.state, report)
    if failure.state is CheckState.NOT_IN_REGISTER:
        return not_in_register_words(report)
    words = {**no_certificate_words(), **signature_words(), **fault_words()}
    title, text = words.get(failure.state, words[CheckState.UNREADABLE])
    return title, text, WARN if failure.state in no_certificate_words() else BAD


def not_in_register_words(report: Report) -> tuple[str, str, str]:
    """The register of the issuer lacks it, whoever signed it."""
    text = _(
        "This site never issued this certificate. Do not trust it, and tell the issuer: perhaps its key was stolen."
    )
    if report.check(CheckName.PROOF).ok:
        return _("Signed with this issuer's key, but not in its register"), text, BAD
    return _("Not in the register of its issuer"), _("This site never issued this certificate. Do not trust it."), BAD


def ended_words(state: CheckState, known: Known) -> tuple[str, str, str]:
    """Revoked or replaced, with the day and the reason where they are known."""
    ending = known.ending
    if state is CheckState.REVOKED:
        reason = why(ending) if ending else _("the issuer gives it to people who ask.")
        text = _("It is genuine, but no longer valid. Reason: %(why)s", why=reason)
        if ending is None:
            return _("This certificate was revoked"), text, BAD
        return _("This certificate was revoked on %(day)s", day=day(ending.at)), text, BAD
    text = _("A newer certificate replaced it. %(why)s", why=why(ending) if ending else "").strip()
    if ending is None:
        return _("This certificate was replaced"), text, WARN
    return _("This certificate was replaced on %(day)s", day=day(ending.at)), text, WARN


def period_failed_words(state: CheckState, report: Report) -> tuple[str, str, str]:
    """Too late or too early."""
    said = report.credential
    if state is CheckState.EXPIRED:
        text = _("It is genuine, but no longer valid. Expired does not mean false.")
        return (
            _("This certificate was valid until %(day)s", day=date_said(said.valid_until if said else "")),
            text,
            WARN,
        )
    text = _("It is genuine, but valid only from %(day)s.", day=date_said(said.valid_from if said else ""))
    return _("This certificate is not valid yet"), text, WARN


def shown_by_said(report: Report) -> str:
    """How it was shown as the record says, each piece of evidence after the other."""
    evidence = (report.document or {}).get("evidence")
    pieces = [one for one in evidence if isinstance(one, dict)] if isinstance(evidence, list) else []
    shown = [one for one in pieces if not is_cohort(one)]
    return "; ".join(_piece_said(one) for one in shown)


def _piece_said(one: dict[str, Any]) -> str:
    """One piece: what a panel decided and for what somebody is certified stand in the words of the record."""
    if one.get("genre") in (PANEL_DECISION, SCOPE):
        return f"{one.get('name', '')}: {one.get('narrative', '')}"[:300]
    return supervised_words(str(one.get("name", ""))[:300], watched_said(one))


def facts_said(summary: Summary, shown_by: str) -> Facts:
    """The facts as a believed record says them."""
    until = date_said(summary.valid_until)
    period = _("%(begins)s to %(ends)s", begins=date_said(summary.valid_from), ends=until)
    return Facts(
        name=summary.name,
        local_name=summary.local_name,
        achievement=summary.achievement,
        issued_by=f"{summary.issuer_name} · {summary.issuer}",
        period=period if until else _("%(begins)s, no end", begins=date_said(summary.valid_from)),
        number=summary.number,
        shown_by=shown_by,
        cohort=summary.cohort,
        taught=(summary.taught,) if summary.taught else (),
    )


def row_of(check: Check, report: Report, known: Known, now: datetime) -> Row:
    """A check as a line of the table."""
    names = {
        CheckName.PROOF: _("Signature"),
        CheckName.ISSUER: _("Issuer's key"),
        CheckName.STATUS: _("Status"),
        CheckName.PERIOD: _("Dates"),
        CheckName.FILE: _("The file"),
    }
    note = note_of(check, report, known, now)
    if check.state is CheckState.UNKNOWN_ISSUER:
        return names[check.name], _("unknown issuer"), WARN, note
    if check.ok is None:
        return names[check.name], _("not checked"), WARN if check.name is CheckName.STATUS else "", note
    bare = report.carrier in {Carrier.JSON, Carrier.JWT}
    good = {
        CheckName.PROOF: _("valid"),
        CheckName.ISSUER: _("published"),
        CheckName.STATUS: _("not revoked"),
        CheckName.PERIOD: _("valid"),
        CheckName.FILE: _("only the record") if bare else _("as issued"),
    }
    bad = {
        CheckState.REVOKED: _("revoked"),
        CheckState.SUSPENDED: _("suspended"),
        CheckState.ENDED: _("expired or suspended"),
        CheckState.REPLACED: _("replaced"),
        CheckState.EXPIRED: _("expired"),
        CheckState.NOT_YET: _("not yet"),
        CheckState.CHANGED: _("changed"),
        CheckState.TAMPERED: _("does not fit"),
        CheckState.UNREADABLE: _("cannot be read"),
        CheckState.ENCRYPTED: _("protected"),
        CheckState.NO_CERTIFICATE: _("not a certificate"),
        CheckState.NO_SIGNATURE: _("not signed"),
        CheckState.ONE_OF_SEVERAL: _("one is not valid"),
        CheckState.UNCOVERED: _("does not cover everything"),
        CheckState.INCOMPLETE: _("not complete"),
        CheckState.OTHER_KEY: _("another key"),
        CheckState.NOT_IN_REGISTER: _("not in its register"),
        CheckState.LIST_BROKEN: _("not trusted"),
    }
    word = good[check.name] if check.ok else bad.get(check.state, _("failed"))
    return names[check.name], word, OK if check.ok else BAD, note


def note_of(check: Check, report: Report, known: Known, now: datetime) -> str:
    """What stands beside a check."""
    if check.name is CheckName.PROOF:
        return proof_note(check, report)
    if check.name is CheckName.ISSUER:
        return issuer_note(check, report)
    if check.name is CheckName.PERIOD:
        return period_note(check, facts_said(report.credential, "").period if report.credential else "")
    if check.name is CheckName.FILE:
        return file_note(check, report)
    if not known.by_register:
        return status_note(check, report, known.list_made_at, known.ending)
    note = _("the issuer's register, %(time)s", time=time(now))
    if known.list_made_at is not None:
        note += "; " + _("published list of %(time)s", time=time(known.list_made_at))
    return note


def date_said(text: str) -> str:
    """A date of a record in the language of the page; what is none is shown as it stands."""
    try:
        return day(moment(text))
    except ValueError:
        return text
