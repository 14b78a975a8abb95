"""Schemes: the list, one with its versions, one version drawn, what differs; loading, and putting in use."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from certificates.permissions import SchemePermission
from certificates.schemes import policy
from certificates.schemes.forms import PutInUseForm, SchemeFileForm
from certificates.schemes.labels import BARRIERS
from certificates.schemes.pages import scheme as pages
from certificates.schemes.queries import versions as queries
from certificates.schemes.queries.second_person import barrier_of
from certificates.schemes.rules.second_person import UseBarrier
from certificates.schemes.scheme_folder.files import files_of_zip
from certificates.schemes.scheme_folder.reading import ReadScheme, read_scheme
from certificates.schemes.services.loading import load_scheme
from certificates.schemes.services.putting_in_use import put_in_use
from certificates.schemes.views.blueprints import bp
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import NotFound, RuleBroken
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.tables.exports import ListExport, answer_export
from lms.text.problems import Problem


@bp.get("/schemes")
@needs(SchemePermission.SCHEME_SEE)
def index() -> ResponseReturnValue:
    """Every scheme that one may see."""
    lines = pages.scheme_lines(queries.schemes_seen(read_session(), viewer()), clock.now())
    may_load = viewer().may(SchemePermission.SCHEME_WRITE)
    return render_template("schemes/index.html", lines=lines, may_load=may_load)


@bp.get("/schemes/export.<any(csv,xlsx,json):form>")
@needs(SchemePermission.SCHEME_SEE)
def export(form: str) -> Response:
    """The same as a file."""
    lines = pages.scheme_lines(queries.schemes_seen(read_session(), viewer()), clock.now())
    rows = pages.scheme_rows(lines)
    listed = ListExport(name="schemes", title=_l("Schemes"), columns=pages.COLUMNS, rows=rows, names_people=False)
    return answer_export(listed, form)


@bp.get("/schemes/<slug>")
@needs(SchemePermission.SCHEME_SEE)
def one(slug: str) -> ResponseReturnValue:
    """One scheme with its versions."""
    session = read_session()
    found = queries.scheme_seen(session, viewer(), slug)
    lines = pages.version_lines(session, found)
    return render_template(
        "schemes/one.html", found=found, title=pages.title_of(found), lines=lines, in_use=found.in_use(clock.now())
    )


@bp.get("/schemes/<slug>/versions/<int:no>")
@needs(SchemePermission.SCHEME_SEE)
def version(slug: str, no: int) -> ResponseReturnValue:
    """One version, drawn and told."""
    session = read_session()
    found = queries.scheme_seen(session, viewer(), slug)
    row = queries.version_of(found, no)
    barred = barrier_of(session, found, row, viewer().id) if policy.may_write(viewer(), found.row) else None
    return render_template(
        "schemes/version.html",
        found=found,
        row=row,
        page=pages.version_page(row),
        is_in_use=found.in_use(clock.now()) is row,
        may_use=policy.may_write(viewer(), found.row) and barred is None,
        barred=BARRIERS[barred] if barred and barred is not UseBarrier.IN_USE else None,
        form=PutInUseForm(),
    )


@bp.get("/schemes/<slug>/versions/<int:no>/changes")
@needs(SchemePermission.SCHEME_SEE)
def changes(slug: str, no: int) -> ResponseReturnValue:
    """What differs from an earlier version, or from another one that the address names."""
    found = queries.scheme_seen(read_session(), viewer(), slug)
    after = queries.version_of(found, no)
    before = queries.version_of(found, request.args.get("from", no - 1, type=int))
    rows = pages.change_rows(before, after)
    return render_template("schemes/changes.html", found=found, before=before, after=after, rows=rows)


@bp.post("/schemes/<slug>/versions/<int:no>/use")
@needs(SchemePermission.SCHEME_WRITE)
@step_up
def use(slug: str, no: int) -> ResponseReturnValue:
    """Put a version in use that somebody else loaded."""
    if PutInUseForm().validate_on_submit():
        with transaction() as session:
            found = queries.scheme_seen(session, viewer(), slug)
            if not policy.may_write(viewer(), found.row):
                raise NotFound
            put_in_use(session, found, queries.version_of(found, no), actor_id=viewer().id, now=clock.now())
        flash(_("The version is active. People who apply from now on are on it."), "success")
    return redirect(url_for("schemes.version", slug=slug, no=no), code=303)


@bp.route("/schemes-load", methods=["GET", "POST"])
@needs(SchemePermission.SCHEME_WRITE)
@step_up
def load() -> ResponseReturnValue:
    """Load the folder of a scheme as a ZIP file; or every fault in it by file and line."""
    form, problems = SchemeFileForm(), list[Problem]()
    if form.validate_on_submit():
        read = read_scheme(files_of_zip(form.file.data.read()))
        if read.definition is not None:
            return _kept(read, read.definition.slug)
        problems = list(read.problems)
    page = render_template("schemes/load.html", form=form, problems=problems)
    return page, 422 if form.errors or problems else 200


def _kept(read: ReadScheme, slug: str) -> ResponseReturnValue:
    """Keep a scheme without fault, and lead to its version."""
    with transaction() as session:
        known = queries.scheme_named(session, slug)
        if not (policy.may_write(viewer(), known.row) if known else policy.may_begin(viewer())):
            raise RuleBroken(_("Your role is for another scheme. Ask somebody who owns all schemes to load this one."))
        done = load_scheme(session, read, actor_id=viewer().id, now=clock.now())
        no = done.version.no
    if done.is_new:
        flash(_("The version is loaded. Somebody else has to activate it."), "success")
    else:
        flash(_("This is already the newest version. Nothing was changed."))
    return redirect(url_for("schemes.version", slug=slug, no=no), code=303)
