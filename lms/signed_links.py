"""Links that open a page without an account: signed with the secret of the site, so that no table and no letter that
waits holds one."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer


def _serializer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=purpose)


def signed_token(purpose: str, uuid: str) -> str:
    """What stands in the address; a token of one purpose is none of another."""
    return str(_serializer(purpose).dumps(uuid))


def signed_uuid(purpose: str, token: str) -> str | None:
    """What the address is of; none for one that was not made here, or for another purpose."""
    try:
        return str(_serializer(purpose).loads(token))
    except BadSignature:
        return None
