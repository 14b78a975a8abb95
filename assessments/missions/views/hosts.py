"""What a host sees by a link without an account: the report, and the questions about its recommendations."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from assessments.missions.forms import FollowUpForm, HostForm
from assessments.missions.labels import FOLLOWED, TOPICS
from assessments.missions.links import FOLLOW_UP, REPORT, host_uuid
from assessments.missions.models import MissionFollowUp
from assessments.missions.pages.report import delivered_sections, report_sheet
from assessments.missions.queries.reports import (
    DeliveredReport,
    follow_up_by_uuid,
    recommendations_in,
    report_by_uuid,
    reports_of,
)
from assessments.missions.rules.following import FollowUpState
from assessments.missions.rules.hosts import HostSaid, may_say
from assessments.missions.services.delivering import answer_follow_up, host_says
from assessments.missions.views.blueprints import bp
from assessments.missions.views.writing import pdf_answer
from assessments.ports import MISSION_SHEETS
from lms import clock
from lms.access import public
from lms.db import read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _, locale_of
from lms.web.api import show, typed


def report_of(token: str) -> DeliveredReport:
    """The report of a link."""
    uuid = host_uuid(REPORT, token)
    found = report_by_uuid(read_session(), uuid) if uuid else None
    if found is None:
        raise NotFound
    return found


@bp.route("/host/reports/<token>", methods=["GET", "POST"])
@public
def host_report(token: str) -> ResponseReturnValue:
    """The report as it was delivered; the host says what it thinks, or that it says nothing, and may release it."""
    report = report_of(token)
    form = HostForm()
    word = next((one for one in HostSaid if one == request.form.get("what")), None)
    if form.validate_on_submit() and word is not None and word is not HostSaid.SILENT:
        try:
            with transaction() as session:
                words, name = typed(form.words), typed(form.answered_as)
                host_says(session, report.row.uuid, word, words=words, answered_as=name, now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("Thank you. Your answer is saved."), "success")
            return redirect(url_for("missions.host_report", token=token), code=303)
    page = render_template(
        "missions/host_report.html",
        report=report,
        content=report.row.content,
        sections=delivered_sections(report.row.content),
        terms=[(TOPICS[one], report.row.content["terms"][one]) for one in TOPICS if one in report.row.content["terms"]],
        token=token,
        form=form,
        release=release_form(),
        may={one.value: may_say(one, report.said) for one in HostSaid},
        said=report.said,
    )
    return private(page, 422 if form.errors else 200)


def release_form() -> HostForm:
    """The name of whoever releases a report, in a form of its own on the same page."""
    form = HostForm(formdata=None)
    form.answered_as.id = "released_as"
    return form


@bp.get("/host/reports/<token>/report.pdf")
@public
def host_report_pdf(token: str) -> Response:
    """The same on paper, in the language of the report."""
    row = report_of(token).row
    with force_locale(locale_of(row.content["language"])):
        sheet = report_sheet(row.content, number=row.number, digest=row.digest, made_at=row.delivered_at)
    return pdf_answer(MISSION_SHEETS.provider()(sheet), row.uuid)


def asked_of(token: str) -> MissionFollowUp:
    """The question of a link, once it was sent."""
    uuid = host_uuid(FOLLOW_UP, token)
    found = follow_up_by_uuid(read_session(), uuid) if uuid else None
    if found is None or found.sent_at is None:
        raise NotFound
    return found


@bp.route("/host/follow-up/<token>", methods=["GET", "POST"])
@public
def host_follow_up(token: str) -> ResponseReturnValue:
    """What became of each recommendation, answered once."""
    asked = asked_of(token)
    report = reports_of(read_session(), [asked.mission_id])[asked.mission_id][0].row
    form = FollowUpForm()
    answers = {
        one["uuid"]: (
            next((state for state in FollowUpState if state == request.form.get(f"state-{one['uuid']}")), None),
            request.form.get(f"words-{one['uuid']}", "").replace("\0", ""),
        )
        for one in recommendations_in(report)
    }
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = session.get_one(MissionFollowUp, asked.id)
                answer_follow_up(session, own, answers, answered_as=typed(form.answered_as), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("Thank you. Your answer is saved."), "success")
            return redirect(url_for("missions.host_follow_up", token=token), code=303)
    page = render_template(
        "missions/host_follow_up.html",
        asked=asked,
        content=report.content,
        recommendations=[(one["uuid"], TOPICS[one["topic"]], one["words"]) for one in recommendations_in(report)],
        answers=answers,
        states=FOLLOWED,
        token=token,
        form=form,
    )
    return private(page, 422 if form.errors else 200)


def private(page: str, status: int) -> Response:
    """A page behind a link of one's own: nothing keeps it, and no other site learns the link."""
    answer = Response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
