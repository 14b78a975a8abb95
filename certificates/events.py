"""What certificates say has happened."""

from dataclasses import dataclass

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class CertificateEarned(Event):
    """Somebody earned a certificate and may now confirm the name; the subject is the claim."""

    name = "certificate.earned"
    said = N_("Certificate earned")
    person_id: int
    achievement: str
    renews_id: int | None  # the credential that it follows
    begins_at: str | None  # from when it is valid, where another came before it
    valid_until: str | None


@dataclass(frozen=True, kw_only=True)
class CertificateClaimWithdrawn(Event):
    """What was earned no longer waits for its holder; the subject is the claim."""

    name = "certificate.claim-withdrawn"
    said = N_("Earned certificate withdrawn")
    person_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class CertificateClaimReinstated(Event):
    """What was withdrawn waits for its holder again; the subject is the claim."""

    name = "certificate.claim-reinstated"
    said = N_("Earned certificate waits again")
    person_id: int


@dataclass(frozen=True, kw_only=True)
class NameApprovalAsked(Event):
    """A name waits for a manager, since no machine decides about it; the subject is the claim."""

    name = "certificate.name-asked"
    said = N_("Name waits for a manager")
    person_id: int
    request_id: int
    doubts: list[str]


@dataclass(frozen=True, kw_only=True)
class NameDecided(Event):
    """A manager agreed to a name or refused it, or its holder chose another; the subject is the claim."""

    name = "certificate.name-decided"
    said = N_("Decision on a name for a certificate")
    person_id: int
    request_id: int
    outcome: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class NameConfirmed(Event):
    """Its holder confirmed how the name is written; the subject is the credential."""

    name = "credential.name-confirmed"
    said = N_("Name on a certificate confirmed")
    person_id: int


@dataclass(frozen=True, kw_only=True)
class NameCorrected(Event):
    """Somebody had a certificate made anew under a corrected name; the subject is the credential."""

    name = "credential.name-corrected"
    said = N_("Name on a certificate corrected")
    person_id: int
    version: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class CredentialIssued(Event):
    """A version was signed; the subject is the credential. The hashes tell its files again."""

    name = "credential.issued"
    said = N_("Certificate signed")
    person_id: int
    version: int
    record_sha256: str
    pdf_sha256: str
    png_sha256: str
    svg_sha256: str


@dataclass(frozen=True, kw_only=True)
class CredentialReplaced(Event):
    """A newer version stands in the place of this one; the subject is the credential."""

    name = "credential.replaced"
    said = N_("Certificate replaced")
    version: int


@dataclass(frozen=True, kw_only=True)
class CredentialRevoked(Event):
    """A version was revoked; the subject is the credential."""

    name = "credential.revoked"
    said = N_("Certificate revoked")
    person_id: int
    version: int
    reason: str
    words: str


@dataclass(frozen=True, kw_only=True)
class CredentialSuspended(Event):
    """A certificate in force was suspended; the subject is the credential."""

    name = "credential.suspended"
    said = N_("Certificate suspended")
    person_id: int
    version: int
    words: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class CredentialReinstated(Event):
    """A suspension was lifted; `version` is the one that is made for it. The subject is the credential."""

    name = "credential.reinstated"
    said = N_("Suspension of a certificate lifted")
    person_id: int
    version: int
    words: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class RevocationOverturned(Event):
    """The revocation of a version did not stand; its bit stays set all the same. The subject is the credential."""

    name = "credential.revocation-overturned"
    said = N_("Revocation of a certificate reversed")
    version: int
    words: str  # empty where a newer version took its place


@dataclass(frozen=True, kw_only=True)
class VisibilityChosen(Event):
    """A holder chose what strangers with the link see; the subject is the credential."""

    name = "credential.visibility-chosen"
    said = N_("Privacy of a certificate chosen")
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class IssuerKeyMade(Event):
    """A signing key was made; the subject is the key."""

    name = "issuer-key.made"
    said = N_("Signing key created")
    kind: str
    key: str


@dataclass(frozen=True, kw_only=True)
class PlacesKept(Event):
    """Places were kept set that a newer published list had, of versions that a restored backup does not know.

    The subject is the list.
    """

    name = "status-list.places-kept"
    said = N_("Places of the status list saved")
    indexes: list[int]


@dataclass(frozen=True, kw_only=True)
class StatusListPublished(Event):
    """A status list was signed anew; the subject is the list."""

    name = "status-list.published"
    said = N_("Status list published")
    revision: int
    sha256: str
