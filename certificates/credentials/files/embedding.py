"""A record inside a badge picture: put in once, and taken out again.

PNG: one uncompressed iTXt chunk named `openbadgecredential`. SVG: one `openbadges:credential` element with the JSON as
its text, or a JWT in its attribute `verify`. Both as Open Badges 3.0 says.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import cast

from lxml import etree

KEYWORD = "openbadgecredential"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"

_SVG = "http://www.w3.org/2000/svg"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class PictureBroken(Exception):
    """The picture cannot be used; the message is a sentence for the person who brought it."""


def bake_png(picture: bytes, record: str) -> bytes:
    """The PNG with the record in a chunk of its own; one that already holds a record is refused.

    The rest of the picture stays byte for byte: packing its pixels again takes longer than signing the record.
    """
    if _png_records(picture):
        raise PictureBroken("This picture already holds a record.")
    body = KEYWORD.encode() + b"\0" * 5 + record.encode()  # not compressed; no language, no translated keyword
    chunk = struct.pack(">I4s", len(body), b"iTXt") + body + struct.pack(">I", zlib.crc32(b"iTXt" + body))
    (kind, header), *_rest = _chunks(picture)
    if kind != b"IHDR":
        raise PictureBroken("This is not a PNG picture.")
    after = len(_SIGNATURE) + 12 + len(header)
    return picture[:after] + chunk + picture[after:]


def read_png(picture: bytes) -> str:
    """The one record in a PNG; a truncated picture, none or two records are refused."""
    records = _png_records(picture)
    if not records:
        raise PictureBroken("This picture holds no record. Ask its holder for the badge as it was downloaded.")
    if len(records) > 1:
        raise PictureBroken("This picture holds more than one record, so it cannot be trusted.")
    return records[0]


def bake_svg(picture: bytes, record: str) -> bytes:
    """The SVG with the record in it, a JWT as attribute and JSON as text."""
    root = _svg_root(picture)
    if _svg_elements(root):
        raise PictureBroken("This picture already holds a record.")
    # the stubs do not know that None names the default namespace
    spaces = cast("dict[str, str]", {**root.nsmap, "openbadges": NAMESPACE})
    grown = etree.Element(str(root.tag), {str(name): str(value) for name, value in root.items()}, spaces)
    element = etree.SubElement(grown, f"{{{NAMESPACE}}}credential")
    if record.lstrip().startswith("{"):
        element.text = etree.CDATA(record)
    else:
        element.set("verify", record)
    grown.text = root.text
    grown.extend(list(root))
    return etree.tostring(grown, xml_declaration=True, encoding="UTF-8")


def read_svg(picture: bytes) -> str:
    """The one record in an SVG."""
    elements = _svg_elements(_svg_root(picture))
    if not elements:
        raise PictureBroken("This picture holds no record. Ask its holder for the badge as it was downloaded.")
    if len(elements) > 1:
        raise PictureBroken("This picture holds more than one record, so it cannot be trusted.")
    token, text = elements[0].get("verify"), (elements[0].text or "").strip()
    if bool(token) == bool(text):
        raise PictureBroken("The record in this picture is empty or there twice.")
    return token or text


def _png_records(picture: bytes) -> list[str]:
    records = []
    for kind, body in _chunks(picture):
        if kind != b"iTXt" or not body.startswith(KEYWORD.encode() + b"\0"):
            continue
        # keyword, 0, compression flag, method, language, 0, translated keyword, 0, text
        flags, rest = body[len(KEYWORD) + 1 : len(KEYWORD) + 3], body[len(KEYWORD) + 3 :]
        parts = rest.split(b"\0", 2)
        if flags[:1] != b"\0" or len(parts) != 3:
            raise PictureBroken("The record in this picture is written in a way that Open Badges does not allow.")
        try:
            records.append(parts[2].decode("utf-8"))
        except UnicodeDecodeError as error:
            raise PictureBroken("The record in this picture is not readable text.") from error
    return records


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG, each with its checksum proved; the pixels are never unpacked."""
    if not picture.startswith(_SIGNATURE):
        raise PictureBroken("This is not a PNG picture.")
    at, kind = len(_SIGNATURE), b""
    while kind != b"IEND":
        head = picture[at : at + 8]
        length, kind = struct.unpack(">I4s", head) if len(head) == 8 else (0, b"")
        body, tail = picture[at + 8 : at + 8 + length], picture[at + 8 + length : at + 12 + length]
        if len(head) < 8 or len(tail) < 4:
            raise PictureBroken("This picture is cut off: a part of the file is missing. Download it again.")
        if struct.unpack(">I", tail)[0] != zlib.crc32(kind + body):
            raise PictureBroken("This picture is damaged. Download it again.")
        yield kind, body
        at += 12 + length


def _svg_root(picture: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(picture, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise PictureBroken("This picture is cut off or is not an SVG. Download it again.") from error
    if root.tag != f"{{{_SVG}}}svg":
        raise PictureBroken("This is not an SVG picture.")
    if root.getroottree().docinfo.internalDTD is not None:
        raise PictureBroken("This SVG declares a document type, which is not accepted.")
    return root


def _svg_elements(root: etree._Element) -> list[etree._Element]:
    return list(root.iter(f"{{{NAMESPACE}}}credential"))
