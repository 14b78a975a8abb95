"""Confirmations of attendance on paper: who was at how many meetings of a cohort, one a page; they certify nothing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel.dates import format_date

from certificates.documents import typesetting
from certificates.documents.certificate_pdf import HOUSE, code, runs_right_to_left, written_day
from certificates.documents.font_coverage import printable_part
from certificates.documents.labels import attendance_words_of
from certificates.documents.rules import shortened
from courses.api import Attended, CohortFacts, hours_said

MOST_MEETINGS = 12  # that are named, a line each; the others are counted
LONGEST_TITLE = 32


@dataclass(frozen=True)
class Confirmation:
    """The confirmation of one officer, and the link in its code."""

    attended: Attended
    link: str


@dataclass(frozen=True)
class ConfirmationSheet:
    """Confirmations of one cohort."""

    facts: CohortFacts
    course: str
    confirmations: Sequence[Confirmation]
    issuer: str
    demonstration: bool
    language: str
    made_at: datetime


def attendance_pdf(sheet: ConfirmationSheet) -> bytes:
    """The confirmations as one PDF, a page each."""
    return typesetting.pdf(
        HOUSE, "attendance", {"sheet": json.dumps(_shown(sheet), ensure_ascii=False)}, made_at=sheet.made_at
    )


def _shown(sheet: ConfirmationSheet) -> dict[str, Any]:
    words = attendance_words_of(HOUSE, sheet.language)
    one = sheet.confirmations[0].attended.person.name if len(sheet.confirmations) == 1 else ""
    day = written_day(sheet.made_at, sheet.language)
    title = words["titled"].format(name=one) if one else words["all_titled"].format(cohort=sheet.facts.title)
    return {
        "title": printable_part(title),
        "language": sheet.language,
        "words": words,
        "issuer": printable_part(sheet.issuer),
        "issued_by": printable_part(words["issued_by"].format(issuer=sheet.issuer, day=day)),
        "demonstration": sheet.demonstration,
        "confirmations": [_confirmation(sheet, each) for each in sheet.confirmations],
    }


def _confirmation(sheet: ConfirmationSheet, one: Confirmation) -> dict[str, Any]:
    words, facts, attended = attendance_words_of(HOUSE, sheet.language), sheet.facts, one.attended
    counted = words["meetings"]["one" if attended.held == 1 else "many"]
    return {
        "name": attended.person.name,
        "local_name": attended.person.local_name,
        "local_name_rtl": runs_right_to_left(attended.person.local_name),
        "meetings": counted.format(there=len(attended.there), held=attended.held),
        "hours": words["hours"].format(hours=hours_said(attended.lasted)),
        "cohort": printable_part(facts.title),
        "course": printable_part(sheet.course),
        "venue": printable_part(facts.venue),
        "days": words["from_to"].format(
            begins=written_day(facts.starts_on, sheet.language), ends=written_day(facts.ends_on, sheet.language)
        ),
        "trainers": ", ".join(facts.trainers),
        "attended": _meetings(attended, words["more"], sheet.language),
        "link": one.link,
        "code": code(one.link),
    }


def _meetings(attended: Attended, more: str, language: str) -> list[str]:
    locale = "en_GB" if language == "en" else language
    named = [
        f"{format_date(one.starts.date(), 'medium', locale=locale)} · "
        + shortened(printable_part(one.title), LONGEST_TITLE)
        for one in attended.there[:MOST_MEETINGS]
    ]
    left = len(attended.there) - len(named)
    return [*named, more.format(n=left)] if left else named
