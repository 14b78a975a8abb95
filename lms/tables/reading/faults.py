"""What keeps a whole file from being read, each in a sentence that says how to mend it."""

from typing import NoReturn

from lms.errors import BadInput
from lms.gettext_noop import N_
from lms.tables.sentences import Sentence

FIELD = "file"  # of the form that took it
MEGABYTE = 1_000_000
MOST_BYTES = 5 * MEGABYTE
MOST_UNPACKED = 100 * MEGABYTE  # of a workbook, which is a packed folder
MOST_ROWS = 20_000  # below the header
MOST_COLUMNS = 100

EMPTY = N_("The file is empty.")
TOO_LARGE = N_("The file has %(size)s MB. A file may have at most %(most)s MB: make two of it.")
TOO_MANY_ROWS = N_("The file has more than %(most)s rows below its header. Make two files of it.")
TOO_MANY_COLUMNS = N_("The file has %(count)s columns. A table may have at most %(most)s: remove those not needed.")
TOO_MUCH_INSIDE = N_("The workbook unpacks to more than %(most)s MB. Copy the table alone into a new workbook.")
ENCRYPTED = N_("The workbook is protected by a password. Save it without one, then choose it again.")
BROKEN = N_("The workbook cannot be read: it may be damaged. Open it, save it anew as .xlsx, and try again.")
NOT_OPENED = N_(
    "The workbook could not be opened: it is damaged, or something stands far away from its table. "
    "Copy the table alone into a new workbook."
)
WEB_PAGE = N_("This is a web page under the name of a workbook. Open it in Excel or LibreOffice and save it as .xlsx.")
NO_TABLE = N_("This is neither a workbook nor a text table. Save the table as .xlsx or .csv.")
LETTERS = N_("The letters of this file cannot be read. Save it as “CSV UTF-8”, or as .xlsx.")
UNCLOSED = N_("Row %(row)s: a quotation mark is opened and not closed. Write a quotation mark inside a text twice.")
QUOTES = N_(
    "Row %(row)s: something stands behind a closing quotation mark. Write a quotation mark inside a text twice."
)
NO_HEADER = N_("No row with the names of the columns was found. It needs: %(columns)s.")
MISSING = N_("These columns are missing: %(missing)s. Row %(row)s was taken as the header; it has: %(found)s.")
TWICE = N_("Two columns of row %(row)s mean the same: %(columns)s. Remove or rename one of them.")
NO_ROWS = N_("There is a header in row %(row)s, but nothing below it.")


def refuse(text: str, /, **values: str | int) -> NoReturn:
    """Say of the whole file why it is not read; nothing of it is taken."""
    raise BadInput(FIELD, str(Sentence(text, values)))
