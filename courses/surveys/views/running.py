"""Pages of whoever runs forms: codes made and closed, paper printed, results read."""

from datetime import UTC, date, datetime, time, timedelta

import segno
from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courses.learning.rules.progress import GroupRef
from courses.permissions import CoursePermission
from courses.surveys.forms import SurveyCodeForm, TokenForm
from courses.surveys.pages import running as pages
from courses.surveys.pages.sheets import sheet
from courses.surveys.queries.forms import code_run, codes_run, groups_of
from courses.surveys.queries.supervising import SHOWN_MOST
from courses.surveys.rules.codes import OPEN_FOR
from courses.surveys.rules.form import SurveyPurpose
from courses.surveys.services.codes import BY_CODE, NewCode, close_code, make_code
from courses.surveys.services.publishing import forms_for
from courses.surveys.views.blueprints import bp
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _, language
from lms.text.codes import shown_code
from lms.web.api import options, show, typed


@bp.get("/forms")
@needs(CoursePermission.SURVEY_RUN)
def running() -> ResponseReturnValue:
    """The codes that one runs."""
    return render_template("surveys/running.html", lines=pages.code_lines(read_session(), viewer(), clock.now()))


@bp.route("/forms/new", methods=["GET", "POST"])
@needs(CoursePermission.SURVEY_RUN)
def make() -> ResponseReturnValue:
    """Open a form to a group."""
    form = SurveyCodeForm()
    fill_choices(form)
    if not form.is_submitted():
        form.closes_on.data = (clock.now() + OPEN_FOR).date()
        if "group" in request.args:
            choose_group(form, request.args["group"])
    if form.validate_on_submit():
        try:
            with transaction() as session:
                row = make_code(session, wanted(form), viewer=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("The form is open. Show the code, or print it on paper."), "success")
            return redirect(url_for("surveys.one", uuid=row.uuid), code=303)
    return render_template("surveys/new.html", form=form), 422 if form.errors else 200


def fill_choices(form: SurveyCodeForm) -> None:
    """The forms, groups and earlier codes that this viewer may choose from."""
    said = language()
    form.form.choices = options((one.slug, one.title[one.spoken_in(said)]) for one in forms_for(*BY_CODE))
    groups = groups_of(read_session(), viewer())
    if groups:
        form.group.choices = options(
            [("", _("No group")), *((f"{ref.kind}:{ref.id}", title) for ref, title in groups.items())]
        )
    else:
        del form.group
    earlier = [
        one for one in codes_run(read_session(), viewer()) if one.content.purpose is SurveyPurpose.CONFIDENCE
    ]  # fmt: skip
    if earlier:
        form.before.choices = options([("", _("Nothing")), *((one.row.uuid, one.row.title) for one in earlier)])
    else:
        del form.before


def choose_group(form: SurveyCodeForm, chosen: str) -> None:
    """The group from whose page one comes, chosen and named; any other is left alone."""
    for ref, title in groups_of(read_session(), viewer()).items():
        if chosen == f"{ref.kind}:{ref.id}":
            form.group.data, form.title.data = chosen, title


def wanted(form: SurveyCodeForm) -> NewCode:
    """What was typed, as the service takes it."""
    group = typed(form.group) if "group" in form else ""
    kind, _colon, number = group.partition(":")
    return NewCode(
        form=typed(form.form),
        title=typed(form.title),
        group=GroupRef(kind, int(number)) if group else None,
        before=(typed(form.before) if "before" in form else "") or None,
        closes_at=end_of(form.closes_on.data) if form.closes_on.data else None,
        most=form.most.data or 0,
    )


def end_of(day: date) -> datetime:
    """The moment at which a day is over, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


@bp.get("/forms/codes/<uuid:uuid>")
@needs(CoursePermission.SURVEY_RUN)
def one(uuid: object) -> ResponseReturnValue:
    """A code to show, and what was answered once it is closed."""
    page = pages.code_page(read_session(), viewer(), str(uuid), clock.now())
    return render_template("surveys/one.html", page=page, address=address_of(page.code), picture=picture_of(page.code))


def address_of(code: str) -> str:
    """Where a form is answered."""
    return f"{current_app.config['SITE_URL']}/f/{code}"


def picture_of(code: str) -> str:
    """The same to be scanned."""
    return str(segno.make(address_of(code), error="m").svg_data_uri(scale=5, border=2, light="white"))


@bp.post("/forms/codes/<uuid:uuid>/close")
@needs(CoursePermission.SURVEY_RUN)
def close(uuid: object) -> ResponseReturnValue:
    """Take no more answers."""
    if TokenForm().validate_on_submit():
        with transaction() as session:
            close_code(session, str(uuid), viewer=viewer(), now=clock.now())
        flash(_("The form is closed. These are its results."), "success")
    return redirect(url_for("surveys.one", uuid=uuid), code=303)


@bp.get("/forms/codes/<uuid:uuid>/paper")
@needs(CoursePermission.SURVEY_RUN)
def paper(uuid: object) -> ResponseReturnValue:
    """The form to print."""
    opened = code_run(read_session(), viewer(), str(uuid))
    code = shown_code(opened.row.code)
    return render_template(
        "surveys/paper.html",
        page=sheet(opened.content, language()),
        code=opened.row,
        address=address_of(code),
        picture=picture_of(code),
    )


@bp.get("/forms/supervisors")
@needs(CoursePermission.SURVEY_RUN)
def supervisors() -> ResponseReturnValue:
    """Who of one's officers was asked about and answered, and what supervisors say in sums."""
    return render_template(
        "surveys/supervisors.html",
        requests=pages.request_lines(read_session(), viewer(), clock.now()),
        lines=pages.supervisors_lines(read_session(), viewer()),
        most=SHOWN_MOST,
    )
