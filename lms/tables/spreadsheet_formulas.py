"""CSV injection: texts that a spreadsheet would run as formulas, made harmless when written, as they were when read."""

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the wide ones run in Japanese settings
SIGN = "'"  # what a spreadsheet takes for “this is text”


def harmless(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would run it."""
    return SIGN + text if text.startswith(STARTS) else text


def as_written(cell: str) -> str:
    """The text that `harmless` was given."""
    return cell[1:] if cell.startswith(SIGN) and cell[1:].startswith(STARTS) else cell
