"""Whom the people of an administration call about a find, entered by who manages it."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.access import Permission, needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _
from lms.people import labels
from lms.people.forms.contacts import drafts_of, form_of
from lms.people.queries import administrations as queries
from lms.people.queries.contacts import contacts_seen
from lms.people.services.contacts import change_contacts
from lms.people.views.blueprints import administrations as bp
from lms.people.views.responses import form_page
from lms.web.forms import show


@bp.route("/administrations/<uuid:uuid>/contacts", methods=["GET", "POST"])
@needs(Permission.ADMINISTRATION_MANAGE)
def contacts(uuid: object) -> ResponseReturnValue:
    """Enter and change the contacts of an administration."""
    row = queries.administration_seen(read_session(), viewer(), str(uuid))
    form = form_of(contacts_seen(read_session(), viewer(), row.id))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = queries.administration_seen(session, viewer(), str(uuid))
                change_contacts(session, own.id, drafts_of(form), actor_id=viewer().id, now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("The contacts are saved. New cards show them."), "success")
            return redirect(url_for("administrations.one", uuid=uuid), code=303)
    return form_page("people/contacts.html", form, administration=row, kinds=labels.CONTACTS)
