"""What a verification answers: a verdict, the five checks behind it, and what the signed record says."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from certificates.credentials.files.carriers import Carrier
from certificates.credentials.verification.summary import Summary

Document = dict[str, Any]


class Verdict(StrEnum):
    """What is said in the end."""

    VALID = "valid"
    STATUS_UNCHECKED = "valid_status_unchecked"
    FILE_UNCHECKED = "file_not_checked"  # the record is genuine; what the file shows round it was not compared
    NOT_CHECKED = "not_checked"  # neither genuine nor false: it cannot be told here
    NOT_YET = "not_yet"  # genuine and whole; it begins later, such as one that renews another
    INVALID = "invalid"


HOLDING = (Verdict.VALID, Verdict.STATUS_UNCHECKED)


class CheckName(StrEnum):
    """The checks, in the order in which the first that fails tells the reason."""

    PROOF = "proof"
    ISSUER = "issuer"
    STATUS = "status"
    PERIOD = "period"
    FILE = "file"


class CheckState(StrEnum):
    """What a check found, finer than yes and no, for pages that say it in their own words."""

    HOLDS = "holds"
    UNREADABLE = "unreadable"
    ENCRYPTED = "encrypted"
    NO_CERTIFICATE = "no_certificate"
    NO_SIGNATURE = "no_signature"
    TAMPERED = "tampered"
    ONE_OF_SEVERAL = "one_of_several"  # of several signatures one does not hold
    UNCOVERED = "uncovered"  # parts that the signature does not cover
    INCOMPLETE = "incomplete"  # signed, but without what a certificate must hold, or saying two things
    UNSUPPORTED = "unsupported"  # a kind of signature that is not checked here
    NOT_CHECKED = "not_checked"
    UNKNOWN_ISSUER = "unknown_issuer"
    OTHER_KEY = "other_key"
    NOT_IN_REGISTER = "not_in_register"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    ENDED = "ended"  # or suspended: the bit is set, and nobody at hand knows why
    REPLACED = "replaced"
    LIST_BROKEN = "list_broken"
    NO_LIST = "no_list"
    LIST_EXPIRED = "list_expired"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    CHANGED = "changed"


@dataclass(frozen=True)
class Check:
    """One check: `ok` is None where it could not be made."""

    name: CheckName
    ok: bool | None
    state: CheckState
    detail: str


@dataclass(frozen=True)
class Report:
    """The verdict, why, and what the signed record says (None where no record could be read)."""

    verdict: Verdict
    checks: tuple[Check, ...]
    credential: Summary | None
    carrier: Carrier | None
    document: Document | None = None

    def check(self, name: CheckName) -> Check:
        """The check of this name."""
        return next(check for check in self.checks if check.name is name)

    @property
    def believed(self) -> bool:
        """Whether what the record says was signed by its issuer, and issued."""
        return self.check(CheckName.PROOF).ok is True and self.check(CheckName.ISSUER).ok is True

    @property
    def first_failure(self) -> Check | None:
        """The check that tells why the verdict is `invalid`."""
        return next((check for check in self.checks if check.ok is False), None)

    def as_data(self) -> Document:
        """The report as `lms verify --json` prints it."""
        return {
            "verdict": self.verdict.value,
            "checks": [
                {"name": check.name.value, "ok": check.ok, "state": check.state.value, "detail": check.detail}
                for check in self.checks
            ],
            "credential": None if self.credential is None else asdict(self.credential),
            "carrier": None if self.carrier is None else self.carrier.value,
        }
