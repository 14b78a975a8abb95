"""The applicant's link: signed with the secret of the site, so that no table and no letter that waits holds it."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer


def _seal() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="application")


def application_token(uuid: str) -> str:
    """What stands in the address of the applicant's page."""
    return str(_seal().dumps(uuid))


def application_uuid(token: str) -> str | None:
    """Which application the address is of; none for one that was not made here."""
    try:
        return str(_seal().loads(token))
    except BadSignature:
        return None
