"""Payloads of answers: what pages send, read by its shape with care; a fault says which part is wrong."""

import json
import re
from datetime import UTC, datetime
from typing import Any

from assessments.exams.rules.saving import Save
from assessments.exams.services.saving import Form, Sent
from lms.errors import BadInput
from lms.i18n import _
from lms.offline.rules import Envelope

MOST = 100  # answers in one request
PAGE = re.compile(r"[A-Za-z0-9_-]{1,40}\Z")
PAGES_BEFORE = 20


def read_saves(body: bytes) -> list[Sent]:
    """`{"page": …, "saves": [{"position", "client_seq", "base_seq", "after", "form" or "value", "client_time"}]}`."""
    document = _document(body)
    if not isinstance(document, dict) or not isinstance(document.get("saves"), list):
        raise BadInput("saves", _("The request must be JSON with a list “saves”."))
    saves = document["saves"]
    if not 0 < len(saves) <= MOST:
        raise BadInput("saves", _("Send between 1 and %(most)s answers at a time.", most=MOST))
    return [_read_one(one, f"saves[{place}]", document.get("page")) for place, one in enumerate(saves)]


def _document(body: bytes) -> Any:
    """JSON, or nothing where it is none or is nested without end."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def read_answer(entry: Envelope) -> Sent:
    """An entry of the outbox: `{"page", "position", "client_seq", "base_seq", "after", "form" or "value"}`."""
    return _answer(entry.body, "body", None, entry.made_at)


def _read_one(one: Any, where: str, page: Any) -> Sent:
    said_at = _moment(one.get("client_time"), where) if isinstance(one, dict) else None
    return _answer(one, where, page, said_at)


def _answer(one: Any, where: str, page: Any, said_at: datetime | None) -> Sent:
    if not isinstance(one, dict):
        raise BadInput(where, _("Each answer is an object."))
    page = one.get("page", page)
    if not is_page(page):
        raise BadInput(f"{where}.page", _("Name the page with 1 to 40 letters, digits, hyphens or underscores."))
    position, client_seq, base_seq = (_whole(one, name, where) for name in ("position", "client_seq", "base_seq"))
    value = _form(one["form"], where) if "form" in one else one.get("value")
    save = Save(page, client_seq, base_seq, _after(one.get("after", []), where))
    return Sent(position, save, value, said_at)


def is_page(name: Any) -> bool:
    """Whether an open page may call itself so."""
    return isinstance(name, str) and PAGE.match(name) is not None


def _after(pages: Any, where: str) -> tuple[tuple[str, int], ...]:
    """The pages whose kept answer this one went on from: `[["page", counter], …]`."""
    if not isinstance(pages, list) or len(pages) > PAGES_BEFORE:
        raise BadInput(f"{where}.after", _("This is a list of at most %(most)s pages.", most=PAGES_BEFORE))
    for one in pages:
        if not isinstance(one, list) or len(one) != 2 or not is_page(one[0]) or type(one[1]) is not int:
            raise BadInput(f"{where}.after", _("Each page is its name and its counter."))
    return tuple((name, counter) for name, counter in pages)


def _whole(one: dict[str, Any], name: str, where: str) -> int:
    value = one.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise BadInput(f"{where}.{name}", _("This must be a whole number, 0 or more."))
    return value


def _form(fields: Any, where: str) -> Form:
    """Fields of a question as a page holds them: names, each with a list of texts."""
    good = isinstance(fields, dict) and all(
        isinstance(values, list) and len(values) <= MOST and all(isinstance(text, str) for text in values)
        for values in fields.values()
    )
    if not good:
        raise BadInput(f"{where}.form", _("Fields are names, each with a list of texts."))
    return Form({str(name): tuple(values) for name, values in fields.items()})


def _moment(text: Any, where: str) -> datetime | None:
    """What the device says it was; only shown to a person who decides, so a wrong clock does no harm."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(str(text))
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC)
    except (ValueError, OverflowError) as fault:
        raise BadInput(
            f"{where}.client_time", _("This is not a date and time such as 2026-11-25T09:00:00+00:00.")
        ) from fault
    if moment.tzinfo is None:
        raise BadInput(f"{where}.client_time", _("The time zone is missing."))
    return moment
