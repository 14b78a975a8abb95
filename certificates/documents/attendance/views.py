"""Confirmations of attendance: one's own, all of a cohort, and the page on which anybody checks one."""

from collections.abc import Sequence

from flask import Blueprint, Response, make_response, render_template, url_for

from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.rules.issuers import is_demonstration
from certificates.documents.attendance.links import attendance_token, participant_of
from certificates.documents.attendance.paper_pdf import Confirmation, ConfirmationSheet, attendance_pdf
from courses.api import (
    Attended,
    AttendedCohort,
    CoursePermission,
    attended_by,
    attended_led,
    attended_own,
    hours_said,
    version_titles,
)
from lms import clock
from lms.access import needs, public, viewer
from lms.db import read_session
from lms.errors import RuleBroken
from lms.i18n import _, language

bp = Blueprint("attendance", __name__, template_folder="templates")


class AttendanceAddresses:
    """Where confirmations are, as courses ask."""

    def own(self, cohort: str) -> str:
        """The address of one's own."""
        return url_for("attendance.own", uuid=cohort)

    def of_cohort(self, cohort: str) -> str:
        """The address of all of a cohort in one file."""
        return url_for("attendance.of_cohort", uuid=cohort)


@bp.get("/my-cohorts/<uuid:uuid>/attendance.pdf")
@needs(CoursePermission.COURSE_TAKE)
def own(uuid: object) -> Response:
    """One's own confirmation, after the last meeting of the cohort."""
    return papers(attended_own(read_session(), viewer(), str(uuid), clock.now()))


@bp.get("/cohorts/<uuid:uuid>/attendance.pdf")
@needs(CoursePermission.COHORT_LEAD)
def of_cohort(uuid: object) -> Response:
    """The confirmations of everybody in the cohort who gets one, in one file."""
    return papers(attended_led(read_session(), viewer(), str(uuid), clock.now()))


def papers(found: AttendedCohort) -> Response:
    """The confirmations of those who get one as a PDF; a sentence where there are none."""
    confirmed = [one for one in found.people if one.is_confirmed]
    if not found.is_over or found.facts is None:
        raise RuleBroken(_("Confirmations of attendance are made after the last meeting of the cohort."))
    if not confirmed:
        raise RuleBroken(
            _("A confirmation needs enough meetings, and a name that was compared with the identity document.")
        )
    setting = issuing()
    sheet = ConfirmationSheet(
        facts=found.facts,
        course=course_title(found),
        confirmations=confirmations(confirmed, setting.site_url),
        issuer=setting.name,
        demonstration=setting.did is not None and is_demonstration(setting.did),
        language=language(),
        made_at=clock.now(),
    )
    response = Response(attendance_pdf(sheet), mimetype="application/pdf")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Disposition"] = 'attachment; filename="attendance.pdf"'
    return response


def confirmations(confirmed: Sequence[Attended], site_url: str) -> list[Confirmation]:
    """Each with the link that its code holds."""
    tokens = ((one, attendance_token(one.participant_uuid)) for one in confirmed)
    return [Confirmation(one, f"{site_url}{url_for('attendance.check', token=token)}") for one, token in tokens]


def course_title(found: AttendedCohort) -> str:
    """What the course of the cohort is called in the language of the page."""
    version = found.cohort.row.course_version_id
    return version_titles(read_session(), [version], language())[version].title


@bp.get("/attendance/<token>")
@public
def check(token: str) -> Response:
    """What the rolls say now of whoever holds a paper with this link; anybody may ask who has it."""
    uuid = participant_of(token)
    found = attended_by(read_session(), uuid, clock.now()) if uuid else None
    one = next((one for one in found.people if found.is_over and one.is_confirmed), None) if found else None
    page = render_template(
        "attendance/check.html",
        found=found,
        one=one,
        hours=hours_said(one.lasted) if one else "",
        course=course_title(found) if found and one else "",
        issuer=issuing().name,
    )
    response = make_response(page, 200 if one else 404)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
