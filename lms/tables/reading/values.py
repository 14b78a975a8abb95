"""A cell turned into what its column holds, or a sentence that says what is wrong with it."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from email_validator import EmailNotValidError, validate_email

from lms.gettext_noop import N_
from lms.tables.reading.columns import InputColumn, InputKind
from lms.tables.reading.dates import UnreadDay, looks_like_a_day, typed_day
from lms.tables.reading.raw import Cell, is_empty
from lms.tables.sentences import Sentence
from lms.text.folding import Accents, fold
from lms.text.person_names import fault_of, written

Value = str | int | Decimal | bool | date | None

EMPTY = N_("This cell is empty.")
DAY_AS_TEXT = N_("There is a date here (%(day)s), but a text is needed.")
DAY_AS_NAME = N_("There is a date here (%(day)s), but a name is needed.")
NUMBER_AS_NAME = N_("There is a number here (%(number)s), but a name is needed.")
ROUNDED = N_("The number is no longer exact. Format the column as text and type the number again.")
LONG = N_("This text has %(count)s characters. At most %(most)s are allowed.")
INVISIBLE = N_("This text has an invisible character. Type it again; do not copy it.")
NO_ADDRESS = N_("“%(text)s” is not an e-mail address. It looks like name@example.org.")
NO_WHOLE = N_("“%(text)s” is not a whole number.")
NO_NUMBER = N_("“%(text)s” is not a number.")
NO_ANSWER = N_("“%(text)s” is not yes or no.")

EXACT = 10**15  # from here on a spreadsheet keeps no longer every figure
SHOWN = 60  # characters of a cell that a sentence repeats
SPACES = re.compile(r"[\s\u00a0\u202f']")  # between thousands
YES = frozenset({"yes", "y", "oui", "o", "sim", "s", "true", "vrai", "verdadeiro", "x", "1"})
NO = frozenset({"no", "n", "non", "nao", "false", "faux", "falso", "0"})


class UnfitCell(Exception):
    """This cell does not hold what its column needs."""

    def __init__(self, text: str, /, **values: str | int) -> None:
        super().__init__(text)
        self.said = Sentence(text, values)


def value_of(column: InputColumn, cell: Cell) -> Value:
    """What the cell holds, or nothing where it is empty and may be."""
    if is_empty(cell):
        if column.filled:
            raise UnfitCell(EMPTY)
        return None
    return _KINDS[column.kind](column, cell)


def plain_text(cell: Cell) -> str:
    """A cell as somebody would type it."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < EXACT else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes") if cell.time() != time() else cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date | time) else str(cell).strip()


def _text(column: InputColumn, cell: Cell) -> str:
    if isinstance(cell, date | time):
        raise UnfitCell(DAY_AS_TEXT, day=plain_text(cell))
    if isinstance(cell, float) and abs(cell) >= EXACT:
        raise UnfitCell(ROUNDED)
    text = unicodedata.normalize("NFC", plain_text(cell))
    if len(text) > column.longest:
        raise UnfitCell(LONG, count=len(text), most=column.longest)
    if any(unicodedata.category(sign) in {"Cc", "Cs", "Co", "Cn"} and sign not in "\r\n\t" for sign in text):
        raise UnfitCell(INVISIBLE)
    return text


def _name(column: InputColumn, cell: Cell) -> str:
    if isinstance(cell, date | time) or (isinstance(cell, str) and looks_like_a_day(cell.strip())):
        raise UnfitCell(DAY_AS_NAME, day=plain_text(cell))
    if isinstance(cell, int | float):
        raise UnfitCell(NUMBER_AS_NAME, number=plain_text(cell))
    name = written(str(cell))
    fault = fault_of(name)
    if fault:
        raise UnfitCell(fault)
    return name


def _email(column: InputColumn, cell: Cell) -> str:
    text = plain_text(cell)
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError as fault:
        raise UnfitCell(NO_ADDRESS, text=text[:SHOWN]) from fault
    return text


def _date(column: InputColumn, cell: Cell) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = plain_text(cell)
    try:
        return typed_day(text)
    except UnreadDay as fault:
        raise UnfitCell(str(fault), text=text[:SHOWN]) from fault


def _whole(column: InputColumn, cell: Cell) -> int:
    number = _decimal(column, cell)
    if number != number.to_integral_value():
        raise UnfitCell(NO_WHOLE, text=plain_text(cell)[:SHOWN])
    return int(number)


def _decimal(column: InputColumn, cell: Cell) -> Decimal:
    text = plain_text(cell)
    typed = SPACES.sub("", text).replace(",", ".", 1)
    try:
        number = Decimal(typed)
    except InvalidOperation as fault:
        raise UnfitCell(NO_NUMBER, text=text[:SHOWN]) from fault
    if isinstance(cell, bool) or not number.is_finite() or abs(number) >= EXACT:
        raise UnfitCell(NO_NUMBER, text=text[:SHOWN])
    return number


def _yes_no(column: InputColumn, cell: Cell) -> bool:
    text = fold(plain_text(cell), accents=Accents.LATIN)
    if text not in YES | NO:
        raise UnfitCell(NO_ANSWER, text=plain_text(cell)[:SHOWN])
    return text in YES


_KINDS: dict[InputKind, Callable[[InputColumn, Cell], Value]] = {
    InputKind.TEXT: _text,
    InputKind.NAME: _name,
    InputKind.EMAIL: _email,
    InputKind.DATE: _date,
    InputKind.WHOLE: _whole,
    InputKind.DECIMAL: _decimal,
    InputKind.YES_NO: _yes_no,
}
