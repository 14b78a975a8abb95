"""An official list as it lies in the storage: its entries packed, and read once a process."""

import json
import zlib
from dataclasses import asdict
from typing import Any

from courses.impact.rules.listings import ListedTaxon, OfficialList
from lms import storage
from lms.cache import Cache

SUFFIX = ".appendices"
_lists = Cache(4)


def pack(listed: OfficialList) -> bytes:
    """The entries as bytes, the same for the same entries."""
    rows = [
        {
            **asdict(one),
            "appendices": sorted(one.appendices),
            "symbols": sorted(one.symbols),
            "higher": dict(one.higher),
        }
        for one in listed.entries
    ]
    return zlib.compress(json.dumps(rows, ensure_ascii=False, sort_keys=True).encode())


def unpack(data: bytes) -> OfficialList:
    """The entries again."""
    return OfficialList(tuple(_listing(one) for one in json.loads(zlib.decompress(data))))


def _listing(row: dict[str, Any]) -> ListedTaxon:
    sets = {name: frozenset(row[name]) for name in ("appendices", "symbols")}
    return ListedTaxon(**{**row, **sets, "parties": tuple(row["parties"])})


def keep(listed: OfficialList) -> str:
    """Put a list into the storage and answer its key."""
    return storage.put(pack(listed), SUFFIX)


def kept_list(key: str) -> OfficialList:
    """The list of this key, which never changes."""
    found: OfficialList | None = _lists.get(key)
    if found is None:
        found = unpack(storage.get(key))
        _lists[key] = found
    return found
