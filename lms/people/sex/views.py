"""The page on which a person tells their sex, or takes it back."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.access import Permission, needs, viewer
from lms.db import read_session, transaction
from lms.i18n import _
from lms.people.sex.forms import NOTHING, SexForm
from lms.people.sex.queries import own_sex
from lms.people.sex.rules import LEAST, Sex
from lms.people.sex.services import say_sex
from lms.people.views.blueprints import account as bp
from lms.people.views.responses import form_page
from lms.web.forms import typed


@bp.route("/account/sex", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_OWN)
def sex() -> ResponseReturnValue:
    """Say it, change it or take it back; nobody else sees the answer."""
    me = viewer()
    form = SexForm(sex=own_sex(read_session(), me.id) or NOTHING)
    if form.validate_on_submit():
        said = typed(form.sex)
        with transaction() as session:
            say_sex(session, me.id, None if said == NOTHING else Sex(said), now=clock.now())
        flash(_("Nothing is saved about your sex.") if said == NOTHING else _("Your answer is saved."), "success")
        return redirect(url_for("account.own"), code=303)
    return form_page("sex/sex.html", form, least=LEAST)
