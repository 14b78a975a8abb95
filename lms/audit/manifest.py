"""Manifest of the audit trail: it listens to every event."""

from lms.audit import models, tasks
from lms.audit.commands import audit_group
from lms.audit.legacy import LEGACY
from lms.audit.services import append
from lms.audit.verification.health_checks import check_trail
from lms.events import Event
from lms.manifest import Package

PACKAGE = Package(
    name="audit",
    models=(models,),
    listeners=((Event, append),),
    periodic=(tasks.seal, tasks.verify_weekly, tasks.send_seal),
    commands=(audit_group,),
    health_checks=(check_trail,),
    legacy_tables=LEGACY,
)
