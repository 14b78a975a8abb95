"""Which tests a run takes, as `-m` of pytest wants it."""

NO_SCREEN = "not browser and not journey"


def short(more: str = "") -> str:
    """What takes less than a minute; pages have a part of their own."""
    return "not reference and not long and not pages" + (f" and {more}" if more else "")
