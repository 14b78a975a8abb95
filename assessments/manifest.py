"""Manifest of assessments: questions, papers, attempts, results."""

from pathlib import Path

from assessments import demo
from assessments.candidate_files import tasks as candidate_file_tasks
from assessments.candidate_files import views as candidate_file_views
from assessments.candidate_files.day_files import CandidateDayFiles
from assessments.candidate_files.purposes import PHOTOGRAPHS
from assessments.decisions import audited as audited_decisions
from assessments.decisions import models as decision_models
from assessments.decisions import tasks as decision_tasks
from assessments.decisions import views as decision_views
from assessments.decisions.events import DecisionInForce, ObjectionJudged
from assessments.decisions.kinds import DECISION_KINDS
from assessments.decisions.pages.waiting import check_decisions
from assessments.evidence import models as evidence_models
from assessments.evidence import tasks as evidence_tasks
from assessments.evidence import views as evidence_views
from assessments.evidence.audited import AUDITED as EVIDENCE_AUDITED
from assessments.evidence.purposes import EVIDENCE_FILES
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
from assessments.missions import messages as mission_messages
from assessments.missions import models as mission_models
from assessments.missions import tasks as mission_tasks
from assessments.missions.demo import missions as missions_demo
from assessments.missions.demo import people as practical_people
from assessments.missions.events import MissionCancelled, MissionMemberJoined, MissionMemberLeft, MissionSaved
from assessments.missions.offline_entries import ENTRY_KIND
from assessments.missions.pages.record_links import MissionLinks
from assessments.missions.queries import audited as audited_missions
from assessments.missions.queries.conflicts import MissionFacts
from assessments.missions.views import annexes as mission_annexes
from assessments.missions.views import hosts as mission_hosts
from assessments.missions.views import picture as mission_picture
from assessments.missions.views import planning as mission_planning
from assessments.missions.views import practice as mission_practice
from assessments.missions.views import team as mission_team
from assessments.missions.views import writing as mission_writing
from assessments.missions.views.blueprints import bp as missions_bp
from assessments.permissions import ACCESS, PRACTICAL_ACCESS, ExamPermission, PracticalPermission
from assessments.rubrics import audited as audited_rubrics
from assessments.rubrics import models as rubric_models
from assessments.rubrics import views as rubric_views
from assessments.sheets import audited as audited_ratings
from assessments.sheets import demo as marking_demo
from assessments.sheets import models as sheet_models
from assessments.sheets.offline import models as offline_sheet_models
from assessments.sheets.offline.entries import OFFLINE_KINDS as SHEET_KINDS
from assessments.sheets.offline.ports import DAY_FILES, DAY_PLACES
from assessments.sheets.offline.views import day as sheet_day
from assessments.sheets.offline.views import devices as sheet_devices
from assessments.sheets.offline.views import handing_over as sheet_files
from assessments.sheets.queries.conflicts import SheetFacts
from assessments.sheets.sealing import audited as audited_sheet_keys
from assessments.sheets.sealing import models as sheet_key_models
from assessments.sheets.sealing import tasks as sheet_key_tasks
from assessments.sheets.sealing.health_checks import check_restored_sheet_keys, check_sheet_keys
from assessments.sheets.sealing.keys import FOLDER as SHEET_KEYS
from assessments.sheets.services.messages import OBSERVATIONS_TOLD
from assessments.sheets.views import board as board_views
from assessments.sheets.views import calibrating as calibrating_views
from assessments.sheets.views import feedback as feedback_views
from assessments.sheets.views import marking as marking_views
from assessments.sheets.views import moderating as moderating_views
from assessments.sheets.views import observing as observing_views
from assessments.sheets.views import paper as paper_views
from assessments.sheets.views import recommending as recommending_views
from assessments.sheets.views import sampling as sampling_views
from assessments.sheets.views import settling as settling_views
from assessments.sheets.views.blueprints import bp as sheets_bp
from assessments.sheets.views.blueprints import moderating_bp, observing_bp, papers_bp
from assessments.statistics.commands import stats_group
from assessments.statistics.health_checks import check_statistics
from assessments.workshops import demo as workshop_demo
from assessments.workshops import models as workshop_models
from assessments.workshops import tasks as workshop_tasks
from assessments.workshops.events import WorkshopPersonEnded
from assessments.workshops.pages.record_links import WorkshopLinks
from assessments.workshops.queries import audited as audited_workshops
from assessments.workshops.queries.day_places import PlacesInUse
from assessments.workshops.services.messages import PLAN_CHANGED, PLAN_READY
from assessments.workshops.views import closing as workshop_closing
from assessments.workshops.views import days as workshop_days
from assessments.workshops.views import exports as workshop_exports
from assessments.workshops.views import fresh as workshop_fresh
from assessments.workshops.views import furnishing as workshop_furnishing
from assessments.workshops.views import participants as workshop_participants
from assessments.workshops.views import planning as workshop_planning
from assessments.workshops.views import prints as workshop_prints
from assessments.workshops.views import rotating as workshop_rotating
from assessments.workshops.views.blueprints import bp as workshops_bp
from courses.api import (
    ASSESSMENTS,
    CLASS_PAGES,
    GAIN_TEST,
    MEETING_PAGES,
    REPORTED_QUESTIONS,
    Assessments,
    ClassPage,
    CoursePage,
    PageOfMeeting,
)
from courses.events import CourseFilesHeld
from lms.audit.api import AUDIT_SUBJECTS
from lms.i18n import lazy as _l
from lms.manifest import LaterDemo, Package
from lms.people.api import PERSON_PARTS
from lms.ports import MenuEntry

HERE = Path(__file__).parent

PACKAGE = Package(
    name="assessments",
    access=(
        ACCESS,
        PRACTICAL_ACCESS,
    ),
    models=(
        item_models,
        exam_models,
        sitting_models,
        printed_models,
        decision_models,
        independence_models,
        rubric_models,
        workshop_models,
        sheet_models,
        mission_models,
        evidence_models,
        sheet_key_models,
        offline_sheet_models,
    ),
    blueprints=(
        items_blueprint(),
        bp,
        sittings_bp,
        printed_views.bp,
        decision_views.bp,
        evidence_views.bp,
        rubric_views.bp,
        sheets_bp,
        moderating_bp,
        observing_bp,
        missions_bp,
        workshops_bp,
        sheet_day.bp,
        papers_bp,
        candidate_file_views.bp,
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
        evidence_views,
        rubric_views,
        marking_views,
        board_views,
        moderating_views,
        settling_views,
        sampling_views,
        recommending_views,
        feedback_views,
        observing_views,
        mission_planning,
        mission_team,
        mission_writing,
        mission_hosts,
        mission_annexes,
        mission_picture,
        mission_practice,
        workshop_planning,
        workshop_closing,
        workshop_fresh,
        workshop_furnishing,
        workshop_participants,
        workshop_rotating,
        workshop_exports,
        workshop_days,
        calibrating_views,
        workshop_prints,
        sheet_day,
        sheet_files,
        sheet_devices,
        paper_views,
        candidate_file_views,
    ),
    static_folders=(
        HERE / "items" / "static",
        HERE / "exams" / "static",
        HERE / "rubrics" / "static",
        HERE / "missions" / "static",
        HERE / "workshops" / "static",
        HERE / "sheets" / "static",
        HERE / "candidate_files" / "static",
    ),
    composed_assets=(composed_scripts,),
    listeners=(
        (CourseFilesHeld, files_held),
        (ResultPublished, result_published),
        (AttemptRestored, result_published),
        (DecisionInForce, decision_tasks.tell_in_force),
        (ObjectionJudged, decision_tasks.tell_judged),
        (MissionMemberJoined, mission_messages.tell_joined),
        (MissionMemberLeft, mission_messages.tell_left),
        (MissionCancelled, mission_messages.tell_cancelled),
        (MissionSaved, mission_messages.tell_moved),
        (WorkshopPersonEnded, candidate_file_tasks.person_ended),
    ),
    offline_kinds=(
        ANSWER_KIND,
        ENTRY_KIND,
        *SHEET_KINDS,
    ),
    upload_purposes=(
        EVIDENCE_FILES,
        PHOTOGRAPHS,
    ),
    jobs=(
        evidence_tasks.write_to_witness,
        mission_tasks.send_report,
        mission_tasks.send_follow_up,
        workshop_tasks.work_out,
    ),
    never_kept=(
        "/attempts",
        "/sittings",
        "/room",
        "/printed-quizzes",
        "/evidence",
        "/witness/",
        "/performances",
        "/feedback",
        "/observations",
        "/host",
        "/missions/annexes",
        "/workshops",
        "/calibration",
        "/paper-sheets",
    ),
    menu=(
        MenuEntry(_l("Exams"), "exams.manage", ExamPermission.EXAM_RUN, 60),
        MenuEntry(_l("My evidence"), "evidence.mine", PracticalPermission.PRACTICAL_OWN, 46),
        MenuEntry(_l("Sessions"), "sittings.index", ExamPermission.SITTING_RUN, 45),
        MenuEntry(_l("Decisions"), "decisions.all_of_them", ExamPermission.DECISION_REVIEW, 61),
        MenuEntry(_l("My sheets"), "sheets.mine", PracticalPermission.SHEET_RATE, 46),
        MenuEntry(_l("Performances"), "performances.index", PracticalPermission.SHEET_MODERATE, 47),
        MenuEntry(_l("Rubrics"), "rubrics.index", PracticalPermission.RUBRIC_SEE, 58),
        MenuEntry(_l("Missions"), "missions.index", PracticalPermission.MISSION_PLAN, 47),
        MenuEntry(
            _l("Missions"), "missions.picture", PracticalPermission.MISSION_PICTURE, 48, under="programme.activities"
        ),
        MenuEntry(_l("Workshops"), "workshops.index", PracticalPermission.WORKSHOP_RUN, 46),
        MenuEntry(_l("Paper sheets"), "papers.index", PracticalPermission.WORKSHOP_RUN, 48),
    ),
    home=HOME,
    periodic=(
        tasks.close_and_score,
        tasks.note_lapsed_withdrawals,
        sitting_tasks.settle_rooms,
        evidence_tasks.forget_old_addresses,
        mission_tasks.look_after_hosts,
        sheet_key_tasks.keep_a_key,
        candidate_file_tasks.look_after_keeping,
    ),
    health_checks=(
        check_dates,
        check_proposals,
        check_withdrawals,
        check_decisions,
        check_statistics,
        check_sheet_keys,
    ),
    audited=(
        *audited_exams.AUDITED,
        *audited_sittings.AUDITED,
        *audited_sheets.AUDITED,
        *audited_decisions.AUDITED,
        *EVIDENCE_AUDITED,
        *audited_rubrics.AUDITED,
        *audited_missions.AUDITED,
        *audited_workshops.AUDITED,
        *audited_ratings.AUDITED,
        *audited_sheet_keys.AUDITED,
    ),
    commands=(stats_group, items_group),
    legacy_tables=LEGACY,
    demo=(
        demo.load,
        sittings_demo.load,
        practical_people.load,
    ),
    later_demo=(
        LaterDemo(2, missions_demo.load),
        LaterDemo(4, workshop_demo.load),
        LaterDemo(4, marking_demo.load),
    ),
    provides=(
        CONFLICT_FACTS.filled_by(TaughtFacts()),
        CONFLICT_FACTS.filled_by(MissionFacts()),
        CONFLICT_FACTS.filled_by(SheetFacts()),
        DECISION_KINDS.filled_by(AttemptAnnulment()),
        DECISION_KINDS.filled_by(ExamBar()),
        PERSON_PARTS.filled_by(EXAMS_PART),
        AUDIT_SUBJECTS.filled_by(ExamLinks()),
        AUDIT_SUBJECTS.filled_by(SittingLinks()),
        AUDIT_SUBJECTS.filled_by(MissionLinks()),
        CLASS_PAGES.filled_by(
            ClassPage(
                _l("Quizzes on paper"),
                _l("Print a checkpoint quiz for officers, and enter what they wrote: one person, then another."),
                "printed.of_cohort",
            )
        ),
        MEETING_PAGES.filled_by(
            PageOfMeeting(_l("Observation sheets"), "observations.meeting", PracticalPermission.OBSERVATION_WRITE)
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
        AUDIT_SUBJECTS.filled_by(WorkshopLinks()),
        DAY_PLACES.filled_by(PlacesInUse()),
        DAY_FILES.filled_by(CandidateDayFiles()),
    ),
    message_kinds=(
        *mission_messages.MESSAGE_KINDS,
        PLAN_READY,
        PLAN_CHANGED,
        OBSERVATIONS_TOLD,
    ),
    lanes=(workshop_tasks.ROTATIONS,),
    backup_folders=(SHEET_KEYS,),
    restore_checks=(check_restored_sheet_keys,),
)
