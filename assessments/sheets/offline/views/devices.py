"""The devices that hold sheets of the workshops that somebody moderates."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from assessments.permissions import PracticalPermission
from assessments.sheets.offline.pages.devices import COLUMNS, device_rows, devices_page
from assessments.sheets.offline.views.day import bp
from lms.access import needs, viewer
from lms.db import read_session
from lms.i18n import lazy as _l
from lms.tables.exports import ListExport, answer_export


@bp.get("/sheets/devices")
@needs(PracticalPermission.SHEET_MODERATE)
def devices() -> ResponseReturnValue:
    """Which device still holds sealed sheets, and when each was last heard."""
    return render_template("offline_sheets/devices.html", lines=devices_page(read_session(), viewer()))


@bp.get("/sheets/devices/export.<any(csv,xlsx,json):form>")
@needs(PracticalPermission.SHEET_MODERATE)
def export_devices(form: str) -> Response:
    """The same as a file."""
    rows = device_rows(devices_page(read_session(), viewer()))
    return answer_export(
        ListExport(name="devices", title=_l("Devices with sheets"), columns=COLUMNS, rows=rows, names_people=True),
        form,
    )
