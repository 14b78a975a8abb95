"""Names of accounts, said to stand so in the identity document: of one person, or of several from the list."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.access import Permission, needs, step_up, viewer
from lms.db import transaction
from lms.errors import RuleBroken
from lms.i18n import _, ngettext
from lms.people.queries import people as queries
from lms.people.services import name_checks
from lms.people.views.blueprints import people as bp


@bp.post("/people/names/check")
@needs(Permission.NAME_CHECK)
@step_up
def check_names() -> ResponseReturnValue:
    """Say of those who were ticked that their names stand so in their identity documents."""
    seen = dict(one.partition(" ")[::2] for one in request.form.getlist("seen"))
    if not seen:
        raise RuleBroken(_("Tick the people whose names you compared with their identity documents."))
    with transaction() as session:
        count = name_checks.check_names(session, seen, by=viewer(), now=clock.now())
    flash(ngettext("%(num)s name is checked.", "%(num)s names are checked.", count), "success")
    words, administration, unchecked = (request.form.get(name) for name in ("words", "administration", "unchecked"))
    back = url_for("people.all_of_them", words=words, administration=administration, unchecked=unchecked)
    return redirect(back, code=303)


@bp.post("/people/<uuid:uuid>/name/check")
@needs(Permission.NAME_CHECK)
@step_up
def check_name(uuid: object) -> ResponseReturnValue:
    """Say of one person that the name that was shown stands so in the identity document."""
    with transaction() as session:
        seen = {str(uuid): request.form.get("seen", "")}
        name_checks.check_names(session, seen, by=viewer(), now=clock.now())
    flash(_("The name is checked."), "success")
    return redirect(url_for("people.one", uuid=uuid), code=303)


@bp.post("/people/<uuid:uuid>/name/uncheck")
@needs(Permission.NAME_CHECK)
@step_up
def uncheck_name(uuid: object) -> ResponseReturnValue:
    """Take a check back that was made in error."""
    with transaction() as session:
        person = queries.person_checkable(session, viewer(), str(uuid))
        name_checks.uncheck_name(session, person, by=viewer(), now=clock.now())
    flash(_("The name no longer counts as checked."), "success")
    return redirect(url_for("people.one", uuid=uuid), code=303)
