"""Permissions of certificates, and which roles hold them."""

from enum import StrEnum

from lms.access import Role
from lms.access_model import AccessDefinitions, PermissionDefinition
from lms.people.api import COUNTRY
from lms.scopes import EVERYWHERE


class CertificatePermission(StrEnum):
    """What people may be allowed to do with certificates."""

    CREDENTIAL_HOLD = "credential.hold"
    CREDENTIAL_MANAGE = "credential.manage"
    FIGURES_READ = "figures.read"
    REPORT_FREEZE = "report.freeze"


MANAGERS = frozenset({Role.PROGRAMME_MANAGER})

ACCESS = AccessDefinitions(
    permissions=(
        PermissionDefinition(
            CertificatePermission.CREDENTIAL_HOLD, "Hold certificates", frozenset(Role), personal=True
        ),
        PermissionDefinition(
            CertificatePermission.CREDENTIAL_MANAGE,
            "Suspend, revoke and correct certificates",
            frozenset({Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR}),
            guarded=True,
        ),
        PermissionDefinition(
            CertificatePermission.FIGURES_READ,
            "Read the figures of the programme and its donor reports, in sums; names where the role reaches",
            MANAGERS,
            where=dict.fromkeys(MANAGERS, frozenset({EVERYWHERE, COUNTRY})),
        ),
        PermissionDefinition(
            CertificatePermission.REPORT_FREEZE,
            "Freeze donor reports",
            MANAGERS,
            where=dict.fromkeys(MANAGERS, frozenset({EVERYWHERE})),
        ),
    )
)
