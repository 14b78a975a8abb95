"""Tickets: what a kept day says of each of its performances, signed, so that yesterday's rotation is believed today.

Who was named when the day was kept may have been replaced since; what they sealed is still theirs.
"""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer


def _signing() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="sheet-ticket")


def ticket_for(performance: str, assessor: str) -> str:
    """That this assessor was named for this performance, both by uuid; the names themselves are not in it."""
    return str(_signing().dumps([performance, assessor])).rpartition(".")[2]


def is_ticket(ticket: str, performance: str, assessor: str) -> bool:
    """Whether this server made the ticket for them."""
    payload = _signing().dump_payload([performance, assessor]).decode()
    try:
        return bool(_signing().loads(f"{payload}.{ticket}") == [performance, assessor])
    except BadSignature:
        return False
