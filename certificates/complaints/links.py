"""The link of who complained: signed with the secret of the site, so that no table holds it."""

from lms.signed_links import signed_token, signed_uuid

PURPOSE = "complaint"


def complaint_token(uuid: str) -> str:
    """What stands in the address of the page on which the complaint is followed."""
    return signed_token(PURPOSE, uuid)


def complaint_uuid(token: str) -> str | None:
    """Which complaint the address is of; none for one that was not made here."""
    return signed_uuid(PURPOSE, token)
