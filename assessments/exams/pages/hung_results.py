"""The results that hung on one question, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.exams.pages.percentages import percent_words
from assessments.exams.queries.exam_items import ExamItem
from assessments.exams.queries.withdrawing import results_that_hung_on
from assessments.exams.rules.withdrawing import Hang
from lms.access import Viewer
from lms.i18n import _
from lms.paging import page_of
from lms.people.api import people_named

SIZE = 50  # lines on a page


@dataclass(frozen=True)
class HungLine:
    """One result: whose, what it is, and how it hung on the question."""

    name: str
    percent: str
    cut: str
    closed_at: datetime | None
    how: str


@dataclass(frozen=True)
class HungPage:
    """The results that hung on a question; those that passed come first."""

    lines: Sequence[HungLine]
    passed: int
    failed: int
    others: int
    number: int
    pages: int


def hung_page(session: Session, viewer: Viewer, item: ExamItem, number: int) -> HungPage:
    """One page of them; two queries, however many they are."""
    results = results_that_hung_on(session, viewer, item.item_id)
    number, pages = page_of(len(results.found), number, SIZE)
    shown = results.found[(number - 1) * SIZE : number * SIZE]
    names = people_named(session, [one.person_id for one in shown])
    passed = sum(one.hang is Hang.PASSED for one in results.found)
    return HungPage(
        lines=[
            HungLine(
                names[one.person_id],
                percent_words(one.percent),
                percent_words(one.cut),
                one.closed_at,
                hang_words(one.hang),
            )
            for one in shown
        ],
        passed=passed,
        failed=len(results.found) - passed,
        others=results.others,
        number=number,
        pages=pages,
    )


def hang_words(hang: Hang) -> str:
    """How a result hung on the question."""
    if hang is Hang.PASSED:
        return _("Passed. With no points for this question it would be failed.")
    return _("Failed. With all points for this question it would be passed.")
