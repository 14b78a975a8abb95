"""Manifest of certificates: what was earned, and the proof."""

from pathlib import Path

from assessments.api import (
    APPEAL_PERIODS,
    CONFLICT_FACTS,
    CREDENTIALS_IN_FORCE,
    DECIDED_PERFORMANCES,
    DECISION_KINDS,
    DOSSIERS,
    EVIDENCE_READERS,
    EVIDENCE_SOURCES,
    MARKING_SHEETS,
    MISSION_SHEETS,
    PRINTED_PAPERS,
    PROTOCOL_SHEETS,
    WORKSHOP_PLANS,
)
from assessments.events import (
    AttemptAnnulled,
    AttemptRestored,
    ExamPassed,
    MissionAnnexSigned,
    MissionCancelled,
    MissionHostAnswered,
    MissionMemberJoined,
    MissionMemberLeft,
    MissionReportDelivered,
    PerformanceReconciled,
    RecommendationSigned,
    SheetSealed,
)
from certificates.candidates import models as candidate_models
from certificates.candidates import tasks as candidate_tasks
from certificates.candidates.events import CandidateMoved, Nominated
from certificates.candidates.pages.record_links import CandidateLinks
from certificates.candidates.queries.appeal_periods import SchemeAppealPeriods
from certificates.candidates.queries.audited import AUDITED as AUDITED_CANDIDATES
from certificates.candidates.queries.conflicts import StepFacts
from certificates.candidates.queries.practical_sources import PRACTICAL_SOURCES
from certificates.candidates.queries.sources import SOURCES
from certificates.candidates.services import messages as candidate_messages
from certificates.candidates.services import reminders as candidate_reminders
from certificates.candidates.views import blueprints as candidate_blueprints
from certificates.candidates.views import keeping as keeping_files
from certificates.candidates.views import moving as moving_candidates
from certificates.candidates.views import nominating
from certificates.candidates.views import own as own_way
from certificates.complaints import models as complaint_models
from certificates.complaints import pages as complaint_pages
from certificates.complaints import tasks as complaint_tasks
from certificates.complaints.audited import AUDITED as AUDITED_COMPLAINTS
from certificates.complaints.views import complaining, handling
from certificates.complaints.views.blueprint import bp as complaints_bp
from certificates.credentials import commands, demo, health_checks, legacy, tasks
from certificates.credentials import models as credential_models
from certificates.credentials.issuing.issuing_config import KEYS, issuing
from certificates.credentials.queries.audited import AUDITED
from certificates.credentials.queries.export import stored_keys
from certificates.credentials.services import holder_messages
from certificates.credentials.services.audit_seals import AuditSeals, named_seals
from certificates.credentials.services.taking_over import take_over
from certificates.credentials.sources import scheme as scheme_source
from certificates.credentials.sources.course_exam import exam_passed
from certificates.credentials.sources.in_force import credentials_in_force
from certificates.decisions import scheme_steps, scheme_withdrawals
from certificates.decisions.annulments import attempt_annulled, attempt_restored
from certificates.decisions.kinds import CERTIFICATE_DECISIONS
from certificates.documents import views as documents
from certificates.documents.attendance import views as attendance_views
from certificates.documents.dossier_pdf import dossier_pdf
from certificates.documents.font_coverage import unprintable
from certificates.documents.marking_sheet_pdf import marking_sheets_pdf
from certificates.documents.mission_report_pdf import mission_report_pdf
from certificates.documents.printed_paper_pdf import PaperPrinterPdf
from certificates.documents.protocol_sheet_pdf import protocol_sheet_pdf
from certificates.documents.roll_sheet_pdf import roll_sheet_pdf
from certificates.documents.slip_sheet_pdf import slip_sheet_pdf
from certificates.documents.workshop_plans_pdf import workshop_plans_pdf
from certificates.events import CertificateClaimWithdrawn, CertificateEarned, CredentialIssued, NameConfirmed
from certificates.home import HOME
from certificates.panels import models as panel_models
from certificates.panels import views as panel_views
from certificates.panels.demo import round_before, round_now
from certificates.panels.queries.audited import AUDITED as AUDITED_PANELS
from certificates.panels.queries.conflicts import PanelFacts
from certificates.panels.queries.decided import DecidedByPanels
from certificates.panels.queries.readers import evidence_readers
from certificates.panels.services import messages as panel_messages
from certificates.permissions import ACCESS, SCHEME_ACCESS, CertificatePermission, SchemePermission
from certificates.practice import models as practice_models
from certificates.practice import views as practice_views
from certificates.practice.queries.audited import AUDITED as AUDITED_PRACTICE
from certificates.practice.queries.evidence import PRACTICE_SOURCES
from certificates.recognised import demo as recognised_demo
from certificates.recognised import models as recognised_models
from certificates.recognised import views as recognised_views
from certificates.recognised.queries import AUDITED as AUDITED_RECOGNISED
from certificates.recognised.queries import scopes_in_force
from certificates.register.pages import start_page
from certificates.register.pages.person_part import CERTIFICATES_PART
from certificates.register.pages.record_links import CertificateLinks
from certificates.register.pages.reopening import reopenings
from certificates.register.views import (
    blueprints,
    checking,
    exports,
    files,
    holder,
    managing,
    names,
    pictures,
    published,
)
from certificates.reporting import demo as reporting_demo
from certificates.reporting import models as reporting_models
from certificates.reporting import tasks as reporting_tasks
from certificates.reporting.queries.audited import AUDITED as AUDITED_REPORTS
from certificates.reporting.views import exports as reporting_exports
from certificates.reporting.views import figures, reports
from certificates.reporting.views.blueprints import bp as reporting_bp
from certificates.roster import models as roster_models
from certificates.roster import services as roster_services
from certificates.roster import views as roster_views
from certificates.roster.queries.audited import AUDITED as AUDITED_ROSTER
from certificates.schemes import commands as scheme_commands
from certificates.schemes import demo as scheme_demo
from certificates.schemes import models as scheme_models
from certificates.schemes.pages.record_links import SchemeLinks
from certificates.schemes.queries.audited import AUDITED as AUDITED_SCHEMES
from certificates.schemes.views import schemes
from certificates.schemes.views.blueprints import bp as schemes_bp
from courses.api import ATTENDANCE_PAPERS, COUNTER_CARD, CREDENTIAL_IN_FORCE, REOPENING, ROLL_SHEETS
from courses.events import CohortEnded
from lms.audit.api import AUDIT_SUBJECTS, SEAL_ISSUER
from lms.i18n import lazy as _l
from lms.manifest import LaterDemo, Package
from lms.people.api import PERSON_PARTS, SLIP_SHEETS
from lms.people.events import PersonClosed
from lms.ports import MenuEntry

HERE = Path(__file__).parent
PROGRAMME = "programme.activities"

PACKAGE = Package(
    name="certificates",
    access=(
        ACCESS,
        SCHEME_ACCESS,
    ),
    models=(
        credential_models,
        scheme_models,
        complaint_models,
        reporting_models,
        candidate_models,
        recognised_models,
        panel_models,
        practice_models,
        roster_models,
    ),
    blueprints=(
        blueprints.holder,
        blueprints.manager,
        blueprints.verifier,
        documents.bp,
        reporting_bp,
        attendance_views.bp,
        complaints_bp,
        schemes_bp,
        recognised_views.bp,
        candidate_blueprints.own,
        candidate_blueprints.keeping,
        candidate_blueprints.moving,
        panel_views.bp,
        practice_views.bp,
        roster_views.bp,
    ),
    views=(
        checking,
        exports,
        files,
        holder,
        pictures,
        managing,
        names,
        published,
        documents,
        figures,
        reports,
        reporting_exports,
        attendance_views,
        complaining,
        handling,
        schemes,
        recognised_views,
        own_way,
        keeping_files,
        moving_candidates,
        nominating,
        panel_views,
        practice_views,
        roster_views,
    ),
    static_folders=(
        HERE / "register" / "static",
        HERE / "reporting" / "static",
        HERE / "schemes" / "static",
    ),
    menu=(
        MenuEntry(_l("My certificates"), "certificates.mine", CertificatePermission.CREDENTIAL_HOLD, 30),
        MenuEntry(_l("Figures"), "reporting.figures", CertificatePermission.FIGURES_READ, 65, under=PROGRAMME),
        MenuEntry(_l("Donor reports"), "reporting.reports", CertificatePermission.REPORT_READ, 66, under=PROGRAMME),
        MenuEntry(_l("Certificates"), "credentials.all_of_them", CertificatePermission.CREDENTIAL_MANAGE, 70),
        MenuEntry(_l("Complaints"), "complaints.all_of_them", SchemePermission.COMPLAINT_HANDLE, 72),
        MenuEntry(_l("Schemes"), "schemes.index", SchemePermission.SCHEME_SEE, 71),
        MenuEntry(_l("My certification"), "candidacies.mine", SchemePermission.CANDIDACY_OWN, 31),
        MenuEntry(_l("Practice log"), "practice.mine", SchemePermission.CANDIDACY_OWN, 32),
        MenuEntry(_l("Roster"), "roster.search", SchemePermission.ROSTER_SEARCH, 33),
        MenuEntry(_l("Candidates"), "candidates.index", SchemePermission.CANDIDATE_SEE, 67),
        MenuEntry(_l("Nominations"), "candidates.nominations", SchemePermission.CANDIDATE_NOMINATE, 68),
        MenuEntry(_l("Panels"), "panels.index", SchemePermission.SCHEME_SEE, 71),
        MenuEntry(_l("Credentials of other bodies"), "recognised.index", SchemePermission.AWARD_RELEASE, 69),
    ),
    notices=(start_page.demonstration_notice,),
    home=HOME,
    listeners=(
        (ExamPassed, exam_passed),
        (AttemptAnnulled, attempt_annulled),
        (AttemptRestored, attempt_restored),
        (CertificateEarned, holder_messages.tell_earned),
        (CertificateClaimWithdrawn, holder_messages.claim_over),
        (NameConfirmed, holder_messages.name_confirmed),
        (ExamPassed, candidate_tasks.exam_passed),
        (AttemptAnnulled, candidate_tasks.attempt_annulled),
        (SheetSealed, candidate_tasks.sheet_sealed),
        (MissionMemberJoined, candidate_tasks.mission_member_changed),
        (MissionMemberLeft, candidate_tasks.mission_member_changed),
        (MissionCancelled, candidate_tasks.mission_cancelled),
        (CohortEnded, candidate_tasks.cohort_ended),
        (PersonClosed, candidate_tasks.account_closed),
        (MissionAnnexSigned, candidate_tasks.mission_changed),
        (MissionHostAnswered, candidate_tasks.mission_changed),
        (MissionReportDelivered, candidate_tasks.mission_changed),
        (PerformanceReconciled, candidate_tasks.performance_reconciled),
        (RecommendationSigned, candidate_tasks.recommendation_signed),
        (CandidateMoved, candidate_messages.tell_moved),
        (CandidateMoved, candidate_tasks.candidate_moved),
        (CandidateMoved, scheme_source.candidate_moved),
        (CandidateMoved, scheme_steps.candidate_moved),
        (CandidateMoved, scheme_withdrawals.candidate_moved),
        (CredentialIssued, candidate_tasks.credential_issued),
        (Nominated, candidate_messages.tell_nominated),
    ),
    message_kinds=(
        *holder_messages.MESSAGE_KINDS,
        *candidate_messages.MESSAGE_KINDS,
        candidate_reminders.ENDING,
        *panel_messages.MESSAGE_KINDS,
        roster_services.CONTACTED,
    ),
    jobs=(
        tasks.make,
        tasks.publish,
        complaint_tasks.send_complaint_letter,
    ),
    periodic=(
        tasks.publish_lists,
        reporting_tasks.count_figures,
        complaint_tasks.drop_old_contacts,
        candidate_tasks.take_up_evidence,
        candidate_tasks.move_overdue,
        candidate_tasks.remind_holders,
    ),
    commands=(
        *commands.COMMANDS,
        *scheme_commands.COMMANDS,
    ),
    start_checks=(health_checks.check_start,),
    health_checks=(
        health_checks.examine,
        complaint_pages.check_complaints,
    ),
    health_figures=(health_checks.figures,),
    stored_files=(
        stored_keys,
        named_seals,
    ),
    backup_folders=(KEYS,),
    restore_checks=(health_checks.check_restored_keys,),
    take_overs=(take_over,),
    legacy_tables=legacy.LEGACY,
    legacy_follow_ups=(legacy.ask_for_unsigned,),
    unprintable=(unprintable,),
    demo=(
        demo.load,
        reporting_demo.load,
        scheme_demo.load,
    ),
    later_demo=(
        LaterDemo(1, round_now.before_missions),
        LaterDemo(1, round_before.load),
        LaterDemo(1, recognised_demo.load),
        LaterDemo(3, round_now.after_missions),
        LaterDemo(5, scheme_demo.load_draft),
    ),
    audited=(
        *AUDITED,
        *AUDITED_REPORTS,
        *AUDITED_COMPLAINTS,
        *AUDITED_SCHEMES,
        *AUDITED_CANDIDATES,
        *AUDITED_RECOGNISED,
        *AUDITED_PANELS,
        *AUDITED_PRACTICE,
        *AUDITED_ROSTER,
    ),
    provides=(
        COUNTER_CARD.filled_by(documents.address),
        ATTENDANCE_PAPERS.filled_by(attendance_views.AttendanceAddresses()),
        SLIP_SHEETS.filled_by(slip_sheet_pdf),
        PROTOCOL_SHEETS.filled_by(protocol_sheet_pdf),
        MISSION_SHEETS.filled_by(mission_report_pdf),
        PRINTED_PAPERS.filled_by(PaperPrinterPdf()),
        ROLL_SHEETS.filled_by(roll_sheet_pdf),
        REOPENING.filled_by(reopenings),
        CREDENTIAL_IN_FORCE.filled_by(credentials_in_force),
        PERSON_PARTS.filled_by(CERTIFICATES_PART),
        *(DECISION_KINDS.filled_by(one) for one in CERTIFICATE_DECISIONS),
        SEAL_ISSUER.filled_by(AuditSeals(issuing)),
        AUDIT_SUBJECTS.filled_by(CertificateLinks()),
        AUDIT_SUBJECTS.filled_by(CandidateLinks()),
        AUDIT_SUBJECTS.filled_by(SchemeLinks()),
        CONFLICT_FACTS.filled_by(StepFacts()),
        CREDENTIALS_IN_FORCE.filled_by(scopes_in_force),
        *(EVIDENCE_SOURCES.filled_by(one) for one in (*SOURCES, *PRACTICAL_SOURCES, *PRACTICE_SOURCES)),
        DECIDED_PERFORMANCES.filled_by(DecidedByPanels()),
        CONFLICT_FACTS.filled_by(PanelFacts()),
        EVIDENCE_READERS.filled_by(evidence_readers),
        WORKSHOP_PLANS.filled_by(workshop_plans_pdf),
        DOSSIERS.filled_by(dossier_pdf),
        APPEAL_PERIODS.filled_by(SchemeAppealPeriods()),
        MARKING_SHEETS.filled_by(marking_sheets_pdf),
    ),
)
