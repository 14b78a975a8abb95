"""What pages show of files: one's own that wait, and files that belong to something."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.i18n import lazy as _l
from lms.storage import digest_of, get
from lms.uploads import queries
from lms.uploads.contents.remaking import smaller
from lms.uploads.models import Upload, UploadState, VirusCheck
from lms.uploads.policy import purpose_title, readable
from lms.uploads.purposes import UploadPurpose
from lms.uploads.receiving import standing_of
from lms.uploads.rules.kinds import ENDINGS, MEDIA_TYPES, SHOWN, SORTS, FileKind, FileSort
from lms.uploads.rules.limits import in_megabytes

SORT_TITLES = {
    FileSort.PHOTO: _l("Photo"),
    FileSort.PDF: _l("PDF"),
    FileSort.AUDIO: _l("Sound recording"),
    FileSort.VIDEO: _l("Video"),
    FileSort.OFFICE: _l("Document"),
    FileSort.ARCHIVE: _l("ZIP archive"),
}


@dataclass(frozen=True)
class ShownFile:
    """One kept file as lists and its own page show it."""

    uuid: str
    name: str
    sort: FileSort
    title: Any  # of its sort
    media_type: str
    megabytes: str
    size: int  # bytes, as kept
    pages: int
    is_checked: bool  # by a virus scanner
    has_original: bool
    sent_at: datetime
    keep_until: datetime | None
    sha256: str


@dataclass(frozen=True)
class WaitingFile:
    """One of one's own files that is unfinished, or whole and unused."""

    uuid: str
    name: str
    purpose: Any
    is_whole: bool
    megabytes: str
    percent: int
    expires_at: datetime | None


@dataclass(frozen=True)
class AddFiles:
    """The part of a page that takes files: for what, which, and how large."""

    purpose: str
    accept: str
    limits: list[tuple[str, str]]  # the sorts that are taken, and the most megabytes of each
    takes_photos: bool


def shown(row: Upload) -> ShownFile:
    """A kept file."""
    kind, sort = row.kind or FileKind.ZIP, sort_of(row)
    return ShownFile(
        uuid=row.uuid,
        name=row.name,
        sort=sort,
        title=SORT_TITLES[sort],
        media_type=MEDIA_TYPES[kind],
        megabytes=in_megabytes(row.kept_size or 0),
        size=row.kept_size or 0,
        pages=row.pages or 0,
        is_checked=row.virus_check == VirusCheck.CLEAN,
        has_original=row.original_key is not None,
        sent_at=row.kept_at or row.begun_at,
        keep_until=row.keep_until,
        sha256=digest_of(row.kept_key or ""),
    )


def sort_of(row: Upload) -> FileSort:
    """How a kept file is treated, by its content."""
    return SORTS[row.kind or FileKind.ZIP]


def shown_files(session: Session, viewer: Viewer, refs: Collection[str]) -> Mapping[str, list[ShownFile]]:
    """The kept files of these things that this viewer may read, by thing."""
    rows = [row for files in queries.files_of(session, refs).values() for row in files]
    found: dict[str, list[ShownFile]] = {}
    for row in readable(session, viewer, rows):
        found.setdefault(str(row.attached_to), []).append(shown(row))
    return found


@dataclass(frozen=True)
class KeptFile:
    """A kept file of a thing, for what is made of it; `key` names its content in the storage."""

    name: str
    sort: FileSort
    title: Any
    sha256: str
    key: str


def kept_files_of(session: Session, refs: Collection[str]) -> Mapping[str, list[KeptFile]]:
    """The kept files of these things, for papers; whoever calls has asked already who may read them."""
    return {
        ref: [
            KeptFile(row.name, sort_of(row), SORT_TITLES[sort_of(row)], digest_of(str(row.kept_key)), str(row.kept_key))
            for row in rows
            if row.state == UploadState.KEPT
        ]
        for ref, rows in queries.files_of(session, refs).items()
    }


def small_photo(file: KeptFile, edge: int) -> bytes:
    """A kept photo with at most so many pixels along its longer edge, as a JPEG."""
    return smaller(get(file.key), edge)


def waiting_files(session: Session, person_id: int) -> list[WaitingFile]:
    """Everything of this person that is unfinished or unused."""
    rows = queries.own_waiting(session, person_id)
    pieces = queries.pieces_of(session, [row.id for row in rows])
    return [_waiting(row, standing_of(row, pieces[row.id]).received) for row in rows]


def _waiting(row: Upload, here: int) -> WaitingFile:
    return WaitingFile(
        uuid=row.uuid,
        name=row.name,
        purpose=purpose_title(row.purpose),
        is_whole=row.state == UploadState.KEPT,
        megabytes=in_megabytes(row.size),
        percent=here * 100 // row.size,
        expires_at=row.expires_at,
    )


def named_files(session: Session, person_id: int, uuids: Iterable[str]) -> list[WaitingFile]:
    """Those of these files that are whole and unused, for a form that is shown again."""
    wanted = set(uuids)
    return [one for one in waiting_files(session, person_id) if one.uuid in wanted and one.is_whole]


def add_files(purpose: UploadPurpose) -> AddFiles:
    """The part that takes files for this purpose; a phone turns HEIC photos into JPEG where it reads this list."""
    kinds = [kind for kind in FileKind if SORTS[kind] in purpose.most]
    accept = [MEDIA_TYPES[kind] for kind in kinds] + [ending for kind in kinds for ending in ENDINGS[kind]]
    return AddFiles(
        purpose=purpose.name,
        accept=",".join(accept),
        limits=[(SHOWN[sort], in_megabytes(most)) for sort, most in purpose.most.items()],
        takes_photos=FileSort.PHOTO in purpose.most,
    )
