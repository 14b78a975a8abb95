"""Links of hosts without an account: signed with the secret of the site, so that no table and no letter holds them."""

from lms.signed_links import signed_token, signed_uuid

REPORT, FOLLOW_UP = "mission-report", "mission-follow-up"


def host_token(what: str, uuid: str) -> str:
    """What stands in the address of a report or a question about it."""
    return signed_token(what, uuid)


def host_uuid(what: str, token: str) -> str | None:
    """Of which report or question the address is; none for one that was not made here."""
    return signed_uuid(what, token)
