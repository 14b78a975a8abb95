"""Which kind of file was brought, and the signed record inside it."""

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from certificates.credentials.files import attachment, embedding
from certificates.credentials.signing import jwt

Document = dict[str, Any]

LARGEST_FILE = 10_000_000
LARGEST_RECORD = 200_000
ATTACHMENT = "credential.json"

_DEEPEST = 60
_MOST_VALUES = 2_000
_NO_TEXT = re.compile("[\ud800-\udfff]|\\\\u0000")  # as JSON is written: half a pair, or NUL


class Carrier(StrEnum):
    """The kinds of file that carry a record."""

    JSON = "json"
    JWT = "jwt"
    PNG = "png"
    SVG = "svg"
    PDF = "pdf"


class Unreadable(Exception):
    """No record can be taken from the file; the message is a sentence for the person who brought it."""

    def __init__(self, message: str, carrier: Carrier | None = None, *, encrypted: bool = False) -> None:
        super().__init__(message)
        self.carrier = carrier
        self.encrypted = encrypted  # whole, but locked by a password


@dataclass(frozen=True)
class Carried:
    """A record as it was found: the document with its proof, or the payload of a token; nothing is believed yet."""

    carrier: Carrier
    document: Document
    token: str | None = None


def open_file(content: bytes) -> Carried:
    """The record in a file of any of the kinds, told apart by content and never by name."""
    if len(content) > LARGEST_FILE:
        raise Unreadable(f"This file is larger than {LARGEST_FILE // 1_000_000} MB, so it is no certificate of ours.")
    carrier = _kind_of(content)
    try:
        return _record(carrier, _text_in(carrier, content))
    except attachment.Encrypted as error:
        raise Unreadable(str(error), carrier, encrypted=True) from error
    except (embedding.PictureBroken, jwt.TokenBroken, attachment.AttachmentBroken) as error:
        raise Unreadable(str(error), carrier) from error
    except Unreadable as error:
        raise Unreadable(str(error), carrier) from error


def _kind_of(content: bytes) -> Carrier:
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"%PDF-"):
        return Carrier.PDF
    if start.startswith(b"\x89PNG"):
        return Carrier.PNG
    if start.startswith(b"{"):
        return Carrier.JSON
    if start.startswith(b"<"):
        return Carrier.SVG
    if start.startswith(b"eyJ"):
        return Carrier.JWT
    raise Unreadable("This is not a certificate file: bring the PDF, the badge picture (PNG or SVG) or the record.")


def _text_in(carrier: Carrier, content: bytes) -> str:
    if carrier is Carrier.PNG:
        return embedding.read_png(content)
    if carrier is Carrier.SVG:
        return embedding.read_svg(content)
    if carrier is Carrier.PDF:
        content = _attached(content)
    try:
        return content.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise Unreadable("The record in this file is not readable text.") from error


def _attached(content: bytes) -> bytes:
    """The one record attached to a PDF."""
    found = attachment.records_in(content)
    if not found:
        raise Unreadable("This PDF holds no record. Ask its holder for the file as it was downloaded, not a print.")
    if len(found) > 1:
        raise Unreadable("This PDF holds more than one record, so it cannot be trusted.")
    return found.pop()


def _record(carrier: Carrier, text: str) -> Carried:
    if len(text) > LARGEST_RECORD:
        raise Unreadable("The record in this file is too large to be one of ours.")
    if text.startswith("{"):
        return Carried(carrier, parse(text))
    return Carried(carrier, parse(jwt.content_of(text).decode("utf-8", "replace")), token=text)


def parse(text: str, *, modest: bool = True) -> Document:
    """The JSON object in a text; cut off, too deep, with a member twice or with what is no text is `Unreadable`.

    Not `modest`: it may be longer than any certificate, since whoever reads it follows no part of it.
    """
    try:
        document = json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Unreadable("The record is cut off or damaged. Download it again.") from error
    if not isinstance(document, dict) or (modest and not _is_modest(document)) or not _is_text(document):
        raise Unreadable("The record is not a certificate record.")
    return document


def _once_each(pairs: list[tuple[str, Any]]) -> Document:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands there twice")
    return members


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _is_modest(document: Document) -> bool:
    """Neither deeper nor made of more values than any certificate; what follows takes time by their number."""
    depth, values, layer = 0, 0, [document]
    while layer and depth <= _DEEPEST and values <= _MOST_VALUES:
        depth, values = depth + 1, values + len(layer)
        layer = [
            member
            for one in layer
            if isinstance(one, dict | list)
            for member in (one.values() if isinstance(one, dict) else one)
        ]
    return not layer


def _is_text(document: Document) -> bool:
    """Whether every word in it can be shown and looked up: JSON can spell what UTF-8 or a database cannot hold."""
    return _NO_TEXT.search(json.dumps(document, ensure_ascii=False)) is None
