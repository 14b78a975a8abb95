"""Permissions of certificates, and which roles hold them."""

from enum import StrEnum

from lms.access import Role
from lms.access_model import AccessDefinitions, PermissionDefinition
from lms.people.api import ADMINISTRATION, COUNTRY
from lms.scopes import EVERYWHERE


class CertificatePermission(StrEnum):
    """What people may be allowed to do with certificates."""

    CREDENTIAL_HOLD = "credential.hold"
    CREDENTIAL_MANAGE = "credential.manage"
    FIGURES_READ = "figures.read"
    REPORT_READ = "report.read"
    REPORT_FREEZE = "report.freeze"


MANAGERS = frozenset({Role.PROGRAMME_MANAGER})
PLACES = frozenset({EVERYWHERE, COUNTRY})

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
            "Read the figures of one's own country, and names as far as the role reaches",
            MANAGERS | {Role.COORDINATOR},
            where={Role.PROGRAMME_MANAGER: PLACES, Role.COORDINATOR: PLACES | {ADMINISTRATION}},
        ),
        PermissionDefinition(
            CertificatePermission.REPORT_READ,
            "Read the figures of all countries, in sums, and donor reports",
            MANAGERS,
            where=dict.fromkeys(MANAGERS, PLACES),
        ),
        PermissionDefinition(
            CertificatePermission.REPORT_FREEZE,
            "Freeze donor reports",
            MANAGERS,
            where=dict.fromkeys(MANAGERS, frozenset({EVERYWHERE})),
        ),
    )
)
