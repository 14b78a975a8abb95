"""Manifest of assessments: questions, papers, attempts, results; practical work beside them."""

from dataclasses import replace
from pathlib import Path

from assessments import demo
from assessments.decisions import audited as audited_decisions
from assessments.decisions import models as decision_models
from assessments.decisions import tasks as decision_tasks
from assessments.decisions import views as decision_views
from assessments.decisions.events import DecisionInForce, ObjectionJudged
from assessments.decisions.kinds import DECISION_KINDS
from assessments.decisions.pages.waiting import check_decisions
from assessments.exams import models as exam_models
from assessments.exams import tasks
from assessments.exams.events import AttemptRestored, ResultPublished
from assessments.exams.offline.answers import ANSWER_KIND
from assessments.exams.pages.cuts import check_proposals
from assessments.exams.pages.gain import GainTests
from assessments.exams.pages.outline_steps import ExamSteps
from assessments.exams.pages.person_part import EXAMS_PART
from assessments.exams.pages.record_links import ExamLinks
from assessments.exams.pages.reported import QuestionsReported
from assessments.exams.pages.shortages import check_dates
from assessments.exams.pages.withdrawals import check_withdrawals
from assessments.exams.printed import audited as audited_sheets
from assessments.exams.printed import models as printed_models
from assessments.exams.printed import views as printed_views
from assessments.exams.queries import audited as audited_exams
from assessments.exams.services.annulling import AttemptAnnulment
from assessments.exams.services.barring import ExamBar
from assessments.exams.services.cuts import course_version_published
from assessments.exams.services.key_views import files_held
from assessments.exams.services.loading import Questions
from assessments.exams.sittings import demo as sittings_demo
from assessments.exams.sittings import models as sitting_models
from assessments.exams.sittings import tasks as sitting_tasks
from assessments.exams.sittings.pages.record_links import SittingLinks
from assessments.exams.sittings.queries import audited as audited_sittings
from assessments.exams.sittings.services.settling import result_published
from assessments.exams.sittings.views import beginning, paper, running, watching
from assessments.exams.sittings.views import exports as sitting_exports
from assessments.exams.sittings.views.blueprints import bp as sittings_bp
from assessments.exams.views import (
    cuts,
    deciding,
    exports,
    exports_of_people,
    managing,
    questions,
    revising,
    sitting,
    withdrawing,
)
from assessments.exams.views.blueprints import bp
from assessments.home import HOME
from assessments.independence import models as independence_models
from assessments.independence.ports import CONFLICT_FACTS
from assessments.independence.queries.cohorts import TaughtFacts
from assessments.items import models as item_models
from assessments.items.commands import items_group
from assessments.items.rendering.kind_files import composed_scripts, items_blueprint
from assessments.items.rendering.lesson_checks import lesson_checks
from assessments.items.rendering.practice_keys import practice_keys
from assessments.legacy import LEGACY
from assessments.permissions import ACCESS, ExamPermission
from assessments.practical_manifest import PRACTICAL
from assessments.statistics.commands import stats_group
from assessments.statistics.health_checks import check_statistics
from courses.api import (
    ASSESSMENTS,
    CLASS_PAGES,
    GAIN_TEST,
    REPORTED_QUESTIONS,
    Assessments,
    ClassPage,
    CoursePage,
)
from courses.events import CourseFilesHeld, CourseVersionPublished
from lms.audit.api import AUDIT_SUBJECTS
from lms.i18n import lazy as _l
from lms.manifest import Package, combined
from lms.people.api import PERSON_PARTS
from lms.ports import MenuEntry

HERE = Path(__file__).parent

EXAMS = Package(
    name="exams",
    access=(ACCESS,),
    models=(
        item_models,
        exam_models,
        sitting_models,
        printed_models,
        decision_models,
        independence_models,
    ),
    blueprints=(
        items_blueprint(),
        bp,
        sittings_bp,
        printed_views.bp,
        decision_views.bp,
    ),
    views=(
        managing,
        cuts,
        questions,
        withdrawing,
        deciding,
        revising,
        sitting,
        exports,
        exports_of_people,
        running,
        paper,
        watching,
        beginning,
        sitting_exports,
        printed_views,
        decision_views,
    ),
    static_folders=(
        HERE / "items" / "static",
        HERE / "exams" / "static",
    ),
    composed_assets=(composed_scripts,),
    listeners=(
        (CourseFilesHeld, files_held),
        (CourseVersionPublished, course_version_published),
        (ResultPublished, result_published),
        (AttemptRestored, result_published),
        (DecisionInForce, decision_tasks.tell_in_force),
        (ObjectionJudged, decision_tasks.tell_judged),
    ),
    offline_kinds=(ANSWER_KIND,),
    never_kept=(
        "/attempts",
        "/sittings",
        "/room",
        "/printed-quizzes",
    ),
    menu=(
        MenuEntry(_l("Exams"), "exams.manage", ExamPermission.EXAM_RUN, 60),
        MenuEntry(_l("Sessions"), "sittings.index", ExamPermission.SITTING_RUN, 45),
        MenuEntry(_l("Decisions"), "decisions.all_of_them", ExamPermission.DECISION_REVIEW, 61),
    ),
    home=HOME,
    periodic=(
        tasks.close_and_score,
        tasks.note_lapsed_withdrawals,
        sitting_tasks.settle_rooms,
    ),
    health_checks=(
        check_dates,
        check_proposals,
        check_withdrawals,
        check_decisions,
        check_statistics,
    ),
    audited=(
        *audited_exams.AUDITED,
        *audited_sittings.AUDITED,
        *audited_sheets.AUDITED,
        *audited_decisions.AUDITED,
    ),
    commands=(stats_group, items_group),
    legacy_tables=LEGACY,
    demo=(
        demo.load,
        sittings_demo.load,
    ),
    provides=(
        CONFLICT_FACTS.filled_by(TaughtFacts()),
        DECISION_KINDS.filled_by(AttemptAnnulment()),
        DECISION_KINDS.filled_by(ExamBar()),
        PERSON_PARTS.filled_by(EXAMS_PART),
        AUDIT_SUBJECTS.filled_by(ExamLinks()),
        AUDIT_SUBJECTS.filled_by(SittingLinks()),
        CLASS_PAGES.filled_by(
            ClassPage(
                _l("Quizzes on paper"),
                _l("Print a checkpoint quiz for officers, and enter what they wrote: one person, then another."),
                "printed.of_cohort",
            )
        ),
        ASSESSMENTS.filled_by(
            Assessments(
                questions=Questions(),
                check_blocks=lesson_checks,
                check_keys=practice_keys,
                steps=ExamSteps(),
                course_pages=(
                    CoursePage(_l("Review my mistakes"), "exams.revise"),
                    CoursePage(_l("Your attempts"), "exams.mine", of_course=False),
                ),
            )
        ),
        GAIN_TEST.filled_by(GainTests()),
        REPORTED_QUESTIONS.filled_by(QuestionsReported()),
    ),
)

PACKAGE = replace(combined((EXAMS, PRACTICAL)), name="assessments")
