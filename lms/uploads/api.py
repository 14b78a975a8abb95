"""What other packages may use of uploads: purposes, the part of a form that takes files, files of their things."""

from lms.uploads.form_part import SentFiles, held_files, sent_files, takes_files
from lms.uploads.pages import (
    AddFiles,
    KeptFile,
    ShownFile,
    WaitingFile,
    add_files,
    kept_files_of,
    shown_files,
    small_photo,
    sort_of,
)
from lms.uploads.policy import purpose_named
from lms.uploads.purposes import UploadPurpose
from lms.uploads.queries import files_of
from lms.uploads.rules.kinds import FileKind, FileSort
from lms.uploads.rules.limits import MEGABYTE
from lms.uploads.services.keeping import attach_files, delete_files_of, keep_until

__all__ = [
    "MEGABYTE",
    "AddFiles",
    "FileKind",
    "FileSort",
    "KeptFile",
    "SentFiles",
    "ShownFile",
    "UploadPurpose",
    "WaitingFile",
    "add_files",
    "attach_files",
    "delete_files_of",
    "files_of",
    "held_files",
    "keep_until",
    "kept_files_of",
    "purpose_named",
    "sent_files",
    "shown_files",
    "small_photo",
    "sort_of",
    "takes_files",
]
