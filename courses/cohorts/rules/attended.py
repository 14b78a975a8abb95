"""Confirmation of attendance: when somebody has been at enough of the meetings that were held."""

USUAL_PERCENT = 80


def reaches_share(there: int, held: int, percent: int) -> bool:
    """Whether that many of the meetings reach the share; the share itself does, and of no meetings none is reached."""
    return held > 0 and 100 * there >= percent * held
