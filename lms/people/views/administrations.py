"""Administrations and their units."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.access import Permission, needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _
from lms.people import labels, policy
from lms.people.forms.people import AdministrationForm, UnitForm
from lms.people.models import Administration, Unit
from lms.people.queries import administrations as queries
from lms.people.queries import contacts
from lms.people.rules import AdministrationKind, UnitKind
from lms.people.services import administrations as services
from lms.people.views.blueprints import administrations as bp
from lms.people.views.responses import form_page
from lms.web.forms import options, show, typed
from lms.zones import zone_options, zone_typed


def administration_form(row: Administration | None = None) -> AdministrationForm:
    """The form with its countries, filled from the administration."""
    form = AdministrationForm(obj=row)
    own = row.country if row else None
    open_to = [(code, name) for code, name in labels.countries().items() if may_choose(code, own)]
    form.country.choices = options([("", _("Choose a country")), *open_to])
    return form


def may_choose(country: str, own: str | None) -> bool:
    """The countries that one manages as a whole, and the one in which an administration is."""
    return country == own or policy.may_manage_country(viewer(), country)


def draft_of(form: AdministrationForm) -> services.AdministrationDraft:
    """What the form asks for."""
    return services.AdministrationDraft(typed(form.name), AdministrationKind(form.kind.data), typed(form.country))


def unit_draft_of(form: UnitForm) -> services.UnitDraft:
    """The same of a unit; a time zone that nobody knows is refused beside its field."""
    zone = zone_typed("time_zone", typed(form.time_zone))
    return services.UnitDraft(typed(form.name), UnitKind(form.kind.data), zone)


@bp.get("/administrations")
@needs(Permission.ADMINISTRATION_MANAGE)
def all_of_them() -> ResponseReturnValue:
    """The administrations that one manages."""
    rows = queries.administrations_seen(read_session(), viewer())
    return render_template(
        "people/administrations.html",
        rows=rows,
        counts=queries.people_counts(read_session(), [row.id for row in rows]),
        kinds=labels.ADMINISTRATION_KINDS,
        country_name=labels.country_name,
        may_add=policy.may_add_administration(viewer()),
    )


@bp.route("/administrations/new", methods=["GET", "POST"])
@needs(Permission.ADMINISTRATION_MANAGE)
def new() -> ResponseReturnValue:
    """Add an administration."""
    if not policy.may_add_administration(viewer()):
        raise NotFound
    form = administration_form()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                made = services.make_administration(session, draft_of(form), by=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("The administration is added. Now add its units."), "success")
            return redirect(url_for("administrations.one", uuid=made.uuid), code=303)
    return form_page("people/administration_form.html", form, administration=None)


@bp.get("/administrations/<uuid:uuid>")
@needs(Permission.ADMINISTRATION_MANAGE)
def one(uuid: object) -> ResponseReturnValue:
    """One administration with its units."""
    row = queries.administration_seen(read_session(), viewer(), str(uuid))
    return render_template(
        "people/administration.html",
        administration=row,
        units=queries.units_of(read_session(), [row.id]),
        people=queries.people_counts(read_session(), [row.id]).get(row.id, 0),
        kind=labels.ADMINISTRATION_KINDS[AdministrationKind(row.kind)],
        unit_kinds=labels.UNIT_KINDS,
        country=labels.country_name(row.country),
        contacts=contacts.contacts_seen(read_session(), viewer(), row.id),
        contact_kinds=labels.CONTACTS,
    )


@bp.route("/administrations/<uuid:uuid>/edit", methods=["GET", "POST"])
@needs(Permission.ADMINISTRATION_MANAGE)
def edit(uuid: object) -> ResponseReturnValue:
    """Correct an administration."""
    row = queries.administration_seen(read_session(), viewer(), str(uuid))
    form = administration_form(row)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.change_administration(
                    session,
                    queries.administration_seen(session, viewer(), str(uuid)),
                    draft_of(form),
                    by=viewer(),
                    now=clock.now(),
                )
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("The change is saved."), "success")
            return redirect(url_for("administrations.one", uuid=uuid), code=303)
    return form_page("people/administration_form.html", form, administration=row)


@bp.route("/administrations/<uuid:uuid>/units/new", methods=["GET", "POST"])
@needs(Permission.ADMINISTRATION_MANAGE)
def new_unit(uuid: object) -> ResponseReturnValue:
    """Add a unit."""
    row = queries.administration_seen(read_session(), viewer(), str(uuid))
    form = UnitForm()
    if form.validate_on_submit():
        try:
            draft = unit_draft_of(form)
            with transaction() as session:
                services.make_unit(session, row, draft, actor_id=viewer().id, now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("The unit is added."), "success")
            return redirect(url_for("administrations.one", uuid=uuid), code=303)
    zones = zone_options(row.country)
    return form_page("people/unit_form.html", form, administration=row, unit=None, zones=zones)


@bp.route("/administrations/<uuid:uuid>/units/<uuid:unit_uuid>", methods=["GET", "POST"])
@needs(Permission.ADMINISTRATION_MANAGE)
def edit_unit(uuid: object, unit_uuid: object) -> ResponseReturnValue:
    """Correct a unit."""
    row = queries.administration_seen(read_session(), viewer(), str(uuid))
    unit = queries.unit_seen(read_session(), row, str(unit_uuid))
    form = UnitForm(obj=unit)
    if form.validate_on_submit():
        try:
            draft = unit_draft_of(form)
            with transaction() as session:
                own = session.get_one(Unit, unit.id)
                services.change_unit(session, own, draft, actor_id=viewer().id, now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("The change is saved."), "success")
            return redirect(url_for("administrations.one", uuid=uuid), code=303)
    zones = zone_options(row.country)
    return form_page("people/unit_form.html", form, administration=row, unit=unit, zones=zones)
