"""Permissions of certificates, and which roles hold them."""

from enum import StrEnum

from lms.access import Role
from lms.access_model import AccessDefinitions, PermissionDefinition


class CertificatePermission(StrEnum):
    """What people may be allowed to do with certificates."""

    CREDENTIAL_HOLD = "credential.hold"
    CREDENTIAL_MANAGE = "credential.manage"


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
    )
)
