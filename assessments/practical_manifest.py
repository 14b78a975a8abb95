"""Manifest of practical work: rubrics, sheets, workshops, missions, evidence, files of candidates."""

from pathlib import Path

from assessments.candidate_files import tasks as candidate_file_tasks
from assessments.candidate_files import views as candidate_file_views
from assessments.candidate_files.day_files import CandidateDayFiles
from assessments.candidate_files.purposes import PHOTOGRAPHS
from assessments.evidence import models as evidence_models
from assessments.evidence import tasks as evidence_tasks
from assessments.evidence import views as evidence_views
from assessments.evidence.audited import AUDITED as EVIDENCE_AUDITED
from assessments.evidence.purposes import EVIDENCE_FILES
from assessments.independence.ports import CONFLICT_FACTS
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
from assessments.permissions import PRACTICAL_ACCESS, PracticalPermission
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
from courses.api import MEETING_PAGES, PageOfMeeting
from lms.audit.api import AUDIT_SUBJECTS
from lms.i18n import lazy as _l
from lms.manifest import LaterDemo, Package
from lms.ports import MenuEntry

HERE = Path(__file__).parent

PRACTICAL = Package(
    name="practical",
    access=(PRACTICAL_ACCESS,),
    models=(
        rubric_models,
        workshop_models,
        sheet_models,
        mission_models,
        evidence_models,
        sheet_key_models,
        offline_sheet_models,
    ),
    blueprints=(
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
        HERE / "rubrics" / "static",
        HERE / "missions" / "static",
        HERE / "workshops" / "static",
        HERE / "sheets" / "static",
        HERE / "candidate_files" / "static",
    ),
    listeners=(
        (MissionMemberJoined, mission_messages.tell_joined),
        (MissionMemberLeft, mission_messages.tell_left),
        (MissionCancelled, mission_messages.tell_cancelled),
        (MissionSaved, mission_messages.tell_moved),
        (WorkshopPersonEnded, candidate_file_tasks.person_ended),
    ),
    offline_kinds=(
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
        MenuEntry(_l("My evidence"), "evidence.mine", PracticalPermission.PRACTICAL_OWN, 46),
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
    periodic=(
        evidence_tasks.forget_old_addresses,
        mission_tasks.look_after_hosts,
        sheet_key_tasks.keep_a_key,
        candidate_file_tasks.look_after_keeping,
    ),
    health_checks=(check_sheet_keys,),
    audited=(
        *EVIDENCE_AUDITED,
        *audited_rubrics.AUDITED,
        *audited_missions.AUDITED,
        *audited_workshops.AUDITED,
        *audited_ratings.AUDITED,
        *audited_sheet_keys.AUDITED,
    ),
    demo=(practical_people.load,),
    later_demo=(
        LaterDemo(2, missions_demo.load),
        LaterDemo(4, workshop_demo.load),
        LaterDemo(4, marking_demo.load),
    ),
    provides=(
        CONFLICT_FACTS.filled_by(MissionFacts()),
        CONFLICT_FACTS.filled_by(SheetFacts()),
        AUDIT_SUBJECTS.filled_by(MissionLinks()),
        MEETING_PAGES.filled_by(
            PageOfMeeting(_l("Observation sheets"), "observations.meeting", PracticalPermission.OBSERVATION_WRITE)
        ),
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
