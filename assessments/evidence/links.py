"""The witness's link: signed with the secret of the site, so that no table holds it."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer


def _seal() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="witness")


def witness_token(uuid: str) -> str:
    """What stands in the address of a witness's page."""
    return str(_seal().dumps(uuid))


def witness_uuid(token: str) -> str | None:
    """Which request the address is of; none for one that was not made here."""
    try:
        return str(_seal().loads(token))
    except BadSignature:
        return None
