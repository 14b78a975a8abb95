"""Permissions of certificates and of the schemes that lead to some, and which roles hold them."""

from enum import StrEnum

from assessments.api import ExamPermission, PracticalPermission, PracticalRole
from certificates.schemes.scope_kinds import CANDIDATE, SCHEME, CandidateScope, SchemeScope
from courses.api import SPECIALISTS, CoursePermission
from lms.access import Role
from lms.access_model import AccessDefinitions, PermissionDefinition, RoleDefinition
from lms.i18n import lazy
from lms.people.api import ADMINISTRATION, COUNTRY
from lms.scopes import EVERYWHERE


class CertificatePermission(StrEnum):
    """What people may be allowed to do with certificates."""

    CREDENTIAL_HOLD = "credential.hold"
    CREDENTIAL_MANAGE = "credential.manage"
    FIGURES_READ = "figures.read"
    REPORT_READ = "report.read"
    REPORT_FREEZE = "report.freeze"


class SchemePermission(StrEnum):
    """What people may be allowed to do with schemes, their candidates and what is decided about them."""

    CANDIDACY_OWN = "candidacy.own"
    SCHEME_SEE = "scheme.see"
    SCHEME_WRITE = "scheme.write"
    CANDIDATE_NOMINATE = "candidate.nominate"
    CANDIDATE_SEE = "candidate.see"
    CANDIDATE_MOVE = "candidate.move"
    CANDIDATE_SCREEN = "candidate.screen"
    DOSSIER_CHECK = "dossier.check"
    PANEL_DECIDE = "panel.decide"
    AWARD_RELEASE = "award.release"
    APPEAL_JUDGE = "appeal.judge"
    COMPLAINT_HANDLE = "complaint.handle"
    ROSTER_SEARCH = "roster.search"


class SchemeRole(StrEnum):
    """What a person is on the way of others to a certificate; none of them holds what another does."""

    SCHEME_OWNER = "scheme-owner"
    SCHEME_OFFICER = "scheme-officer"
    DOSSIER_OFFICER = "dossier-officer"
    DECIDER = "decider"
    REGISTRAR = "registrar"
    APPEAL_MEMBER = "appeal-member"
    QUALITY_OFFICER = "quality-officer"
    AUTHORISED_BODY = "authorised-body"


MANAGERS = frozenset({Role.PROGRAMME_MANAGER})
PLACES = frozenset({EVERYWHERE, COUNTRY})
HOLDERS = (
    frozenset(Role) | SPECIALISTS | frozenset(PracticalRole) | (frozenset(SchemeRole) - {SchemeRole.AUTHORISED_BODY})
)

ACCESS = AccessDefinitions(
    permissions=(
        PermissionDefinition(CertificatePermission.CREDENTIAL_HOLD, "Hold certificates", HOLDERS, personal=True),
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


LEARNING = frozenset({CoursePermission.COURSE_TAKE, ExamPermission.ATTEMPT_SIT, PracticalPermission.PRACTICAL_OWN})
OF_SCHEMES = frozenset({EVERYWHERE, SCHEME})
OF_CANDIDATES = OF_SCHEMES | {CANDIDATE}
MOVERS = (frozenset(PracticalRole) - {PracticalRole.INTERPRETER}) | {Role.TRAINER, Role.PROGRAMME_MANAGER}
KEEPERS = frozenset({SchemeRole.SCHEME_OFFICER, SchemeRole.DOSSIER_OFFICER, SchemeRole.REGISTRAR})

SCHEME_ACCESS = AccessDefinitions(
    permissions=(
        PermissionDefinition(
            SchemePermission.CANDIDACY_OWN,
            "Apply for a scheme, see where one is on the way, appeal, log one's practice",
            HOLDERS,
            personal=True,
        ),
        PermissionDefinition(
            SchemePermission.SCHEME_SEE,
            "See schemes, also versions that are not in use",
            frozenset(SchemeRole) - {SchemeRole.AUTHORISED_BODY} | {Role.PROGRAMME_MANAGER},
        ),
        PermissionDefinition(
            SchemePermission.SCHEME_WRITE,
            "Load schemes, and put a version in use that somebody else loaded",
            frozenset({SchemeRole.SCHEME_OWNER}),
            guarded=True,
        ),
        PermissionDefinition(
            SchemePermission.CANDIDATE_NOMINATE,
            "Nominate officers of one's own administration or country",
            frozenset({Role.COORDINATOR, Role.PROGRAMME_MANAGER}),
            guarded=True,
        ),
        PermissionDefinition(
            SchemePermission.CANDIDATE_SEE,
            "See candidates, where they are and what is missing",
            KEEPERS,
        ),
        PermissionDefinition(
            SchemePermission.CANDIDATE_MOVE,
            "Take the steps of candidates that wait for a right of one's own, as a trainer or a supervising expert",
            MOVERS,
            guarded=True,
        ),
        PermissionDefinition(
            SchemePermission.CANDIDATE_SCREEN,
            "Decide on the eligibility of candidates",
            frozenset({SchemeRole.SCHEME_OFFICER}),
            guarded=True,
        ),
        PermissionDefinition(
            SchemePermission.DOSSIER_CHECK,
            "Check the dossiers of candidates against their scheme",
            frozenset({SchemeRole.DOSSIER_OFFICER}),
            guarded=True,
        ),
        PermissionDefinition(
            SchemePermission.PANEL_DECIDE,
            "Vote in panels to which one was named, and sign their decisions",
            frozenset({SchemeRole.DECIDER}),
            guarded=True,
        ),
        PermissionDefinition(
            SchemePermission.AWARD_RELEASE,
            "Release certificates of schemes, enter and confirm recognised credentials, keep the roster",
            frozenset({SchemeRole.REGISTRAR}),
            guarded=True,
        ),
        PermissionDefinition(
            SchemePermission.APPEAL_JUDGE,
            "Judge appeals to which one was named",
            frozenset({SchemeRole.APPEAL_MEMBER}),
            guarded=True,
        ),
        PermissionDefinition(
            SchemePermission.COMPLAINT_HANDLE,
            "Read and answer complaints",
            frozenset({SchemeRole.QUALITY_OFFICER}),
            guarded=True,
        ),
        PermissionDefinition(
            SchemePermission.ROSTER_SEARCH,
            "Search the roster of holders by scope, language, region and availability",
            frozenset({SchemeRole.AUTHORISED_BODY}),
            guarded=True,
        ),
    ),
    roles=(
        RoleDefinition(
            SchemeRole.SCHEME_OWNER,
            lazy("Scheme owner"),
            LEARNING | {PracticalPermission.RUBRIC_SEE, PracticalPermission.RUBRIC_WRITE},
            OF_SCHEMES,
        ),
        RoleDefinition(SchemeRole.SCHEME_OFFICER, lazy("Scheme officer"), LEARNING, OF_CANDIDATES),
        RoleDefinition(SchemeRole.DOSSIER_OFFICER, lazy("Dossier officer"), LEARNING, OF_CANDIDATES),
        RoleDefinition(SchemeRole.DECIDER, lazy("Decision maker"), LEARNING, OF_CANDIDATES),
        RoleDefinition(SchemeRole.REGISTRAR, lazy("Registrar"), LEARNING, OF_SCHEMES),
        RoleDefinition(SchemeRole.APPEAL_MEMBER, lazy("Appeal member"), LEARNING, OF_CANDIDATES),
        RoleDefinition(SchemeRole.QUALITY_OFFICER, lazy("Quality officer"), LEARNING, frozenset({EVERYWHERE})),
        RoleDefinition(
            SchemeRole.AUTHORISED_BODY, lazy("Authorised body"), scope_kinds=frozenset({EVERYWHERE, COUNTRY})
        ),
    ),
    scope_kinds=(SchemeScope(), CandidateScope()),
)
