"""Under which name credentials are issued: the setting ISSUER, its shape and its default."""

import re
from urllib.parse import urlsplit

from lms.errors import RuleBroken
from lms.gettext_noop import N_

DEMONSTRATION = "did:web:demo.spoor.example"

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?")

NO_ISSUER = N_(
    "Certificates cannot be issued yet. Set ISSUER to did:web: and the name of this "
    "site, for example did:web:academy.example."
)


def host_of(did: str) -> str:
    """The host in a did:web; anything but `did:web:HOST` with a plain host name is refused."""
    host = did.removeprefix("did:web:")
    if not did.startswith("did:web:") or len(host) > 253 or not _HOST.fullmatch(host):
        raise RuleBroken(
            f"ISSUER is {did!r}, but must be did:web: and a host name in small letters, "
            "without port, path or bare address, for example did:web:academy.example."
        )
    return host


def issuer_did(setting: str | None, site_url: str | None) -> str | None:
    """The issuer: what was set, else the host of an https SITE_URL without a port; None where neither gives one."""
    if setting:
        host_of(setting)
        return setting
    address = urlsplit(site_url or "")
    if address.scheme != "https" or ":" in address.netloc or not _HOST.fullmatch(address.netloc):
        return None
    return f"did:web:{address.netloc}"


def required(did: str | None) -> str:
    """The issuer where one is needed; a sentence says what to set where there is none."""
    if did is None:
        raise RuleBroken(NO_ISSUER)
    return did


def check_unchanged(did: str | None, issued_as: str | None) -> None:
    """Once a credential is issued its issuer is fixed: another value is refused, and the message mends it."""
    if issued_as is not None and did != issued_as:
        raise RuleBroken(
            f"Certificates of this installation were issued as {issued_as}, but ISSUER is now {did or 'not set'}. "
            f"Set ISSUER={issued_as} and start again: certificates already handed out can only be checked under it."
        )


def is_demonstration(did: str) -> bool:
    """Whether this is the demonstration, whose certificates say that they certify nothing."""
    return did == DEMONSTRATION
