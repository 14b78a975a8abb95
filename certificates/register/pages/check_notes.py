"""What stands beside a check on the verification page; `lms verify --json` has the technical detail instead."""

from datetime import datetime

from certificates.credentials.files.carriers import Carrier
from certificates.credentials.rules.lifecycle import Changed
from certificates.credentials.verification.report import Check, CheckName, CheckState, Report
from certificates.register.pages.answers import day, time, why
from lms.i18n import _


def proof_notes() -> dict[CheckState, str]:
    """What was found where a signature should be."""
    return {
        CheckState.UNREADABLE: _("It cannot be read."),
        CheckState.ENCRYPTED: _("Nothing in it can be read."),
        CheckState.NO_CERTIFICATE: _("It does not say that it is a certificate."),
        CheckState.NO_SIGNATURE: _("The record holds no signature."),
        CheckState.TAMPERED: _("The signature does not fit the content."),
        CheckState.ONE_OF_SEVERAL: _("One of several signatures does not fit the content."),
        CheckState.UNCOVERED: _("The signature does not cover the whole record."),
        CheckState.INCOMPLETE: _("Something that a certificate must have is missing or wrong."),
        CheckState.UNSUPPORTED: _("This kind of signature is not known here."),
    }


def proof_note(check: Check, report: Report) -> str:
    """The kind of signature that holds, or what is wrong with it."""
    if check.ok:
        return short_key(check.detail)
    if check.state is not CheckState.NOT_CHECKED:
        return proof_notes().get(check.state, "")
    if report.check(CheckName.ISSUER).state is CheckState.UNKNOWN_ISSUER:
        return _("Not checked, because the issuer is not known here.")
    return _("The key that signed this record is not trusted here.")


def issuer_note(check: Check, report: Report) -> str:
    """Whose key it is."""
    named = report.credential.issuer if report.credential else ""
    words = {
        CheckState.HOLDS: _("%(issuer)s, with one of its published keys", issuer=named),
        CheckState.UNKNOWN_ISSUER: _("The issuer %(issuer)s is not known here.", issuer=named)
        if named
        else _("The record does not name its issuer."),
        CheckState.OTHER_KEY: _("The record was not signed with a key of %(issuer)s.", issuer=named),
        CheckState.NOT_IN_REGISTER: _("It was never issued."),
    }
    return words.get(check.state, not_believed())


def status_note(check: Check, report: Report, made_at: datetime | None, ending: Changed | None) -> str:
    """Which published list was asked and of when it is, or what it says; the register is not at hand."""
    if ending is not None and check.ok is False:
        return _("Since %(day)s. %(why)s", day=day(ending.at), why=why(ending)).strip()
    if made_at is not None:
        return _("list of %(time)s", time=time(made_at))
    if check.ok and not (report.document or {}).get("credentialStatus"):
        return _("The record names no status list, so it cannot be revoked.")
    words = {
        CheckState.HOLDS: _("by the published list"),
        CheckState.NO_LIST: _("No status list of a known kind is available."),
        CheckState.LIST_EXPIRED: _("The status list that is available is too old, or does not say how old it is."),
        CheckState.LIST_BROKEN: _("The status list that is available is not from the issuer, or is damaged."),
        CheckState.ENDED: _("A status list does not say why. Ask the issuer."),
        CheckState.REVOKED: _("by the issuer's register"),
        CheckState.REPLACED: _("by the issuer's register"),
    }
    return words.get(check.state, not_believed())


def period_note(check: Check, period: str) -> str:
    """From when until when."""
    if check.state is CheckState.INCOMPLETE:
        return _("The dates in the record cannot be read.")
    return not_believed() if check.state is CheckState.NOT_CHECKED else period


def file_note(check: Check, report: Report) -> str:
    """How what the file shows compares with what was issued."""
    if check.ok:
        bare = report.carrier in {Carrier.JSON, Carrier.JWT}
        return _("The record itself.") if bare else _("This is the file that was issued, without any change.")
    if check.state is CheckState.CHANGED:
        return _("It differs from the file that was issued.")
    if check.ok is False:
        return proof_notes().get(check.state, "")
    if report.believed:
        return _("There is nothing to compare it with.")
    return not_believed()


def not_believed() -> str:
    """Why nobody looked further."""
    return _("Not checked, because the record cannot be trusted.")


def short_key(detail: str) -> str:
    """The kind of signature and the beginning of its key's name, which is long."""
    suite, _sign, key = detail.partition("#")
    return f"{suite.split(',')[0]}, {key[:12]}…"
