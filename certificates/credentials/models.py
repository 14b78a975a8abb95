"""Keys, what was earned, credentials and their versions, status lists; what was issued is never overwritten."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from certificates.credentials.rules.lifecycle import Change, KeyState, NameOutcome, StatusReason, Visibility
from certificates.credentials.signing.keys import KeyKind
from lms.db import Base, choices


class IssuerKey(Base):
    """A signing key by its public half; the private half is a wrapped file outside the database."""

    __tablename__ = "issuer_key"
    __table_args__ = (
        choices("kind", KeyKind),
        choices("state", KeyState),
        Index(
            "uq_issuer_key_active",
            "kind",
            unique=True,
            sqlite_where=text("state = 'active'"),
            postgresql_where=text("state = 'active'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    x: Mapped[str] = mapped_column(String(60))
    y: Mapped[str] = mapped_column(String(60))  # empty for Ed25519
    name: Mapped[str] = mapped_column(String(80), unique=True)  # the fragment of its DID URL
    state: Mapped[str] = mapped_column(String(12))
    made_at: Mapped[datetime]
    active_from: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]
    compromised_at: Mapped[datetime | None]


class IssuedUnder(Base):
    """The name under which this installation issues; fixed with the first certificate."""

    __tablename__ = "issued_under"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    did: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]


class Achievement(Base):
    """What a source awards, such as a version of a course, in the words that stood when it was first earned."""

    __tablename__ = "achievement"
    __table_args__ = (UniqueConstraint("source_kind", "source_id"), UniqueConstraint("slug", "version"))

    id: Mapped[int] = mapped_column(primary_key=True)
    source_kind: Mapped[str] = mapped_column(String(24))  # "course-version"; which adapter speaks for it
    source_id: Mapped[int]
    source_ref: Mapped[str] = mapped_column(String(60))  # what stays the same over its versions, such as "course:7"
    slug: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    title: Mapped[str]
    description: Mapped[str]
    criteria: Mapped[str]
    language: Mapped[str] = mapped_column(String(12))
    valid_months: Mapped[int | None]
    renewal_window_months: Mapped[int] = mapped_column(server_default="6")  # before its end, from when it is renewed
    translations: Mapped[dict[str, Any]] = mapped_column(server_default="{}")  # by language; each written once


class Claim(Base):
    """Something earned; it becomes a credential when its holder confirms how the name is written."""

    __tablename__ = "claim"
    __table_args__ = (
        Index(
            "uq_claim_open",
            "person_id",
            "source_ref",
            unique=True,
            sqlite_where=text("taken_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=text("taken_at IS NULL AND withdrawn_at IS NULL"),
        ),
        Index("uq_claim_renewal", "renews_id", "renewal_no", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    source_ref: Mapped[str] = mapped_column(String(60))  # one claim that is open for a person and this
    achievement_id: Mapped[int] = mapped_column(ForeignKey("achievement.id"))
    evidence: Mapped[list[Any]]  # as credentials/evidence.py writes it; never empty
    earned_at: Mapped[datetime]
    renews_id: Mapped[int | None] = mapped_column(
        ForeignKey("claim.id")
    )  # whose certificate was held when it was earned
    renewal_no: Mapped[int | None]  # of that certificate; a second one only after the first was revoked or withdrawn
    begins_at: Mapped[datetime | None]  # from when it is valid, where another came before it: at its end, or as earned
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))  # in which it was earned, if in one
    draft_name: Mapped[str]  # as typed so far, until it is confirmed
    draft_local_name: Mapped[str]
    language: Mapped[str | None] = mapped_column(String(12))  # that its holder chose; none: nobody was asked
    taken_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]  # no certificate is made of it: its result was annulled, or its time is over


class NameConfirmation(Base):
    """How a name is written, confirmed by its holder, or corrected by somebody with a reason; append-only."""

    __tablename__ = "name_confirmation"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    name: Mapped[str]  # in Latin letters
    local_name: Mapped[str]  # in the script of the country; empty if none
    reason: Mapped[str | None]  # why it was corrected
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class NameRequest(Base):
    """A name for a manager to judge, beside the checked names of the account as they stood; decided once."""

    __tablename__ = "name_request"
    __table_args__ = (
        choices("outcome", NameOutcome),
        CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name="decided"),
        Index(
            "uq_name_request_open",
            "claim_id",
            unique=True,
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    name: Mapped[str]
    local_name: Mapped[str]  # may be empty
    account_name: Mapped[str]
    account_local_name: Mapped[str]
    asked_at: Mapped[datetime]
    outcome: Mapped[str | None] = mapped_column(String(12))  # none: it waits
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]  # in words; empty while it waits


class Credential(Base):
    """A certificate under the address and number that it keeps through all its versions."""

    __tablename__ = "credential"
    __table_args__ = (choices("visibility", Visibility),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    token: Mapped[str] = mapped_column(String(32), unique=True)  # 96 random bits: the link
    number: Mapped[str] = mapped_column(String(12), unique=True)
    subject_uuid: Mapped[str] = mapped_column(String(36), unique=True)  # the holder inside the record
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    awarded_at: Mapped[datetime]
    visibility: Mapped[str] = mapped_column(String(12))
    taught_in: Mapped[dict[str, Any]] = mapped_column(server_default="{}")  # facts of its cohort when it was issued


class StatusList(Base):
    """One status list, and its newest signed form; `revision` counts changes, so that none is published over."""

    __tablename__ = "status_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(12), unique=True)
    made_at: Mapped[datetime]
    entries: Mapped[int]  # given out so far
    revision: Mapped[int]
    published_revision: Mapped[int | None]
    published_at: Mapped[datetime | None]
    valid_until: Mapped[datetime | None]
    document: Mapped[str | None] = mapped_column(Text)  # signed


class KeptPlace(Base):
    """A place that a newer published list had set, of a version that a restored backup does not know; set for ever."""

    __tablename__ = "kept_place"
    __table_args__ = (UniqueConstraint("status_list_id", "status_index"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    status_list_id: Mapped[int] = mapped_column(ForeignKey("status_list.id"))
    status_index: Mapped[int]
    at: Mapped[datetime]


class CredentialVersion(Base):
    """One state of a credential; what is signed is filled in once, by the worker."""

    __tablename__ = "credential_version"
    __table_args__ = (
        UniqueConstraint("credential_id", "no"),
        UniqueConstraint("status_list_id", "status_index"),
        CheckConstraint("no > 0", name="no"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    credential_id: Mapped[int] = mapped_column(ForeignKey("credential.id"))
    no: Mapped[int]
    confirmation_id: Mapped[int] = mapped_column(ForeignKey("name_confirmation.id"))  # one may do for many versions
    made_at: Mapped[datetime | None]  # when it was asked for, as its signature says; none: the moment it is valid from
    valid_from: Mapped[datetime]  # later than that for one that follows another
    valid_until: Mapped[datetime | None]
    status_list_id: Mapped[int] = mapped_column(ForeignKey("status_list.id"))
    status_index: Mapped[int]
    issuer_did: Mapped[str] = mapped_column(String(300))
    issuer_name: Mapped[str]
    site_url: Mapped[str]  # what the printed link begins with
    unsigned: Mapped[dict[str, Any]]
    record: Mapped[str | None] = mapped_column(Text)  # the signed JSON, byte for byte
    token: Mapped[str | None] = mapped_column(Text)  # the same as a JWT
    pdf_key: Mapped[str | None] = mapped_column(String(80))
    pdf_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    png_key: Mapped[str | None] = mapped_column(String(80))
    svg_key: Mapped[str | None] = mapped_column(String(80))


class StatusChange(Base):
    """Something that happened to a version, such as issued or suspended; append-only, in the order of its ids."""

    __tablename__ = "status_change"
    __table_args__ = (choices("change", Change), choices("reason", StatusReason))

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("credential_version.id"), index=True)
    change: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str | None] = mapped_column(String(24))
    words: Mapped[str]  # shown to whoever checks the certificate
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
