"""The pages on which managers judge a name that is not the checked name of the account."""

from collections.abc import Sequence
from typing import Any

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from certificates.credentials import tasks
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.policy import is_impartial
from certificates.credentials.queries.name_requests import AskedName
from certificates.credentials.rules.lifecycle import NameOutcome
from certificates.credentials.rules.spelling import Doubt
from certificates.credentials.services import holder_messages, name_requests
from certificates.credentials.services.naming import Names, compared
from certificates.permissions import CertificatePermission
from certificates.register import queries
from certificates.register.forms import JudgeNameForm
from certificates.register.labels import DOUBTS, RENAMED_SINCE, UNCHECKED_SINCE
from certificates.register.views.blueprints import manager as bp
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _
from lms.people.api import CheckedName, PersonInfo, appointers_of, checked_names_of, people_info
from lms.web.api import page_asked, show, typed


@bp.get("/names")
@needs(CertificatePermission.CREDENTIAL_MANAGE)
def names() -> ResponseReturnValue:
    """The names that wait for somebody like the viewer, beside the names of the accounts; page by page."""
    found = queries.names_page(read_session(), viewer(), number=page_asked())
    return render_template("register/names.html", found=found, rows=names_shown(found.rows))


def names_shown(rows: Sequence[AskedName]) -> list[tuple[AskedName, PersonInfo, list[Any]]]:
    """Each name with its person and what differs."""
    people = {one.claim.person_id for one in rows}
    holders, checked = people_info(read_session(), people), checked_names_of(read_session(), people)
    return [(one, holders[one.claim.person_id], doubts_shown(one, checked.get(one.claim.person_id))) for one in rows]


@bp.route("/names/<uuid:uuid>", methods=["GET", "POST"])
@needs(CertificatePermission.CREDENTIAL_MANAGE)
@step_up
def judge_name(uuid: object) -> ResponseReturnValue:
    """One name beside the checked name of the account: agreed to or refused, with a reason."""
    asked = queries.name_asked(read_session(), viewer(), str(uuid))
    form, now = JudgeNameForm(), clock.now()
    if form.validate_on_submit():
        agreed = form.decision.data == NameOutcome.APPROVED
        try:
            with transaction() as session:
                own = queries.name_asked(session, viewer(), str(uuid))
                if agreed:
                    version = name_requests.approve(
                        session, own.request, issuing(), reason=typed(form.reason), by=viewer(), now=now
                    )
                    tasks.ask_to_make(session, version, now=now)
                else:
                    name_requests.refuse(session, own.request, reason=typed(form.reason), by=viewer(), now=now)
                    holder_messages.tell_refused(session, own.claim, typed(form.reason), now=now)
        except BadInput as fault:
            show(form, fault)
        else:
            flash(decided_words(agreed=agreed), "success")
            return redirect(url_for("credentials.names"), code=303)
    person_id = asked.claim.person_id
    checked = checked_names_of(read_session(), [person_id]).get(person_id)
    page = render_template(
        "register/name.html",
        form=form,
        asked=asked,
        holder=people_info(read_session(), [person_id])[person_id],
        checked=checked,
        doubts=doubts_shown(asked, checked),
        is_appointer=person_id in appointers_of(read_session(), [viewer().id]),
        impartial=is_impartial(read_session(), viewer(), asked.claim),
    )
    return make_response(page, 422 if form.errors else 200)


def decided_words(*, agreed: bool) -> str:
    """What was done, and what comes of it."""
    if agreed:
        return _("You agreed to the name. The certificate is being created.")
    return _("You refused the name. Its holder reads your reason and confirms another.")


def doubts_shown(asked: AskedName, checked: CheckedName | None) -> list[Any]:
    """What differs, in words."""
    names = Names(asked.request.name, asked.request.local_name)
    if checked is None:
        return [UNCHECKED_SINCE]
    if (checked.name, checked.local_name) != (asked.request.account_name, asked.request.account_local_name):
        return [RENAMED_SINCE]
    return [DOUBTS[doubt] for doubt in Doubt if doubt in compared(names, checked, asked.claim)]
