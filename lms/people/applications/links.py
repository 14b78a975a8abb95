"""The applicant's link: signed with the secret of the site, so that no table and no letter that waits holds it."""

from lms.signed_links import signed_token, signed_uuid

PURPOSE = "application"


def application_token(uuid: str) -> str:
    """What stands in the address of the applicant's page."""
    return signed_token(PURPOSE, uuid)


def application_uuid(token: str) -> str | None:
    """Which application the address is of; none for one that was not made here."""
    return signed_uuid(PURPOSE, token)
