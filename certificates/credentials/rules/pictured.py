"""Who sees the certificate as a picture: nobody while it is not valid, so that no picture of it looks valid."""

from certificates.credentials.rules.lifecycle import GOOD, Standing, Visibility


def is_pictured(standing: Standing) -> bool:
    """Whether its holder and those who manage it see its picture: signed, and nothing is wrong with it."""
    return standing in GOOD


def is_pictured_to_strangers(standing: Standing, visibility: Visibility) -> bool:
    """Whether strangers see its picture: valid at this moment, and its holder shows it to whoever has the link."""
    return standing is Standing.IN_FORCE and visibility is Visibility.LINK
