"""Permissions of quizzes and exams, and which roles hold them."""

from enum import StrEnum

from lms.access import Role
from lms.access_model import AccessDefinitions, PermissionDefinition


class ExamPermission(StrEnum):
    """What people may be allowed to do with quizzes and exams."""

    ATTEMPT_SIT = "attempt.sit"
    EXAM_MANAGE = "exam.manage"


ACCESS = AccessDefinitions(
    permissions=(
        PermissionDefinition(ExamPermission.ATTEMPT_SIT, "Sit quizzes and exams", frozenset(Role), personal=True),
        PermissionDefinition(
            ExamPermission.EXAM_MANAGE,
            "Give time, decide about late answers, set cut scores",
            frozenset({Role.PROGRAMME_MANAGER}),
        ),
    )
)
