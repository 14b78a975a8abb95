"""What a browser sends, as bytes."""

import json
from typing import Any
from urllib.parse import urlencode

from tests.benchmarks.people import Learner

HOST = "Host: 127.0.0.1\r\n"
PAGE = "Accept: text/html\r\nAccept-Encoding: gzip, deflate, br\r\nAccept-Language: en-GB,en;q=0.9\r\n"
PLAIN = "Accept: text/html\r\nAccept-Language: en-GB,en;q=0.9\r\n"


def get(path: str, learner: Learner | None = None, *, packed: bool = True, etag: str = "") -> bytes:
    """A page; `packed` asks for a compressed one, `etag` says which state of it the browser holds."""
    cookie = f"Cookie: {learner.cookie}\r\n" if learner else ""
    held = f"If-None-Match: {etag}\r\n" if etag else ""
    return f"GET {path} HTTP/1.1\r\n{HOST}{PAGE if packed else PLAIN}{cookie}{held}\r\n".encode()


def post_form(path: str, learner: Learner, **fields: str) -> bytes:
    """A form, sent by its button."""
    body = urlencode({"csrf_token": learner.form_token, **fields}).encode()
    return _post(path, learner, PAGE, "application/x-www-form-urlencoded", body)


def post_json(path: str, learner: Learner, document: Any) -> bytes:
    """What a script sends, with the token in a header."""
    accept = f"Accept: application/json\r\nX-CSRFToken: {learner.form_token}\r\n"
    return _post(path, learner, accept, "application/json", json.dumps(document).encode())


def _post(path: str, learner: Learner, accept: str, kind: str, body: bytes) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\n{HOST}{accept}Cookie: {learner.cookie}\r\n"
        f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
