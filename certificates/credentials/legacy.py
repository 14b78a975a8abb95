"""Data migration from 0.1: all that was issued, byte for byte; what was earned says its source and its evidence."""

from datetime import datetime
from fractions import Fraction

from sqlalchemy import Boolean, Integer, String, select
from sqlalchemy.orm import Session

from certificates.credentials.models import CredentialVersion, StatusChange
from certificates.credentials.rules.award import Evidence, Genre, Watched
from certificates.credentials.rules.evidence import as_data
from certificates.credentials.rules.lifecycle import Change
from certificates.credentials.sources.course_exam import KIND, course_ref
from certificates.credentials.tasks import ask_to_make
from courses.api import RENEWAL_WINDOW_MONTHS
from lms.legacy import LegacyTable, Row, carried, changed, each, needless

EXAM = {"exam": String(), "share": String(), "cut": String(), "supervised": Boolean(), "cause": String()}


def achievement(row: Row) -> Row:
    """The only source was the version of a course, and nothing was renewed before its end."""
    source = {"source_id": row["course_version_id"], "source_ref": course_ref(row["course_id"])}
    return changed(
        row,
        "course_id",
        "course_version_id",
        source_kind=KIND,
        renewal_window_months=RENEWAL_WINDOW_MONTHS,
        translations={},
        **source,
    )


def claim(row: Row) -> Row:
    """The only evidence was one exam."""
    exam = Evidence(
        genre=Genre.EXAM,
        name=row["exam"],
        watched=Watched.SUPERVISED if row["supervised"] else Watched.NONE,
        at=row["earned_at"],
        score=Fraction(row["share"]),
        cut=Fraction(row["cut"]),
        cause=row["cause"],
    )
    return changed(
        row,
        *EXAM,
        "course_id",
        source_ref=course_ref(row["course_id"]),
        evidence=as_data([exam]),
        withdrawn_at=None,
        renews_id=None,
        renewal_no=None,
        begins_at=None,
        cohort_id=None,
        language=None,
    )


def credential(row: Row) -> Row:
    """There were no cohorts."""
    return changed(row, taught_in={})


def version(row: Row) -> Row:
    """Each was made at the moment from which it is valid."""
    return changed(row, made_at=None)


def ask_for_unsigned(session: Session, now: datetime) -> None:
    """Have the worker make what it had not made yet, and nobody has revoked."""
    revoked = select(StatusChange.version_id).where(StatusChange.change == Change.REVOKED)
    waiting = select(CredentialVersion).where(CredentialVersion.record.is_(None), CredentialVersion.id.not_in(revoked))
    for version in session.scalars(waiting.order_by(CredentialVersion.id)):
        ask_to_make(session, version, now=now)


LEGACY = (
    *carried("issuer_key", "issued_under"),
    LegacyTable(
        name="achievement",
        gone={"course_id": Integer(), "course_version_id": Integer()},
        new=frozenset({"source_kind", "source_id", "source_ref", "renewal_window_months", "translations"}),
        turn=each(achievement),
    ),
    LegacyTable(
        name="claim",
        gone={"course_id": Integer(), **EXAM},
        new=frozenset(
            {"source_ref", "evidence", "withdrawn_at", "renews_id", "renewal_no", "begins_at", "cohort_id", "language"}
        ),
        turn=each(claim),
    ),
    *carried("name_confirmation", "status_list", "status_change"),
    LegacyTable(name="credential", new=frozenset({"taught_in"}), turn=each(credential)),
    LegacyTable(name="credential_version", new=frozenset({"made_at"}), turn=each(version)),
    *needless("number_try"),
)
