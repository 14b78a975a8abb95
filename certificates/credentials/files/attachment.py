"""The records attached to a PDF, taken out by themselves: nothing else in the file is followed or unpacked.

An attached file is a stream of the type EmbeddedFile, and streams always stand openly in a PDF. Whatever reads a whole
PDF follows its trees and unpacks its object streams first, and a small file can be made that keeps it busy for hours.
"""

import re
import zlib

LARGEST = 1_000_000  # bytes of an attached file, unpacked; a record of ours has about 4,000

_FILE_TYPE = re.compile(rb"/EmbeddedFile(?![A-Za-z])")
_FILTER = re.compile(rb"/Filter\s*(\[[^\]]*\]|/\w+)")
_ENCRYPTED = re.compile(rb"/Encrypt\s+\d+\s+\d+\s+R|/Encrypt\s*<<")
_MOST_FILES = 100
_LONGEST_HEAD = 4_000  # bytes of the dictionary in front of a stream
_END = b"%%EOF"


class AttachmentBroken(Exception):
    """The PDF cannot be used; the message is a sentence for the person who brought it."""


class Encrypted(AttachmentBroken):
    """The PDF is locked, so nothing in it can be read."""


def records_in(pdf: bytes) -> set[bytes]:
    """The different attached JSON objects and tokens; one that is cut off, or unpacks too large, is refused."""
    if _END not in pdf[-1024:]:
        raise AttachmentBroken("This PDF is cut off or damaged. Download it again.")
    if _ENCRYPTED.search(pdf):
        raise Encrypted("This PDF is encrypted, so its record cannot be read. Ask its holder for the file as issued.")
    found: set[bytes] = set()
    for count, name in enumerate(_FILE_TYPE.finditer(pdf)):
        if count == _MOST_FILES:
            raise AttachmentBroken("This PDF holds too many attached files to be one of ours.")
        stream = _stream(pdf, name.start(), name.end())
        if stream is not None and stream.lstrip().startswith((b"{", b"eyJ")):
            found.add(stream)
    return found


def _stream(pdf: bytes, begins: int, ends: int) -> bytes | None:
    """The content of the stream whose dictionary holds this name; nothing where the name belongs to no stream."""
    at = pdf.find(b"stream", ends, ends + _LONGEST_HEAD)
    opened = pdf.rfind(b" obj", max(0, begins - _LONGEST_HEAD), begins)
    head = pdf[opened:at]
    if at < 0 or opened < 0 or b"endobj" in head:
        return None
    at += len(b"stream")
    at += 2 if pdf.startswith(b"\r\n", at) else 1
    packing = _FILTER.search(head)
    if packing is None:
        return pdf[at : _end_of(pdf, at)].removesuffix(b"\n").removesuffix(b"\r")
    if packing[1].strip(b"[] \r\n") != b"/FlateDecode":
        raise AttachmentBroken("The record in this PDF is packed in a way that ours never are.")
    return _unpacked(pdf[at : at + LARGEST])


def _end_of(pdf: bytes, at: int) -> int:
    """Where an unpacked stream ends."""
    end = pdf.find(b"endstream", at, at + LARGEST)
    if end < 0:
        raise AttachmentBroken("This PDF is cut off or damaged. Download it again.")
    return end


def _unpacked(packed: bytes) -> bytes:
    """The content of a packed stream, never more than `LARGEST` of it."""
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(packed, LARGEST)
    except zlib.error as error:
        raise AttachmentBroken("This PDF is cut off or damaged. Download it again.") from error
    if not unpacking.eof:
        raise AttachmentBroken("The record in this PDF is too large to be one of ours, or it is cut off.")
    return content
