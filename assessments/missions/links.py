"""Links of hosts without an account: signed with the secret of the site, so that no table and no letter holds them."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

REPORT, FOLLOW_UP = "mission-report", "mission-follow-up"


def _seal(what: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=what)


def host_token(what: str, uuid: str) -> str:
    """What stands in the address of a report or a question about it."""
    return str(_seal(what).dumps(uuid))


def host_uuid(what: str, token: str) -> str | None:
    """Of which report or question the address is; none for one that was not made here."""
    try:
        return str(_seal(what).loads(token))
    except BadSignature:
        return None
