"""Files of tests, made here, and a purpose for which people send them."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import Any

from PIL import Image

from lms.uploads.api import MEGABYTE, FileSort, UploadPurpose

READERS: set[str] = set()  # the things whose files everybody reads, in a test


def purpose(**more: Any) -> UploadPurpose:
    """Everything but videos and archives, for whoever is signed in."""
    values: dict[str, Any] = {
        "name": "test",
        "title": "Files of a test",
        "most": {
            FileSort.PHOTO: 60 * MEGABYTE,
            FileSort.PDF: 10 * MEGABYTE,
            FileSort.AUDIO: 50 * MEGABYTE,
            FileSort.OFFICE: 10 * MEGABYTE,
        },
        "readers": lambda session, viewer, refs: set(refs) & READERS,
    }
    return UploadPurpose(**(values | more))


def told(content: bytes, name: str, media_type: str = "", **more: Any) -> dict[str, Any]:
    """What a script tells of a file first."""
    said = {"purpose": "test", "name": name, "size": len(content), "type": media_type}
    return said | {"sha256": hashlib.sha256(content).hexdigest()} | more


def photo(size: tuple[int, int] = (640, 480), *, grain: int = 0) -> bytes:
    """A JPEG that tells where it was taken, with which camera, and that it lies on its side."""
    picture = Image.effect_noise(size, grain) if grain else Image.new("L", size, 120)
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn it by 90 degrees
    exif[0x0110] = "Telltale 12"
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "S", (4.0, 2.0, 31.0)
    made = io.BytesIO()
    picture.convert("RGB").save(made, "JPEG", exif=exif, quality=95, comment=b"taken by Ann")
    return made.getvalue()


def png(size: tuple[int, int] = (40, 30)) -> bytes:
    made = io.BytesIO()
    Image.new("RGBA", size, (200, 0, 0, 0)).save(made, "PNG")
    return made.getvalue()


def bomb() -> bytes:
    """A picture of 200 million pixels in a few kilobytes."""
    made = io.BytesIO()
    Image.new("1", (20_000, 10_000)).save(made, "PNG")
    return made.getvalue()


def packed(*names: str, mimetype: str = "") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


def docx() -> bytes:
    return packed("[Content_Types].xml", "word/document.xml")


def film(*handlers: bytes, brand: bytes = b"isom") -> bytes:
    """An MP4 as far as one looks at it: its brand, and a track for each handler."""
    tracks = b"".join(b"\0\0\0\x20hdlr" + bytes(8) + one + bytes(12) for one in handlers)
    return b"\0\0\0\x18ftyp" + brand + bytes(12) + tracks


def sound(size: int = 4000) -> bytes:
    return b"RIFF" + (size - 8).to_bytes(4, "little") + b"WAVEfmt " + bytes(range(256)) * (size // 256)


def pdf(pages: int = 2) -> bytes:
    """A PDF with so many empty pages."""
    from pypdf import PdfWriter

    writer, made = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(200, 280)
    writer.write(made)
    return made.getvalue()
