"""Manifest of certificates: what was earned, and the proof."""

from pathlib import Path

from assessments.api import DECISION_KINDS, PRINTED_PAPERS, PROTOCOL_SHEETS
from assessments.events import AttemptAnnulled, AttemptRestored, ExamPassed
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
from certificates.credentials.sources.course_exam import exam_passed
from certificates.credentials.sources.in_force import credentials_in_force
from certificates.decisions.annulments import attempt_annulled, attempt_restored
from certificates.decisions.kinds import CERTIFICATE_DECISIONS
from certificates.documents import views as documents
from certificates.documents.attendance import views as attendance_views
from certificates.documents.font_coverage import unprintable
from certificates.documents.printed_paper_pdf import PaperPrinterPdf
from certificates.documents.protocol_sheet_pdf import protocol_sheet_pdf
from certificates.documents.roll_sheet_pdf import roll_sheet_pdf
from certificates.documents.slip_sheet_pdf import slip_sheet_pdf
from certificates.events import CertificateClaimWithdrawn, CertificateEarned, NameConfirmed
from certificates.permissions import ACCESS, SCHEME_ACCESS, CertificatePermission, SchemePermission
from certificates.register.pages import start_page
from certificates.register.pages.record_links import CertificateLinks
from certificates.register.pages.reopening import reopenings
from certificates.register.views import blueprints, checking, exports, files, holder, managing, names, published
from certificates.reporting import demo as reporting_demo
from certificates.reporting import models as reporting_models
from certificates.reporting import tasks as reporting_tasks
from certificates.reporting.queries.audited import AUDITED as AUDITED_REPORTS
from certificates.reporting.views import exports as reporting_exports
from certificates.reporting.views import figures, reports
from certificates.reporting.views.blueprints import bp as reporting_bp
from certificates.schemes import models as scheme_models
from courses.api import ATTENDANCE_PAPERS, COUNTER_CARD, CREDENTIAL_IN_FORCE, REOPENING, ROLL_SHEETS
from lms.audit.api import AUDIT_SUBJECTS, SEAL_ISSUER
from lms.i18n import lazy as _l
from lms.manifest import Package
from lms.people.api import SLIP_SHEETS
from lms.ports import MenuEntry

HERE = Path(__file__).parent
PROGRAMME = "programme.activities"  # the entry of the menu on whose pages figures stand

PACKAGE = Package(
    name="certificates",
    access=(ACCESS, SCHEME_ACCESS),
    models=(credential_models, scheme_models, complaint_models, reporting_models),
    blueprints=(
        blueprints.holder,
        blueprints.manager,
        blueprints.verifier,
        documents.bp,
        reporting_bp,
        attendance_views.bp,
        complaints_bp,
    ),
    views=(
        checking,
        exports,
        files,
        holder,
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
    ),
    static_folders=(HERE / "register" / "static", HERE / "reporting" / "static"),
    menu=(
        MenuEntry(_l("My certificates"), "certificates.mine", CertificatePermission.CREDENTIAL_HOLD, 30),
        MenuEntry(_l("Figures"), "reporting.figures", CertificatePermission.FIGURES_READ, 65, under=PROGRAMME),
        MenuEntry(_l("Donor reports"), "reporting.reports", CertificatePermission.REPORT_READ, 66, under=PROGRAMME),
        MenuEntry(_l("Certificates"), "credentials.all_of_them", CertificatePermission.CREDENTIAL_MANAGE, 70),
        MenuEntry(_l("Complaints"), "complaints.all_of_them", SchemePermission.COMPLAINT_HANDLE, 72),
    ),
    notices=(start_page.demonstration_notice,),
    what_next=(start_page.what_next, complaint_pages.what_next),
    listeners=(
        (ExamPassed, exam_passed),
        (AttemptAnnulled, attempt_annulled),
        (AttemptRestored, attempt_restored),
        (CertificateEarned, holder_messages.tell_earned),
        (CertificateClaimWithdrawn, holder_messages.claim_over),
        (NameConfirmed, holder_messages.name_confirmed),
    ),
    message_kinds=holder_messages.MESSAGE_KINDS,
    jobs=(tasks.make, tasks.publish, complaint_tasks.send_complaint_letter),
    periodic=(tasks.publish_lists, reporting_tasks.count_figures, complaint_tasks.drop_old_contacts),
    commands=commands.COMMANDS,
    start_checks=(health_checks.check_start,),
    health_checks=(health_checks.examine, complaint_pages.check_complaints),
    health_figures=(health_checks.figures,),
    stored_files=(stored_keys, named_seals),
    backup_folders=(KEYS,),
    restore_checks=(health_checks.check_restored_keys,),
    take_overs=(take_over,),
    legacy_tables=legacy.LEGACY,
    legacy_follow_ups=(legacy.ask_for_unsigned,),
    unprintable=(unprintable,),
    demo=(demo.load, reporting_demo.load),
    audited=(*AUDITED, *AUDITED_REPORTS, *AUDITED_COMPLAINTS),
    provides=(
        COUNTER_CARD.filled_by(documents.address),
        ATTENDANCE_PAPERS.filled_by(attendance_views.AttendanceAddresses()),
        SLIP_SHEETS.filled_by(slip_sheet_pdf),
        PROTOCOL_SHEETS.filled_by(protocol_sheet_pdf),
        PRINTED_PAPERS.filled_by(PaperPrinterPdf()),
        ROLL_SHEETS.filled_by(roll_sheet_pdf),
        REOPENING.filled_by(reopenings),
        CREDENTIAL_IN_FORCE.filled_by(credentials_in_force),
        *(DECISION_KINDS.filled_by(one) for one in CERTIFICATE_DECISIONS),
        SEAL_ISSUER.filled_by(AuditSeals(issuing)),
        AUDIT_SUBJECTS.filled_by(CertificateLinks()),
    ),
)
