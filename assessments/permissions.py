"""Permissions of quizzes and exams, and which roles hold them."""

from enum import StrEnum

from courses.api import COHORT
from lms.access import Role
from lms.access_model import AccessDefinitions, PermissionDefinition


class ExamPermission(StrEnum):
    """What people may be allowed to do with quizzes and exams."""

    ATTEMPT_SIT = "attempt.sit"
    EXAM_RUN = "exam.run"
    EXAM_CONTENT = "exam.content"
    ATTEMPT_DECIDE = "attempt.decide"
    DECISION_REVIEW = "decision.review"
    SITTING_RUN = "sitting.run"


MANAGERS = frozenset({Role.PROGRAMME_MANAGER})

ACCESS = AccessDefinitions(
    permissions=(
        PermissionDefinition(ExamPermission.ATTEMPT_SIT, "Sit quizzes and exams", frozenset(Role), personal=True),
        PermissionDefinition(
            ExamPermission.EXAM_RUN, "See exams and how they went, run them for others", MANAGERS, guarded=True
        ),
        PermissionDefinition(
            ExamPermission.EXAM_CONTENT,
            "Decide what an exam asks and demands: cut scores, questions withdrawn",
            MANAGERS,
            guarded=True,
        ),
        PermissionDefinition(
            ExamPermission.ATTEMPT_DECIDE,
            "Decide on the attempts of others: extra time, one more attempt, late answers, annulments, bars",
            MANAGERS,
            guarded=True,
        ),
        PermissionDefinition(
            ExamPermission.DECISION_REVIEW,
            "See what is proposed about people whom one decides on; confirm it, judge objections",
            MANAGERS | {Role.ADMINISTRATOR},
            guarded=True,
        ),
        PermissionDefinition(
            ExamPermission.SITTING_RUN,
            "Open an exam for a room, name who supervises it, key in its protocol; trainers for their own cohorts",
            MANAGERS | {Role.TRAINER},
            guarded=True,
            where={Role.TRAINER: frozenset({COHORT})},
        ),
    )
)
