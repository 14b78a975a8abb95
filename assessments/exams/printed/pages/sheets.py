"""What a file of printed sheets holds, in the language in which they were printed."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import force_locale, format_datetime
from sqlalchemy.orm import Session

from assessments.exams.printed.pages.blocks import printed_question
from assessments.exams.printed.ports import PaperSheet, PaperSheets, PrintedPicture
from assessments.exams.printed.queries import FoundSheet
from assessments.exams.printed.services.keying import asked_of
from assessments.exams.queries.attempts import extra_seconds
from assessments.exams.queries.exams import ExamInForce, exam_by_version_id
from assessments.items.queries.definitions import Stored
from courses.api import media_type_of, picture_key, version_titles
from lms import storage
from lms.i18n import _, ngettext
from lms.people.api import people_info
from lms.text.codes import shown_code

SVG = "image/svg+xml"


def sheets_of(session: Session, found: Sequence[FoundSheet], site_url: str, now: datetime) -> PaperSheets:
    """The sheets of one printing as they go to the printer; nothing of a key is among it."""
    first = found[0]
    with force_locale(first.row.language):
        return _sheets(session, found, site_url, first.row.language, now)


def _sheets(session: Session, found: Sequence[FoundSheet], site_url: str, language: str, now: datetime) -> PaperSheets:
    exam = exam_by_version_id(session, found[0].attempt.exam_version_id)
    people = people_info(session, {one.attempt.person_id for one in found})
    extra = extra_seconds(session, exam.exam_id, list(people))
    pictures: dict[str, PrintedPicture] = {}
    sheets = []
    for one in found:
        paper, stored = asked_of(session, one, language)
        for known in stored.values():
            if known.picture_url and known.picture_url not in pictures:
                pictures[known.picture_url] = _picture(session, known)
        person = people[one.attempt.person_id]
        sheets.append(
            PaperSheet(
                name=person.name,
                username=person.username,
                code=shown_code(one.row.code),
                address=f"{site_url}/printed-quizzes/{one.row.code}",
                time=_time(exam, extra[person.id]),
                questions=[printed_question(each, stored[each.item_version_id]) for each in paper],
            )
        )
    sheets.sort(key=lambda one: one.name.casefold())
    title = version_titles(session, [exam.course_version_id], language)[exam.course_version_id].title
    printed_on = format_datetime(found[0].row.printed_at, "d MMMM y", rebase=False)
    return PaperSheets(
        exam.title_in(language), title, language, _words(printed_on), sheets, pictures, made_at=found[0].row.printed_at
    )


def _time(exam: ExamInForce, extra: int) -> str:
    """How much time there is, extra time of this officer included; the trainer keeps it."""
    if exam.blueprint.minutes is None:
        return _("There is no time limit.")
    minutes = exam.blueprint.minutes + extra // 60
    return ngettext(
        "You have %(num)d minute. Your trainer keeps the time.",
        "You have %(num)d minutes. Your trainer keeps the time.",
        minutes,
    )


def _words(printed_on: str) -> dict[str, str]:
    return {
        "code": _("Code of this sheet"),
        "how": _("Write clearly, in ink. If you change an answer, cross out the old one. Give every page back."),
        "after": _("Two people enter your answers. Then you see the result in your account."),
        "printed": _("Printed on %(day)s", day=printed_on),
        "picture": _("Code to scan, for the people who enter this sheet"),
        "page": _("page"),
        "of": _("of"),
        "end": _("End of the quiz"),
    }


def _picture(session: Session, known: Stored) -> PrintedPicture:
    key, size = picture_key(known.picture_url), known.body["picture"]
    return PrintedPicture(storage.get(key), media_type_of(session, key) or SVG, size["width"], size["height"])
