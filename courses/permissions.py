"""Permissions of courses, and which roles hold them."""

from enum import StrEnum

from lms.access import Role
from lms.access_model import AccessDefinitions, PermissionDefinition


class CoursePermission(StrEnum):
    """What people may be allowed to do with courses."""

    COURSE_TAKE = "course.take"
    COURSE_READ_ANY = "course.read-any"
    OPEN_FINAL = "course.open-final"
    SURVEY_RUN = "survey.run"


ACCESS = AccessDefinitions(
    permissions=(
        PermissionDefinition(CoursePermission.COURSE_TAKE, "Take courses", frozenset(Role), personal=True),
        PermissionDefinition(
            CoursePermission.COURSE_READ_ANY,
            "Read every course without taking it, also what is not published",
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
    )
)
