"""Files that people send, and the pieces of those that are not whole yet."""

from datetime import datetime
from enum import StrEnum, auto

from sqlalchemy import ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, BigInt, choices
from lms.uploads.rules.kinds import FileKind
from lms.uploads.rules.limits import NAME_LENGTH

PURPOSE_LENGTH = 60
REF_LENGTH = 120
KEY_LENGTH = 80


class UploadState(StrEnum):
    """How far a file is."""

    OPEN = auto()  # pieces are coming
    KEPT = auto()
    DELETED = auto()  # the row stays as long as something may speak of it, without its name and its bytes


class VirusCheck(StrEnum):
    """What a scanner said; what none looked at is never called checked."""

    NOT_CHECKED = auto()
    CLEAN = auto()


OPEN_ONCE = text(f"state = '{UploadState.OPEN}'")


class Upload(Base):
    """One file of one person, from what they told of it to its end."""

    __tablename__ = "upload"
    __table_args__ = (
        choices("state", UploadState),
        choices("kind", FileKind),
        choices("virus_check", VirusCheck),
        Index(
            "uq_upload_open",
            "person_id",
            "purpose",
            "sha256",
            unique=True,
            sqlite_where=OPEN_ONCE,
            postgresql_where=OPEN_ONCE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(PURPOSE_LENGTH))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    size: Mapped[int] = mapped_column(BigInt)  # bytes, as sent
    sha256: Mapped[str] = mapped_column(String(64))  # of what is sent
    state: Mapped[UploadState] = mapped_column(String(8), index=True)
    begun_at: Mapped[datetime]
    expires_at: Mapped[datetime | None] = mapped_column(index=True)  # while nothing holds it
    kept_at: Mapped[datetime | None]
    kind: Mapped[FileKind | None] = mapped_column(String(8))  # of what is kept, by its content
    kept_key: Mapped[str | None] = mapped_column(String(KEY_LENGTH))  # in the storage
    kept_size: Mapped[int | None] = mapped_column(BigInt)
    original_key: Mapped[str | None] = mapped_column(String(KEY_LENGTH))  # where the purpose keeps it
    original_kind: Mapped[FileKind | None] = mapped_column(String(8))
    pages: Mapped[int | None]  # of a PDF
    virus_check: Mapped[VirusCheck] = mapped_column(
        String(12), server_default=VirusCheck.NOT_CHECKED, default=VirusCheck.NOT_CHECKED
    )
    attached_to: Mapped[str | None] = mapped_column(String(REF_LENGTH), index=True)
    attached_at: Mapped[datetime | None]
    keep_until: Mapped[datetime | None] = mapped_column(index=True)
    deleted_at: Mapped[datetime | None]
    bytes_gone: Mapped[bool] = mapped_column(server_default=false(), default=False)  # of a deleted file


class UploadPiece(Base):
    """One piece that is here; its bytes lie in a folder until the file is whole."""

    __tablename__ = "upload_piece"

    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)  # from 0
    sha256: Mapped[str] = mapped_column(String(64))
