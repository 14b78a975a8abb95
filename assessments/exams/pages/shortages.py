"""Exams whose questions run out or were withdrawn, in words: for the programme manager's pages and for `lms doctor`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import format_date
from sqlalchemy.orm import Session

from assessments.exams.queries.reviewing import ShortExam, short_exams
from assessments.exams.rules.blueprint import Cell
from assessments.exams.rules.dates import Shortage
from lms.i18n import _, ngettext
from lms.ports import Finding, Health

Chip = tuple[str, str]  # words and tone


@dataclass(frozen=True)
class ShortageLine:
    """A cell that runs short, as the manager reads it."""

    cell: str
    older: str  # of which older version it is said; empty for the newest
    left: str
    then: str
    chip: Chip


def short_chips(found: Iterable[ShortExam], today: date) -> dict[str, Chip]:
    """The chip of each exam in the list, by its name in addresses: the worst that is said of it."""
    chips: dict[str, Chip] = {}
    for exam in found:
        if exam.waits_on(today) or exam.uuid not in chips:
            chips[exam.uuid] = waiting_chip() if exam.waits_on(today) else (_("questions reach their last day"), "warn")
    return chips


def waiting_chip() -> Chip:
    """The chip on what nobody can start."""
    return _("waits for its author"), "bad"


def shortage_lines(found: Iterable[ShortExam], today: date) -> list[ShortageLine]:
    """What the page of an exam says about its cells, those of older versions behind."""
    return [
        shortage_line(
            one, today, "" if exam.is_newest else _("version %(number)s, which people still take", number=exam.no)
        )
        for exam in found
        for one in exam.shortages
    ]


def shortage_line(one: Shortage, today: date, older: str = "") -> ShortageLine:
    """What a page says about one cell that runs short."""
    return ShortageLine(
        cell_words(one.cell),
        older,
        left_words(one, today),
        then_words(one, today),
        waiting_chip() if is_over(one.stops_on, today) else (_("questions reach their last day"), "warn"),
    )


def is_over(day: date | None, today: date) -> bool:
    """Whether that day has come."""
    return day is not None and day <= today


def cell_words(cell: Cell) -> str:
    """A cell as a page names it; kinds by the names that question files write."""
    if cell.kinds:
        where = _cell_words(cell) if cell.topic or cell.module or cell.items else ""
        kinds = _("Kinds of question: %(kinds)s", kinds=", ".join(cell.kinds))
        return f"{where} · {kinds}" if where else kinds
    return _cell_words(cell)


def _cell_words(cell: Cell) -> str:
    if cell.topic and cell.module:
        return _("Topic %(topic)s in module %(module)s", topic=cell.topic, module=cell.module)
    if cell.topic:
        return _("Topic %(topic)s", topic=cell.topic)
    if cell.module:
        return _("Module %(module)s", module=cell.module)
    return _("The list of questions") if cell.items else _("All questions")


def left_words(one: Shortage, today: date) -> str:
    """How many questions are left of how many, from when."""
    values = {"wanted": one.wanted, "when": format_date(one.since, "long")}
    if is_over(one.since, today):
        return ngettext(
            "%(num)d question is ready. There should be %(wanted)s.",
            "%(num)d questions are ready. There should be %(wanted)s.",
            one.left,
            **values,
        ) + withdrawn_words(one)
    return ngettext(
        "From %(when)s %(num)d question is ready. There should be %(wanted)s.",
        "From %(when)s %(num)d questions are ready. There should be %(wanted)s.",
        one.left,
        **values,
    ) + withdrawn_words(one)


def withdrawn_words(one: Shortage) -> str:
    """How many of its questions were withdrawn; nothing where none was."""
    if not one.withdrawn:
        return ""
    return " " + ngettext("%(num)d question is withdrawn.", "%(num)d questions are withdrawn.", one.withdrawn)


def then_words(one: Shortage, today: date) -> str:
    """What that means for who wants to start."""
    if one.stops_on is None:
        return _("It can still be started, but a further attempt may ask the same questions again.")
    if is_over(one.stops_on, today):
        return _("Nobody can start it until these questions are checked.")
    return _("From %(when)s nobody can start it.", when=format_date(one.stops_on, "long"))


def check_dates(session: Session, now: datetime) -> list[Finding]:
    """What `lms doctor` says about exams that run short: nothing where none does."""
    today = now.date()
    return [
        Finding("exams", Health.BAD if is_over(one.stops_on, today) else Health.WARN, _told(exam, one))
        for exam in short_exams(session, now)
        for one in exam.shortages
    ]


def _told(exam: ShortExam, one: Shortage) -> str:
    """One cell in the words of an operator."""
    name = f"“{exam.title}”" + ("" if exam.is_newest else f", version {exam.no}, still taken,")
    words = f"{name} has {one.left} of {one.wanted} questions for {one.cell} from {one.since}"
    stops = f"; from {one.stops_on} nobody can start it" if one.stops_on else ""
    if one.withdrawn:
        stops += f"; {one.withdrawn} withdrawn: have the author write others"
    return (
        f"{words}{stops}. Have the author check them and load the course again: lms courses check DIR --on {one.since}"
    )
