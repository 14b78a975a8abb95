"""The folder from which anybody can verify without the site: records, keys, lists, contexts, an index of addresses,
and a signed index of every file."""

import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from certificates.credentials.rules.award import key_address
from certificates.credentials.rules.issuers import host_of
from certificates.credentials.signing import contexts, did
from certificates.credentials.signing.keys import PublicKey, Signer
from certificates.credentials.verification import signed_index
from certificates.credentials.verification.trust import Ending, Place, endings_as_data
from lms.errors import RuleBroken

Document = dict[str, Any]


@dataclass(frozen=True)
class Issued:
    """One version of one credential with its files as they were handed out, by suffix (json, jwt, png, svg, pdf)."""

    address: str
    uuid: str
    version: int
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class Published:
    """What the issuer publishes: its name, its keys, its signed lists, why versions ended, seals that they name."""

    did: str
    keys: Sequence[PublicKey]
    lists: Sequence[Document]
    endings: Mapping[Place, Ending]
    seals: Mapping[str, bytes] = field(default_factory=dict)  # of the audit trail, by their addresses


def write_folder(folder: Path, published: Published, issued: Iterable[Issued], signer: Signer, *, now: datetime) -> int:
    """Write the whole folder or nothing, and say how many versions it holds; one that has files in it is refused."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RuleBroken(f"{folder} is not an empty folder. Name a new one, so that nothing in it is lost.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    half_made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        index = _write_published(half_made, published)
        count = _write_issued(half_made, issued, index)
        _write_json(half_made / "index.json", index)
        signed_index.write(half_made, published.did, signer, now=now)
        half_made.chmod(0o755)
        half_made.replace(folder)
    except BaseException:
        shutil.rmtree(half_made, ignore_errors=True)
        raise
    return count


def _write_published(folder: Path, published: Published) -> dict[str, str]:
    """The issuer's part; answers which file stands for which address."""
    base = f"https://{host_of(published.did)}"
    document = did.did_document(published.did, published.keys)
    index = {
        published.did: "did.json",
        f"{base}/.well-known/did.json": "did.json",
        f"{base}/.well-known/jwks.json": "jwks.json",
    }
    _write_json(folder / "did.json", document)
    _write_json(folder / "jwks.json", did.key_set(published.did, published.keys))
    _write_json(folder / "endings.json", endings_as_data(published.endings))
    for key in published.keys:
        index[key.key_id(published.did)] = "did.json"
        index[key_address(published.did, key.name)] = f"keys/{key.name}.json"
        _write_json(folder / "keys" / f"{key.name}.json", did.bare_key(key))
    for one in published.lists:
        name = f"status/{str(one['id']).rpartition('/')[2]}.json"
        index[str(one["id"])] = name
        _write_json(folder / name, one)
    for address, content in published.seals.items():
        index[address] = f"seals/{address.rpartition('/')[2]}.jws"
        (folder / "seals").mkdir(exist_ok=True)
        (folder / index[address]).write_bytes(content)
    (folder / "contexts").mkdir()
    for number, address in enumerate(contexts.addresses(), start=1):
        index[address] = f"contexts/{number}.json"
        (folder / index[address]).write_bytes(contexts.text(address))
    return index


def _write_issued(folder: Path, issued: Iterable[Issued], index: dict[str, str]) -> int:
    """The records; a credential's address stands for its newest version."""
    newest: dict[str, int] = {}
    count = 0
    for one in issued:
        for suffix, content in one.files.items():
            (folder / f"{one.uuid}.{one.version}.{suffix}").write_bytes(content)
        if one.version >= newest.get(one.address, 0):
            newest[one.address] = one.version
            index[one.address] = f"{one.uuid}.{one.version}.json"
        count += 1
    return count


def _write_json(path: Path, document: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")
