"""The witness's link: signed with the secret of the site, so that no table holds it."""

from lms.signed_links import signed_token, signed_uuid

PURPOSE = "witness"


def witness_token(uuid: str) -> str:
    """What stands in the address of a witness's page."""
    return signed_token(PURPOSE, uuid)


def witness_uuid(token: str) -> str | None:
    """Which request the address is of; none for one that was not made here."""
    return signed_uuid(PURPOSE, token)
