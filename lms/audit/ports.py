"""What the audit trail needs from above: somebody with a key that the database does not hold."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from lms.audit.seals.seal import CheckedToken
from lms.manifest import Port
from lms.ports import SubjectLinks

CheckToken = Callable[[str], CheckedToken]


@dataclass(frozen=True)
class PublishedSeal:
    """A signed seal that the site shows to everybody, and where it is named; none: what is named is not there."""

    where: str
    token: str | None


class SealIssuer(Protocol):
    """Whoever signs seals and knows by which keys they may be signed."""

    def sign(self, session: Session, content: Mapping[str, Any], kind: str) -> str | None:
        """The content as a compact JWS whose header names `kind`; none before there is a key.

        Raises RuleBroken where the key that there is cannot be used.
        """
        ...

    def signs_since(self, session: Session) -> datetime | None:
        """When the first key could sign; none before there is one."""
        ...

    def checker(self, session: Session) -> CheckToken:
        """What tells of a token who vouches for it; the keys are read once."""
        ...

    def published(self, session: Session) -> Iterable[PublishedSeal]:
        """The seals that are named in what the site publishes."""
        ...


SEAL_ISSUER: Port[SealIssuer] = Port("seal-issuer")
AUDIT_SUBJECTS: Port[SubjectLinks] = Port("audit-subjects")  # many may fill it
