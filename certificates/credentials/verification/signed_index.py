"""The signed index of an exported folder: a token (`index.jwt`) with the SHA-256 of every file in it."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from certificates.credentials.files.carriers import Unreadable, parse
from certificates.credentials.signing import did, jwt, proofs
from certificates.credentials.signing.keys import Signer
from lms.errors import RuleBroken

Document = dict[str, Any]

NAME = "index.jwt"
LARGEST = 50_000_000  # bytes of the token: some hundred thousand files


def write(folder: Path, issuer: str, signer: Signer, *, now: datetime) -> None:
    """Write down every file that lies in the folder, with its hash, and sign that."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    files = {path.relative_to(folder).as_posix(): _digest(path.read_bytes()) for path in paths}
    payload = {"iss": issuer, "iat": int(now.timestamp()), "files": files}
    token = jwt.signed(payload, signer, key_id=signer.public.key_id(issuer))
    (folder / NAME).write_text(token + "\n", "ascii")


class ExportedFiles:
    """The files of an exported folder, each compared with the signed index before it is believed."""

    def __init__(self, folder: Path, listed: Mapping[str, str] | None) -> None:
        self._folder = folder
        self._listed = listed

    @property
    def signed(self) -> bool:
        """Whether the folder has an index at all; without one, only what is signed by itself may be believed."""
        return self._listed is not None

    def named(self, pattern: str) -> list[str]:
        """The files that are there and, where there is an index, in it."""
        found = sorted(path.relative_to(self._folder).as_posix() for path in self._folder.glob(pattern))
        return [name for name in found if self._listed is None or name in self._listed]

    def read(self, name: str) -> bytes:
        """The content of a file; one that is not as the index says is refused by its name."""
        content = (self._folder / name).read_bytes()
        if self._listed is not None and self._listed.get(name) != _digest(content):
            raise RuleBroken(f"{self._folder / name} is not the file that the signed index names: export it again.")
        return content

    def digest(self, name: str) -> str:
        """The hash of a file, as it is there."""
        return _digest(self.read(name))


def opened(folder: Path, published: Document) -> ExportedFiles:
    """The files of a folder; an index that the issuer of its did.json has not signed is refused."""
    path = folder / NAME
    if not path.is_file():
        return ExportedFiles(folder, None)
    try:
        if path.stat().st_size > LARGEST:
            raise Unreadable("it is too large")
        return ExportedFiles(folder, _listed(path.read_text("ascii").strip(), published))
    except (jwt.TokenBroken, proofs.ProofBroken, ValueError, Unreadable) as error:
        raise RuleBroken(f"{path} is not the index that the issuer signed: export the folder again.") from error


def _listed(token: str, published: Document) -> dict[str, str]:
    method = did.asserting_method(published, str(jwt.key_id_of(token)))
    if method is None:
        raise jwt.TokenBroken("The index is not signed with a key of the issuer.")
    jwt.verify(token, proofs.public_jwk(method))
    payload = parse(jwt.content_of(token).decode("utf-8"), modest=False)
    files = payload.get("files")
    if payload.get("iss") != published.get("id") or not isinstance(files, dict):
        raise jwt.TokenBroken("The index is of another issuer, or it is none.")
    return {str(name): str(sha256) for name, sha256 in files.items()}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
