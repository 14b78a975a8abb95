"""Security headers of every answer, the content security policy among them, and compression where it is safe."""

from collections.abc import Callable
from typing import TypeVar

import brotli
from flask import Flask, Response, current_app, g, make_response, request
from werkzeug.exceptions import BadRequest

from lms.errors import NotFound

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
}
# What a script reads, and what a page is made of, is no page: nothing in it may do anything, and what rules pages has
# nothing to rule. The service worker is none of these: it acts by the policy that it came with.
HEADERS_OF_PARTS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}
REST = 330  # bytes of the other headers of an answer
HEAD = sum(len(f"{name}: {value}\r\n") for name, value in HEADERS.items()) + REST
HEAD_OF_PART = sum(len(f"{name}: {value}\r\n") for name, value in HEADERS_OF_PARTS.items()) + REST
SMALLEST = 600  # bytes; below it compression gains nothing
QUALITY, WINDOW = 3, 18  # 4 takes three times as long in a busy server, for a twentieth fewer bytes
PARTS = {"application/json", "application/manifest+json", "text/css", "text/javascript"}
COMPRESSED = {"text/html", "text/plain", "application/json", "image/svg+xml"}


View = TypeVar("View", bound=Callable[..., object])


def takes_any_text(view: View) -> View:
    """Declare that this page makes something of whatever its address asks with, the sign NUL included."""
    view.takes_any_text = True  # type: ignore[attr-defined]  # a function may carry attributes
    return view


def refuse_nul() -> None:
    """No text of ours holds the sign NUL, and PostgreSQL takes none: such an address or form is not one of ours."""
    view = current_app.view_functions.get(request.endpoint or "")
    free = getattr(view, "takes_any_text", False)
    asked = [request.path, *(() if free else [*request.args.keys(), *request.args.values()])]
    if any("\0" in text for text in asked):
        raise NotFound
    if request.mimetype in {"application/x-www-form-urlencoded", "multipart/form-data"} and any(
        "\0" in text for _, text in request.form.items(multi=True)
    ):
        raise BadRequest


def headers_of(mimetype: str) -> dict[str, str]:
    """The security headers of an answer: those of a page, or those of a part of a page, such as a picture."""
    is_part = mimetype in PARTS or mimetype.startswith(("image/", "font/"))
    return HEADERS_OF_PARTS if is_part else HEADERS


def add_headers(response: Response) -> Response:
    """Add what the view did not set itself."""
    for name, value in headers_of(response.mimetype or "").items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "private, no-cache")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def echoes(response: Response) -> bool:
    """Whether the page may repeat what was sent beside a secret of its own: such a page is not compressed."""
    return bool(request.query_string) or request.method != "GET" or response.status_code >= 400


def compress(response: Response) -> Response:
    """Brotli for texts of some size, where the length of the answer tells no secret."""
    return response if echoes(response) else packed(response)


def packed(response: Response) -> Response:
    """Brotli for texts of some size, when the browser knows it.

    A view asks for this itself where its answer repeats what was sent and holds no secret, not even a form token.
    """
    if (
        response.direct_passthrough
        or response.mimetype not in COMPRESSED
        or "Content-Encoding" in response.headers
        or not request.accept_encodings["br"]
    ):
        return response
    body = response.get_data()
    if len(body) < SMALLEST:
        return response
    response.set_data(brotli.compress(body, quality=QUALITY, lgwin=WINDOW))
    response.headers["Content-Encoding"] = "br"
    response.vary.add("Accept-Encoding")
    return response


def wire_size(body: bytes, mimetype: str) -> int:
    """How many bytes an answer with this body takes on the line, its headers included, as a browser counts them."""
    small = mimetype in COMPRESSED and len(body) >= SMALLEST
    head = HEAD_OF_PART if headers_of(mimetype) is HEADERS_OF_PARTS else HEAD
    return head + len(brotli.compress(body, quality=QUALITY, lgwin=WINDOW) if small else body)


def never_index(response: Response) -> Response:
    """Keep search engines away from everything but the front door; what is sent by POST they never see."""
    if request.method != "POST" and (request.path != "/" or "noindex" in g):
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
    return response


def init(app: Flask) -> None:
    """Functions run in the reverse order of registration: compression first, headers last."""
    app.after_request(add_headers)
    app.after_request(never_index)
    app.after_request(compress)


def not_kept(page: str | Response, status: int | None = None) -> Response:
    """A page that no browser keeps, such as one that names people or shows a link; its status stays unless given."""
    answer = make_response(page) if status is None else make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    return answer
