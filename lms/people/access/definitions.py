"""Role definitions of the ground floor: its permissions, the six roles, and the scopes that it owns."""

from lms.access import Permission, Role
from lms.access_model import AccessDefinitions, PermissionDefinition, RoleDefinition
from lms.i18n import lazy
from lms.people.access.scope_kinds import ADMINISTRATION, COUNTRY, AdministrationScope, CountryScope

ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
COORDINATORS = ADMINISTRATORS | {Role.COORDINATOR}
ACCESS = AccessDefinitions(
    permissions=(
        PermissionDefinition(Permission.ACCOUNT_OWN, "Use one's own account", frozenset(Role), personal=True),
        PermissionDefinition(Permission.PEOPLE_MANAGE, "Manage people and their ways in", COORDINATORS, guarded=True),
        PermissionDefinition(
            Permission.NAME_CHECK, "Compare names with identity documents", COORDINATORS, guarded=True
        ),
        PermissionDefinition(
            Permission.APPLICATION_DECIDE, "Decide on applications and on who comes over", COORDINATORS, guarded=True
        ),
        PermissionDefinition(
            Permission.ADMINISTRATION_MANAGE,
            "Manage administrations, their units and contacts",
            ADMINISTRATORS,
            guarded=True,
        ),
        PermissionDefinition(Permission.ROLE_GRANT, "Give and end roles", ADMINISTRATORS, guarded=True),
        PermissionDefinition(Permission.AUDIT_READ, "Read the record of what happened", ADMINISTRATORS, guarded=True),
    ),
    roles=(
        RoleDefinition(Role.OFFICER, lazy("Officer")),
        RoleDefinition(Role.TRAINER, lazy("Trainer")),
        RoleDefinition(Role.ASSESSOR, lazy("Assessor")),
        RoleDefinition(Role.PROGRAMME_MANAGER, lazy("Programme manager")),
        RoleDefinition(
            Role.COORDINATOR, lazy("National coordinator"), scope_kinds=frozenset({ADMINISTRATION, COUNTRY})
        ),
        RoleDefinition(Role.ADMINISTRATOR, lazy("Administrator")),
    ),
    scope_kinds=(AdministrationScope(), CountryScope()),
)
