"""What a verifier believes: issuers with their keys, status lists, reasons, and the files known to have been issued."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from certificates.credentials.files.carriers import LARGEST_FILE, Unreadable, parse
from certificates.credentials.rules.award import moment
from lms.errors import RuleBroken

Document = dict[str, Any]

KnownFile = Callable[[str], bool]


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
class Trust:
    """All that a verification may rest on; what is not in here is not believed and never fetched."""

    issuers: Mapping[str, Document] = field(default_factory=dict)
    lists: Mapping[str, Document] = field(default_factory=dict)
    endings: Mapping[Place, Ending] = field(default_factory=dict)
    known_file: KnownFile | None = None

    def __or__(self, other: "Trust") -> "Trust":
        """Both together; where both know something, this one is believed."""
        knowing = [known for known in (self.known_file, other.known_file) if known is not None]
        return Trust(
            issuers={**other.issuers, **self.issuers},
            lists={**other.lists, **self.lists},
            endings={**other.endings, **self.endings},
            known_file=(lambda digest: any(known(digest) for known in knowing)) if knowing else None,
        )


def digest(content: bytes) -> str:
    """The hash by which an issued file is known."""
    return hashlib.sha256(content).hexdigest()


def read_folder(folder: Path) -> Trust:
    """The trust that a folder as `lms credentials export` writes it gives; what is damaged is told by name."""
    if not (folder / "did.json").is_file():
        raise RuleBroken(f"{folder} is not a folder that lms credentials export has written: did.json is missing.")
    did_document = _read(folder / "did.json")
    lists = [_read(path) for path in sorted((folder / "status").glob("*.json"))]
    files = frozenset(digest(path.read_bytes()) for path in sorted(folder.glob("*.pdf")))
    return Trust(
        issuers={str(did_document.get("id")): did_document},
        lists={str(one.get("id")): one for one in lists},
        endings=_endings(folder / "endings.json"),
        known_file=files.__contains__ if files else None,
    )


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


def _endings(path: Path) -> dict[Place, Ending]:
    if not path.is_file():
        return {}
    try:
        return {
            Place(str(one["list"]), int(one["index"])): Ending(
                moment(one["at"]), str(one["reason"]), one["replaced"] is True
            )
            for one in json.loads(path.read_text("utf-8"))
        }
    except (ValueError, KeyError, TypeError) as error:
        raise RuleBroken(f"{path} cannot be read: {error}.") from error


def _read(path: Path) -> Document:
    if path.stat().st_size > LARGEST_FILE:
        raise RuleBroken(f"{path} is too large.")
    try:
        return parse(path.read_text("utf-8"))
    except (Unreadable, UnicodeDecodeError) as error:
        raise RuleBroken(f"{path} is cut off or damaged: export the folder again.") from error
