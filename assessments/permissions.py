"""Permissions of quizzes, exams and practical assessment, and which roles hold them."""

from enum import StrEnum

from assessments.missions.scope_kind import MISSION, MissionScope
from assessments.workshops.scope_kind import WORKSHOP, WorkshopScope
from courses.api import COHORT, SPECIALISTS, CoursePermission
from lms.access import Role
from lms.access_model import AccessDefinitions, PermissionDefinition, RoleDefinition
from lms.i18n import lazy
from lms.people.api import COUNTRY
from lms.scopes import EVERYWHERE


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
        PermissionDefinition(
            ExamPermission.ATTEMPT_SIT, "Sit quizzes and exams", frozenset(Role) | SPECIALISTS, personal=True
        ),
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


class PracticalPermission(StrEnum):
    """What people may be allowed to do where somebody is assessed at work: missions, workshops, sheets."""

    PRACTICAL_OWN = "practical.own"
    OBSERVATION_WRITE = "observation.write"
    RUBRIC_SEE = "rubric.see"
    RUBRIC_WRITE = "rubric.write"
    MISSION_PLAN = "mission.plan"
    MISSION_SUPERVISE = "mission.supervise"
    MISSION_PICTURE = "mission.picture"
    WORKSHOP_RUN = "workshop.run"
    WORKSHOP_INTERPRET = "workshop.interpret"
    SHEET_RATE = "sheet.rate"
    SHEET_MODERATE = "sheet.moderate"


class PracticalRole(StrEnum):
    """What a person is in practical assessment, beside the assessor; none of them holds what another does."""

    MISSION_PLANNER = "mission-planner"
    SUPERVISING_EXPERT = "supervising-expert"
    WORKSHOP_COORDINATOR = "workshop-coordinator"
    INTERPRETER = "interpreter"
    MODERATOR = "moderator"


LEARNING = frozenset({CoursePermission.COURSE_TAKE, ExamPermission.ATTEMPT_SIT})  # nobody's own things end with a role
AT_WORKSHOPS = frozenset({EVERYWHERE, COUNTRY, WORKSHOP})
AT_MISSIONS = frozenset({EVERYWHERE, COUNTRY, MISSION})

PRACTICAL_ACCESS = AccessDefinitions(
    permissions=(
        PermissionDefinition(
            PracticalPermission.PRACTICAL_OWN,
            "Take part in missions and workshops to which one was named; read one's own feedback, keep one's evidence",
            frozenset(Role) | SPECIALISTS | frozenset(PracticalRole),
            personal=True,
        ),
        PermissionDefinition(
            PracticalPermission.OBSERVATION_WRITE,
            "Fill in observation sheets for trainees of the meetings of one's own cohorts",
            frozenset({Role.TRAINER}),
            guarded=True,
            where={Role.TRAINER: frozenset({COHORT})},
        ),
        PermissionDefinition(
            PracticalPermission.RUBRIC_SEE,
            "See every rubric and its versions",
            frozenset({Role.ASSESSOR, PracticalRole.WORKSHOP_COORDINATOR, PracticalRole.MODERATOR}),
        ),
        PermissionDefinition(PracticalPermission.RUBRIC_WRITE, "Load rubrics", guarded=True),
        PermissionDefinition(
            PracticalPermission.MISSION_PLAN,
            "Plan missions: terms of reference, team, supervising experts",
            frozenset({PracticalRole.MISSION_PLANNER}),
            guarded=True,
        ),
        PermissionDefinition(
            PracticalPermission.MISSION_SUPERVISE,
            "Write and sign the annex on candidates whom one supervises on a mission",
            frozenset({PracticalRole.SUPERVISING_EXPERT}),
            guarded=True,
        ),
        PermissionDefinition(
            PracticalPermission.MISSION_PICTURE,
            "See what missions observed: of all countries by topic, of one's own in full",
            frozenset({Role.PROGRAMME_MANAGER, Role.COORDINATOR}),
        ),
        PermissionDefinition(
            PracticalPermission.WORKSHOP_RUN,
            "Run workshops: exercises, rooms, people, the rotation, what comes on paper or as a file",
            frozenset({PracticalRole.WORKSHOP_COORDINATOR}),
            guarded=True,
        ),
        PermissionDefinition(
            PracticalPermission.WORKSHOP_INTERPRET,
            "See one's own day as an interpreter of a workshop",
            frozenset({PracticalRole.INTERPRETER}),
        ),
        PermissionDefinition(
            PracticalPermission.SHEET_RATE,
            "Rate performances to which one was named, and see one's own sheets",
            frozenset({Role.ASSESSOR}),
            guarded=True,
        ),
        PermissionDefinition(
            PracticalPermission.SHEET_MODERATE,
            "Watch how sheets come in at workshops, settle what differs, name third assessors",
            frozenset({PracticalRole.MODERATOR}),
            guarded=True,
        ),
    ),
    roles=(
        RoleDefinition(PracticalRole.MISSION_PLANNER, lazy("Mission planner"), LEARNING, AT_MISSIONS),
        RoleDefinition(PracticalRole.SUPERVISING_EXPERT, lazy("Supervising expert"), LEARNING, AT_MISSIONS),
        RoleDefinition(PracticalRole.WORKSHOP_COORDINATOR, lazy("Workshop coordinator"), LEARNING, AT_WORKSHOPS),
        RoleDefinition(PracticalRole.INTERPRETER, lazy("Interpreter"), LEARNING, AT_WORKSHOPS),
        RoleDefinition(PracticalRole.MODERATOR, lazy("Moderator"), LEARNING, AT_WORKSHOPS),
    ),
    scope_kinds=(MissionScope(), WorkshopScope()),
)
