"""A file looked at from outside: its first bytes, the names in a packed folder, the tracks of a film."""

import re
import zipfile
import zlib
from pathlib import Path

from lms.uploads.rules.kinds import HEAD, PACKED, UNKNOWN, FileKind, FileLook, UnfitFile, kind_of

COPIED = 1024 * 1024  # bytes at a time
OVERLAP = 32  # bytes, so that a handler on the edge of two readings is found
TRACK = re.compile(rb"hdlr.{8}(vide|soun)", re.DOTALL)
MOST_MEMBERS = 5000
LONGEST_TYPE = 100  # characters of what OpenDocument says of itself


def kind_in(path: Path) -> FileKind:
    """The kind of the file at this path, by its content; UnfitFile where it is none of ours."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(PACKED):
        return kind_of(_packed(path, head))
    return kind_of(FileLook(head, tracks=_tracks(path) if head[4:8] == b"ftyp" else frozenset()))


def _packed(path: Path, head: bytes) -> FileLook:
    """Names alone are read, and the one member that says a type: nothing is unpacked."""
    try:
        with zipfile.ZipFile(path) as packed:
            members = packed.namelist()
            if len(members) > MOST_MEMBERS:
                raise UnfitFile(UNKNOWN)
            mimetype = ""
            if "mimetype" in members and packed.getinfo("mimetype").compress_type == zipfile.ZIP_STORED:
                with packed.open("mimetype") as file:
                    mimetype = file.read(LONGEST_TYPE).decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as fault:
        raise UnfitFile(UNKNOWN) from fault
    return FileLook(head, members, mimetype)


def _tracks(path: Path) -> frozenset[bytes]:
    found: set[bytes] = set()
    rest = b""
    with path.open("rb") as file:
        while piece := file.read(COPIED):
            found |= set(TRACK.findall(rest + piece))
            rest = piece[-OVERLAP:]
    return frozenset(found)
