"""Permissions of courses, and which roles hold them."""

from enum import StrEnum

from courses.cohorts.scope_kind import COHORT, CohortScope
from courses.reviews.scope_kind import COURSE, CourseScope
from lms.access import Role
from lms.access_model import AccessDefinitions, PermissionDefinition, RoleDefinition
from lms.i18n import lazy
from lms.people.api import ADMINISTRATION, COUNTRY
from lms.scopes import EVERYWHERE


class CoursePermission(StrEnum):
    """What people may be allowed to do with courses."""

    COURSE_TAKE = "course.take"
    COURSE_READ_ANY = "course.read-any"
    OPEN_FINAL = "course.open-final"
    SURVEY_RUN = "survey.run"
    COHORT_SEE = "cohort.see"
    COHORT_OPEN = "cohort.open"
    COHORT_LEAD = "cohort.lead"
    COHORT_APPROVE = "cohort.approve"
    NAME_CHECK_AT_DOOR = "name.check-at-door"
    PROGRESS_SEE = "progress.see"
    MISTAKE_JUDGE = "mistake.judge"
    PROGRAMME_SEE = "programme.see"
    PROGRAMME_RUN = "programme.run"
    COURSE_REVIEWS = "course.reviews"
    COURSE_SIGN = "course.sign"
    COURSE_REVIEW_RULE = "course.review-rule"
    APPENDICES_LOAD = "appendices.load"


class CourseRole(StrEnum):
    """Who checks what courses teach."""

    LAW_SPECIALIST = "law-specialist"
    SPECIES_SPECIALIST = "species-specialist"


SPECIALISTS = frozenset(CourseRole)
LEADERS = frozenset({Role.TRAINER, Role.PROGRAMME_MANAGER})
PLACES = frozenset({EVERYWHERE, ADMINISTRATION, COUNTRY})
MANAGERS = frozenset({Role.PROGRAMME_MANAGER})
ANSWERABLE = MANAGERS | {Role.COORDINATOR, Role.ADMINISTRATOR}
COUNTRIES = frozenset({EVERYWHERE, COUNTRY})
OF_COURSES = frozenset({EVERYWHERE, COURSE})

ACCESS = AccessDefinitions(
    permissions=(
        PermissionDefinition(CoursePermission.COURSE_TAKE, "Take courses", frozenset(Role), personal=True),
        PermissionDefinition(
            CoursePermission.COURSE_READ_ANY,
            "Read every course without taking it",
            frozenset({Role.TRAINER, Role.PROGRAMME_MANAGER}),
        ),
        PermissionDefinition(
            CoursePermission.OPEN_FINAL,
            "Open the final exam for one person before what it waits for is done, with a reason",
            frozenset({Role.TRAINER, Role.PROGRAMME_MANAGER}),
            guarded=True,
        ),
        PermissionDefinition(
            CoursePermission.SURVEY_RUN,
            "Open forms to groups, key in paper, read in sums what was answered",
            frozenset({Role.TRAINER, Role.PROGRAMME_MANAGER}),
        ),
        PermissionDefinition(
            CoursePermission.COHORT_SEE,
            "See the cohorts that one leads, proposed or decides on",
            LEADERS | {Role.COORDINATOR},
        ),
        PermissionDefinition(
            CoursePermission.COHORT_OPEN,
            "Open a cohort, or propose one; not by a role for another cohort",
            LEADERS,
            where=dict.fromkeys(LEADERS, PLACES),
        ),
        PermissionDefinition(
            CoursePermission.COHORT_LEAD,
            "Lead a cohort: bring officers in and move them, change it, hand it over; trainers only their own",
            LEADERS,
            where={Role.TRAINER: frozenset({COHORT})},
        ),
        PermissionDefinition(
            CoursePermission.COHORT_APPROVE,
            "Decide on proposed cohorts, and on officers who join one of another administration",
            frozenset({Role.PROGRAMME_MANAGER, Role.COORDINATOR}),
            guarded=True,
        ),
        PermissionDefinition(
            CoursePermission.NAME_CHECK_AT_DOOR,
            "Compare names that nobody has checked with identity documents, at the door of a meeting of one's cohort",
            frozenset({Role.TRAINER}),
            guarded=True,
            where={Role.TRAINER: frozenset({COHORT})},
        ),
        PermissionDefinition(
            CoursePermission.PROGRESS_SEE,
            "See how far the people of one's own administration or country are in their courses",
            ANSWERABLE,
            where=dict.fromkeys(ANSWERABLE, PLACES),
        ),
        PermissionDefinition(
            CoursePermission.MISTAKE_JUDGE,
            "Read the mistakes that are reported in courses, say what became of them; held everywhere alone",
            MANAGERS,
            where=dict.fromkeys(MANAGERS, frozenset({EVERYWHERE})),
        ),
        PermissionDefinition(
            CoursePermission.PROGRAMME_SEE,
            "See the activities of the programme; for a country or an administration those that reach its country",
            MANAGERS | {Role.COORDINATOR},
            where={Role.PROGRAMME_MANAGER: COUNTRIES, Role.COORDINATOR: PLACES},
        ),
        PermissionDefinition(
            CoursePermission.PROGRAMME_RUN,
            "Run the programme: its activities, and, held everywhere, its funds, partners, regions and template",
            MANAGERS,
            where=dict.fromkeys(MANAGERS, COUNTRIES),
        ),
        PermissionDefinition(
            CoursePermission.COURSE_REVIEWS,
            "See how specialists checked a course, also versions that wait for their signatures",
            SPECIALISTS | MANAGERS | {Role.ADMINISTRATOR},
            where={Role.PROGRAMME_MANAGER: OF_COURSES, Role.ADMINISTRATOR: frozenset({EVERYWHERE})},
        ),
        PermissionDefinition(
            CoursePermission.COURSE_SIGN,
            "Sign lessons, questions and words of courses as a specialist, or return them with a remark",
            SPECIALISTS,
            guarded=True,
        ),
        PermissionDefinition(
            CoursePermission.COURSE_REVIEW_RULE,
            "Say whose signatures a course needs before a version is published; two people",
            frozenset({Role.ADMINISTRATOR}),
            guarded=True,
            where={Role.ADMINISTRATOR: frozenset({EVERYWHERE})},
        ),
        PermissionDefinition(
            CoursePermission.APPENDICES_LOAD,
            "Load the official Appendices of CITES as a file, and see where the courses say something else",
            frozenset({Role.ADMINISTRATOR}),
            where={Role.ADMINISTRATOR: frozenset({EVERYWHERE})},
        ),
    ),
    roles=(
        RoleDefinition(
            CourseRole.LAW_SPECIALIST,
            lazy("Specialist in law"),
            frozenset({CoursePermission.COURSE_TAKE}),
            OF_COURSES,
        ),
        RoleDefinition(
            CourseRole.SPECIES_SPECIALIST,
            lazy("Specialist in species"),
            frozenset({CoursePermission.COURSE_TAKE}),
            OF_COURSES,
        ),
    ),
    scope_kinds=(CohortScope(), CourseScope()),
)
