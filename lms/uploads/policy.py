"""Who may read a file: its sender until it belongs to something, then whoever its purpose says."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.errors import NotFound
from lms.manifest import composition
from lms.uploads.models import Upload, UploadState
from lms.uploads.purposes import UploadPurpose


def purpose_named(name: str) -> UploadPurpose:
    """The purpose of this name; NotFound where no package brings it."""
    found = next((one for one in composition().upload_purposes if one.name == name), None)
    if found is None:
        raise NotFound
    return found


def purpose_title(name: str) -> Any:
    """What a purpose is called; its name where no package brings it any more."""
    return next((one.title for one in composition().upload_purposes if one.name == name), name)


def purpose_for(viewer: Viewer, name: str) -> UploadPurpose:
    """The same for somebody who wants to send files for it."""
    found = purpose_named(name)
    if not viewer.may(found.permission):
        raise NotFound
    return found


def readable(session: Session, viewer: Viewer, rows: Iterable[Upload]) -> list[Upload]:
    """Those of these files that this person may read; one question for each purpose."""
    kept = [row for row in rows if row.state == UploadState.KEPT]
    allowed = {(name, ref) for name in {row.purpose for row in kept} for ref in _refs(session, viewer, name, kept)}
    return [
        row
        for row in kept
        if (row.person_id == viewer.id if row.attached_to is None else (row.purpose, row.attached_to) in allowed)
    ]


def _refs(session: Session, viewer: Viewer, name: str, rows: Sequence[Upload]) -> Iterable[str]:
    refs = {row.attached_to for row in rows if row.purpose == name and row.attached_to is not None}
    purpose = next((one for one in composition().upload_purposes if one.name == name), None)
    return purpose.readers(session, viewer, refs) if purpose and refs else ()
