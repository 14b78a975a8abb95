"""Data migration from 0.1: courses with all their versions are what they were; what is searched is made anew."""

from courses.catalogue.rules import FinalOpens
from lms.legacy import LegacyTable, Row, carried, changed, each, needless


def version(row: Row) -> Row:
    """The exam was open to everybody then, nothing was called a correction, and holders opened no cohorts."""
    return changed(
        row,
        final_opens=FinalOpens.ALWAYS,
        renewal_window_months=None,
        correction=None,
        holders_open_cohorts=False,
    )


def lesson(row: Row) -> Row:
    """Statements had no sources of their own then: the lesson lists its sources."""
    return changed(row, claims={})


def course(row: Row) -> Row:
    """No specialist had read anything."""
    return changed(row, review_no=0)


NEW_OF_VERSION = frozenset({"final_opens", "renewal_window_months", "correction", "holders_open_cohorts"})
LEGACY = (
    LegacyTable(name="course", new=frozenset({"review_no"}), turn=each(course)),
    *carried("course_module", "course_asset", "course_file"),
    LegacyTable(name="lesson", new=frozenset({"claims"}), turn=each(lesson)),
    LegacyTable(name="course_version", new=NEW_OF_VERSION, turn=each(version)),
    *needless("search_entry"),
)
