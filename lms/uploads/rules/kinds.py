"""What a file is, told by its first bytes and its parts, never by its name (file signatures, magic numbers)."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum, auto

from lms.gettext_noop import N_

HEAD = 4096  # bytes of the beginning that are looked at


class FileKind(StrEnum):
    """Every kind of file that may be kept anywhere."""

    JPEG = auto()
    PNG = auto()
    WEBP = auto()
    PDF = auto()
    MP3 = auto()
    M4A = auto()
    OGG = auto()
    WAV = auto()
    MP4 = auto()
    MOV = auto()
    WEBM = auto()
    DOCX = auto()
    XLSX = auto()
    PPTX = auto()
    ODT = auto()
    ODS = auto()
    ODP = auto()
    ZIP = auto()


class FileSort(StrEnum):
    """Kinds that are treated alike: shown, played, or only downloaded."""

    PHOTO = auto()
    PDF = auto()
    AUDIO = auto()
    VIDEO = auto()
    OFFICE = auto()
    ARCHIVE = auto()


SORTS: dict[FileKind, FileSort] = {
    **dict.fromkeys((FileKind.JPEG, FileKind.PNG, FileKind.WEBP), FileSort.PHOTO),
    FileKind.PDF: FileSort.PDF,
    **dict.fromkeys((FileKind.MP3, FileKind.M4A, FileKind.OGG, FileKind.WAV), FileSort.AUDIO),
    **dict.fromkeys((FileKind.MP4, FileKind.MOV, FileKind.WEBM), FileSort.VIDEO),
    **dict.fromkeys((FileKind.DOCX, FileKind.XLSX, FileKind.PPTX), FileSort.OFFICE),
    **dict.fromkeys((FileKind.ODT, FileKind.ODS, FileKind.ODP), FileSort.OFFICE),
    FileKind.ZIP: FileSort.ARCHIVE,
}
_OPEN = "application/vnd.oasis.opendocument."
_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES: dict[FileKind, str] = {
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.WEBP: "image/webp",
    FileKind.PDF: "application/pdf",
    FileKind.MP3: "audio/mpeg",
    FileKind.M4A: "audio/mp4",
    FileKind.OGG: "audio/ogg",
    FileKind.WAV: "audio/wav",
    FileKind.MP4: "video/mp4",
    FileKind.MOV: "video/quicktime",
    FileKind.WEBM: "video/webm",
    FileKind.DOCX: _OFFICE + "wordprocessingml.document",
    FileKind.XLSX: _OFFICE + "spreadsheetml.sheet",
    FileKind.PPTX: _OFFICE + "presentationml.presentation",
    FileKind.ODT: _OPEN + "text",
    FileKind.ODS: _OPEN + "spreadsheet",
    FileKind.ODP: _OPEN + "presentation",
    FileKind.ZIP: "application/zip",
}
ENDINGS: dict[FileKind, tuple[str, ...]] = {
    **{kind: (f".{kind}",) for kind in FileKind},
    FileKind.JPEG: (".jpg", ".jpeg"),
    FileKind.OGG: (".ogg", ".oga", ".opus"),
}
OTHER_TYPES = {
    "image/jpg": FileKind.JPEG,
    "audio/x-m4a": FileKind.M4A,
    "audio/m4a": FileKind.M4A,
    "audio/x-wav": FileKind.WAV,
    "audio/wave": FileKind.WAV,
    "audio/mp3": FileKind.MP3,
    "application/x-zip-compressed": FileKind.ZIP,
}
SHOWN = {  # as a person calls them
    FileSort.PHOTO: N_("photos (JPEG, PNG, WebP)"),
    FileSort.PDF: N_("PDF"),
    FileSort.AUDIO: N_("sound (MP3, M4A, OGG, WAV)"),
    FileSort.VIDEO: N_("video (MP4, MOV, WebM)"),
    FileSort.OFFICE: N_("documents (Word, Excel, PowerPoint, OpenDocument)"),
    FileSort.ARCHIVE: N_("ZIP archives"),
}

HEIC = N_(
    "This is a HEIC photo, from an iPhone. Send it as JPEG: take it from this page, or "
    "choose Settings, Camera, Formats, “Most Compatible” on the phone."
)
WEB_PAGE = N_("This is a web page with another name. Send the document itself, such as a PDF.")
MACROS = N_("This document has macros, which are small programs. Save it without macros, then send it again.")
UNKNOWN = N_("This kind of file is not accepted here, or the file is damaged.")
HEIC_TYPES = ("image/heic", "image/heif")
HEIC_ENDINGS = (".heic", ".heif")
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<svg", b"<?xml", b"<!--")
PACKED = b"PK\x03\x04"
MACRO_PARTS = ("vbaproject.bin", "basic/script-lc.xml")
OFFICE_PARTS = {
    "word/document.xml": FileKind.DOCX,
    "xl/workbook.xml": FileKind.XLSX,
    "ppt/presentation.xml": FileKind.PPTX,
}
BEGINNINGS = (
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"%PDF-", FileKind.PDF),
    (b"ID3", FileKind.MP3),
)


class UnfitFile(Exception):
    """What is inside a file is not taken; `text` says why, to be translated."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True)
class FileLook:
    """What one sees of a file without understanding it.

    `head` are its first bytes; `members` the names inside, where it is a packed folder, with what its member
    `mimetype` says; `tracks` the handlers of an MP4, `vide` and `soun`.
    """

    head: bytes
    members: Collection[str] = ()
    mimetype: str = ""
    tracks: frozenset[bytes] = frozenset()


def kind_of(look: FileLook) -> FileKind:
    """The kind of a file by its content; UnfitFile where it is none of ours."""
    head = look.head
    found = next((kind for begin, kind in BEGINNINGS if head.startswith(begin)), None) or _in_container(look)
    if found is not None:
        return found
    if head.startswith(PACKED):
        return _packed_kind(look)
    raise UnfitFile(WEB_PAGE if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(MARKUP) else UNKNOWN)


def _in_container(look: FileLook) -> FileKind | None:
    head = look.head
    if head[:4] == b"RIFF":
        return {b"WEBP": FileKind.WEBP, b"WAVE": FileKind.WAV}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _film_kind(head[8:12], look.tracks)
    if head.startswith(b"\x1aE\xdf\xa3"):
        return FileKind.WEBM if b"webm" in head[:64] else None
    if head.startswith(b"OggS"):
        return None if b"theora" in head else FileKind.OGG
    is_mp3 = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and (head[1] >> 1) & 3 == 1
    return FileKind.MP3 if is_mp3 else None


def _film_kind(brand: bytes, tracks: frozenset[bytes]) -> FileKind | None:
    """MP4 by its tracks: what shows pictures is a video, whatever its brand says."""
    if brand in HEIC_BRANDS:
        raise UnfitFile(HEIC)
    if b"vide" in tracks:
        return FileKind.MOV if brand == b"qt  " else FileKind.MP4
    return FileKind.M4A if b"soun" in tracks else None


def _packed_kind(look: FileLook) -> FileKind:
    names = {name.lower() for name in look.members}
    if any(name.endswith(MACRO_PARTS) for name in names):
        raise UnfitFile(MACROS)
    for kind in (FileKind.ODT, FileKind.ODS, FileKind.ODP):
        if look.mimetype == MEDIA_TYPES[kind]:
            return kind
    if "[content_types].xml" in names:
        found = next((kind for part, kind in OFFICE_PARTS.items() if part in names), None)
        if found is None:
            raise UnfitFile(UNKNOWN)
        return found
    return FileKind.ZIP


def told_kind(name: str, media_type: str) -> FileKind | None:
    """What a sender says a file is, by its ending and type; UnfitFile where that is enough to refuse it."""
    low, told = name.lower(), media_type.partition(";")[0].strip().lower()
    if low.endswith(HEIC_ENDINGS) or told in HEIC_TYPES:
        raise UnfitFile(HEIC)
    by_ending = next((kind for kind, ends in ENDINGS.items() if low.endswith(ends)), None)
    by_type = next((kind for kind, known in MEDIA_TYPES.items() if known == told), OTHER_TYPES.get(told))
    return by_type or by_ending
