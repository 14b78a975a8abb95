"""What a verifier believes: issuers with their keys, status lists, reasons, and registers of what was issued."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from certificates.credentials.files.carriers import LARGEST_FILE, Unreadable, parse
from certificates.credentials.rules.award import moment
from certificates.credentials.verification import signed_index
from certificates.credentials.verification.record_hash import record_hash
from lms.errors import RuleBroken

Document = dict[str, Any]

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SHOWING = ("pdf", "png", "svg")  # the files that show more than their record
_ENDINGS = "endings.json"

FilesOf = Callable[[Document], frozenset[str] | None]


@dataclass(frozen=True)
class Place:
    """One entry of one status list: it names one version of one credential."""

    list_address: str
    index: int


@dataclass(frozen=True)
class Ending:
    """Why a credential version is no longer in force; `replaced` when a newer version stands in its place."""

    at: datetime
    reason: str
    replaced: bool = False


@dataclass(frozen=True)
class IssuedRecords:
    """What is known of the records of one issuer: the hashes of the files round each, or None for one not known."""

    files_of: FilesOf
    whole: bool = False  # the issuer's own register: what it does not hold was never issued


@dataclass(frozen=True)
class Trust:
    """All that a verification may rest on; what is not in here is not believed and never fetched."""

    issuers: Mapping[str, Document] = field(default_factory=dict)
    lists: Mapping[str, Document] = field(default_factory=dict)
    endings: Mapping[Place, Ending] = field(default_factory=dict)
    issued: Mapping[str, IssuedRecords] = field(default_factory=dict)  # by the issuer

    def __or__(self, other: "Trust") -> "Trust":
        """Both together; of an issuer that this one knows, nothing is taken from the other."""
        added = {at: one for at, one in other.lists.items() if at not in self.lists and not self._is_of(one)}
        return Trust(
            issuers={**other.issuers, **self.issuers},
            lists={**added, **self.lists},
            endings={**{at: one for at, one in other.endings.items() if at.list_address in added}, **self.endings},
            issued={**{did: one for did, one in other.issued.items() if did not in self.issuers}, **self.issued},
        )

    def _is_of(self, status_list: Document) -> bool:
        """Whether a list says that it is of an issuer whom this trust knows."""
        issuer = status_list.get("issuer")
        return (issuer.get("id") if isinstance(issuer, dict) else issuer) in self.issuers


def digest(content: bytes) -> str:
    """The hash by which an issued file is known."""
    return hashlib.sha256(content).hexdigest()


def read_folder(folder: Path) -> Trust:
    """The trust that a folder as `lms credentials export` writes it gives; what is damaged is told by name.

    Without its signed index, as one is that somebody put together from what an issuer publishes, only what is signed
    by itself is taken from it: the status lists, and no reasons or hashes of files.
    """
    if not (folder / "did.json").is_file():
        raise RuleBroken(f"{folder} is not a folder that lms credentials export has written: did.json is missing.")
    published = _parsed(folder / "did.json", (folder / "did.json").read_bytes())
    files = signed_index.opened(folder, published)
    files.read("did.json")
    lists = [_parsed(folder / name, files.read(name)) for name in files.named("status/*.json")]
    did = str(published.get("id"))
    return Trust(
        issuers={did: published},
        lists={str(one.get("id")): one for one in lists},
        endings=_endings(folder, files) if files.signed else {},
        issued={did: IssuedRecords(partial(_files_of, folder, files))} if files.signed else {},
    )


def _files_of(folder: Path, files: signed_index.ExportedFiles, document: Document) -> frozenset[str] | None:
    """The hashes of the files in the folder round a record; none where the folder does not hold it."""
    uuid = str(document.get("id")).rpartition("/")[2]
    if not _UUID.fullmatch(uuid):
        return None
    wanted = record_hash(document)
    for name in files.named(f"{uuid}.*.json"):
        if record_hash(_parsed(folder / name, files.read(name))) == wanted:
            beside = name.removesuffix("json")
            return frozenset(files.digest(one) for kind in _SHOWING for one in files.named(beside + kind))
    return None


def endings_as_data(endings: Mapping[Place, Ending]) -> list[Document]:
    """The endings as a folder keeps them."""
    return [
        {
            "list": place.list_address,
            "index": place.index,
            "at": ending.at.isoformat(),
            "reason": ending.reason,
            "replaced": ending.replaced,
        }
        for place, ending in sorted(endings.items(), key=lambda pair: (pair[0].list_address, pair[0].index))
    ]


def _endings(folder: Path, files: signed_index.ExportedFiles) -> dict[Place, Ending]:
    if not files.named(_ENDINGS):
        return {}
    try:
        return {
            Place(str(one["list"]), int(one["index"])): Ending(
                moment(one["at"]), str(one["reason"]), one["replaced"] is True
            )
            for one in json.loads(files.read(_ENDINGS).decode("utf-8"))
        }
    except (ValueError, KeyError, TypeError) as error:
        raise RuleBroken(f"{folder / _ENDINGS} cannot be read: {error}.") from error


def _parsed(path: Path, content: bytes) -> Document:
    if len(content) > LARGEST_FILE:
        raise RuleBroken(f"{path} is too large.")
    try:
        return parse(content.decode("utf-8"))
    except (Unreadable, UnicodeDecodeError) as error:
        raise RuleBroken(f"{path} is cut off or damaged: export the folder again.") from error
