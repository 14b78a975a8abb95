"""Lists of certificates, and of names to judge, as files."""

from flask import Response

from certificates.credentials.policy import claimed_by
from certificates.credentials.queries.held import open_claims
from certificates.permissions import CertificatePermission
from certificates.register import queries
from certificates.register.pages import exports
from certificates.register.pages.claim_states import claims_shown
from certificates.register.views.blueprints import holder, manager
from certificates.register.views.managing import words_asked
from certificates.register.views.names import names_shown
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session
from lms.i18n import language
from lms.i18n import lazy as _l
from lms.people.api import people_info
from lms.tables.exports import ASKED, ListExport, answer_export


@manager.get("/export.<any(csv,xlsx,json):form>")
@needs(CertificatePermission.CREDENTIAL_MANAGE)
def export(form: str) -> Response:
    """The certificates that one manages, narrowed as on their page."""
    words = words_asked()
    found = queries.managed_page(read_session(), viewer(), words=words, number=1, size=ASKED).rows
    people = {one.credential.person_id for one in found}
    holders = people_info(read_session(), people)
    return answer_export(
        ListExport(
            name="certificates",
            title=_l("Certificates"),
            columns=exports.MANAGED_COLUMNS,
            rows=exports.managed_rows(found, holders, clock.now()),
            names_people=True,
            filter={"words": bool(words)},
        ),
        form,
    )


@manager.get("/names/export.<any(csv,xlsx,json):form>")
@needs(CertificatePermission.CREDENTIAL_MANAGE)
def export_names(form: str) -> Response:
    """The names that wait for somebody like the viewer."""
    found = queries.names_page(read_session(), viewer(), number=1, size=ASKED).rows
    return answer_export(
        ListExport(
            name="names-to-judge",
            title=_l("Names to decide"),
            columns=exports.NAME_COLUMNS,
            rows=exports.name_rows(names_shown(found)),
            names_people=True,
        ),
        form,
    )


@holder.get("/certificates/export.<any(csv,xlsx,json):form>")
@needs(CertificatePermission.CREDENTIAL_HOLD)
def export_mine(form: str) -> Response:
    """What one has earned and one's own certificates; nobody else is named in them."""
    now = clock.now()
    open_ones = open_claims(read_session(), claimed_by(viewer()))
    return answer_export(
        ListExport(
            name="my-certificates",
            title=_l("My certificates"),
            columns=exports.OWN_COLUMNS,
            rows=exports.own_rows(
                claims_shown(read_session(), viewer().id, open_ones, now, language=language()),
                queries.own_credentials(read_session(), viewer()),
                now,
            ),
            names_people=False,
        ),
        form,
    )
