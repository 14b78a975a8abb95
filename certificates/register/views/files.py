"""The files of a credential as answers, and what every published document carries."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Response, request

from certificates.credentials.files.carriers import Carrier
from certificates.credentials.models import CredentialVersion
from certificates.credentials.queries.held import HeldCredential
from certificates.credentials.verification.trust import digest
from lms import storage
from lms.errors import NotFound

RECORD, RECORD_PLAIN = "application/vc+ld+json", "application/vc"
TYPES: Mapping[Carrier, str] = {
    Carrier.JWT: "text/plain; charset=utf-8",
    Carrier.PNG: "image/png",
    Carrier.SVG: "image/svg+xml",
    Carrier.PDF: "application/pdf",
}
PUBLISHED = "public, max-age=300"
PERSONAL = "private, max-age=300"


def content_of(version: CredentialVersion, kind: Carrier) -> bytes:
    """One file of a version, byte for byte as it was made; nothing while it is being made."""
    texts = {Carrier.JSON: version.record, Carrier.JWT: version.token}
    keys = {Carrier.PNG: version.png_key, Carrier.SVG: version.svg_key, Carrier.PDF: version.pdf_key}
    if kind in texts:
        text = texts[kind]
        if text is None:
            raise NotFound
        return text.encode()
    key = keys[kind]
    if key is None:
        raise NotFound
    return storage.get(key)


def file_answer(held: HeldCredential, kind: Carrier, *, download: bool) -> Response:
    """A file to look at or to keep."""
    mimetype = record_type() if kind is Carrier.JSON else TYPES[kind]
    response = published(content_of(held.version, kind), mimetype, cache=PERSONAL)
    if download:
        name = f"certificate-{held.credential.number}.{kind}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def record_type() -> str:
    """The type of a signed record: as Open Badges names it, or as the W3C does where that is asked for."""
    best = request.accept_mimetypes.best_match([RECORD, RECORD_PLAIN], default=RECORD)
    return best or RECORD


def published(content: bytes | str | Mapping[str, Any], mimetype: str, *, cache: str = PUBLISHED) -> Response:
    """A document that software of any site may read, with a hash by which it is asked for again only if it changed."""
    if isinstance(content, Mapping):
        content = json.dumps(content, ensure_ascii=False, indent=1)
    body = content.encode() if isinstance(content, str) else content
    response = Response(body, content_type=mimetype)
    response.headers["Cache-Control"] = cache
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.vary.add("Accept")
    response.set_etag(digest(body)[:32])
    response.make_conditional(request.environ)
    return response


def asks_for_page() -> bool:
    """Whether a person with a browser asks, not software."""
    return "text/html" in request.headers.get("Accept", "")
