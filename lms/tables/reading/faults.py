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
TOO_LARGE = N_("The file has %(size)s MB. A file may have at most %(most)s MB: make two files.")
TOO_MANY_ROWS = N_("The file has more than %(most)s rows below its header. Make two files.")
TOO_MANY_COLUMNS = N_(
    "The file has %(count)s columns. A table may have at most %(most)s: remove columns that are not needed."
)
TOO_MUCH_INSIDE = N_(
    "The Excel file is too large: more than %(most)s MB when opened. Copy only the table into a new file."
)
ENCRYPTED = N_("The Excel file is protected by a password. Save it without a password, then choose it again.")
BROKEN = N_("The Excel file cannot be read. Perhaps it is damaged. Open it, save it again as .xlsx, and try again.")
NOT_OPENED = N_(
    "The Excel file could not be opened. It is damaged, or there is something far away "
    "from its table. Copy only the table into a new file."
)
WEB_PAGE = N_(
    "This is a web page with the name of an Excel file. Open it in Excel or LibreOffice and save it as .xlsx."
)
NO_TABLE = N_("This is not an Excel file and not a text table. Save the table as .xlsx or .csv.")
LETTERS = N_("The letters of this file cannot be read. Save it as “CSV UTF-8”, or as .xlsx.")
UNCLOSED = N_("Row %(row)s: a quotation mark is opened and not closed. Inside a text, write a quotation mark twice.")
QUOTES = N_("Row %(row)s: there is text after a closing quotation mark. Inside a text, write a quotation mark twice.")
NO_HEADER = N_("No row with the names of the columns was found. These columns are needed: %(columns)s.")
MISSING = N_("These columns are missing: %(missing)s. Row %(row)s was read as the header. It has: %(found)s.")
TWICE = N_("Two columns of row %(row)s mean the same: %(columns)s. Remove one of them, or change its name.")
NO_ROWS = N_("There is a header in row %(row)s, but nothing below it.")


def refuse(text: str, /, **values: str | int) -> NoReturn:
    """Say of the whole file why it is not read; nothing of it is taken."""
    raise BadInput(FIELD, str(Sentence(text, values)))
