"""Manifest of the audit trail: it listens to every event."""

from lms.access import Permission
from lms.audit import models, tasks
from lms.audit.commands import audit_group
from lms.audit.legacy import LEGACY
from lms.audit.record import views
from lms.audit.services import append
from lms.audit.verification.health_checks import check_trail
from lms.events import Event
from lms.i18n import lazy
from lms.manifest import Package
from lms.ports import MenuEntry

PACKAGE = Package(
    name="audit",
    models=(models,),
    listeners=((Event, append),),
    periodic=(tasks.seal, tasks.verify_weekly, tasks.send_seal),
    blueprints=(views.bp,),
    views=(views,),
    menu=(MenuEntry(lazy("Record"), "audit.record", Permission.AUDIT_READ, order=95),),
    commands=(audit_group,),
    health_checks=(check_trail,),
    legacy_tables=LEGACY,
)
