"""The link of who complained: signed with the secret of the site, so that no table holds it."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer


def _seal() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="complaint")


def complaint_token(uuid: str) -> str:
    """What stands in the address of the page on which the complaint is followed."""
    return str(_seal().dumps(uuid))


def complaint_uuid(token: str) -> str | None:
    """Which complaint the address is of; none for one that was not made here."""
    try:
        return str(_seal().loads(token))
    except BadSignature:
        return None
