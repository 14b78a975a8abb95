"""Every page and every state in which it can be, and what is no page."""

from __future__ import annotations

from tests.pages.after_states import AFTER
from tests.pages.application_states import APPLICATIONS
from tests.pages.asking_states import ASKING
from tests.pages.calendar_states import CALENDARS
from tests.pages.candidate_states import CANDIDATES
from tests.pages.certificate_states import CARD, FAULTS, HOLDER, VERIFIER
from tests.pages.classroom_states import CLASSROOM
from tests.pages.cohort_states import COHORTS
from tests.pages.complaint_states import COMPLAINTS
from tests.pages.deadline_states import DEADLINES
from tests.pages.evaluation_states import EVALUATIONS
from tests.pages.evidence_states import EVIDENCE
from tests.pages.gain_states import GAINS
from tests.pages.impact_states import IMPACT
from tests.pages.import_states import IMPORTS
from tests.pages.learning_states import DECISIONS, EXAMS, FINALS, LEARNING, PHONE
from tests.pages.meeting_states import MEETINGS
from tests.pages.message_states import MESSAGES
from tests.pages.mission_states import MISSIONS
from tests.pages.mistake_states import MISTAKES
from tests.pages.observation_states import OBSERVATIONS
from tests.pages.offline_sheet_states import OFFLINE_SHEETS
from tests.pages.panel_states import PANELS
from tests.pages.people_states import DOOR, OFFICE
from tests.pages.practical_states import PRACTICAL
from tests.pages.printed_states import PRINTED
from tests.pages.programme_states import PROGRAMME
from tests.pages.progress_states import PROGRESS
from tests.pages.question_states import FINAL, QUESTIONS
from tests.pages.renewal_states import RENEWALS
from tests.pages.report_states import REPORTS
from tests.pages.review_states import REVIEWS
from tests.pages.roll_states import ROLLS
from tests.pages.scheme_states import SCHEMES
from tests.pages.sitting_states import SITTINGS
from tests.pages.survey_states import SURVEYS
from tests.pages.workshop_states import WORKSHOPS

PAGES = [
    *DOOR,
    *OFFICE,
    *APPLICATIONS,
    *MESSAGES,
    *LEARNING,
    *MISTAKES,
    *COHORTS,
    *ROLLS,
    *PROGRAMME,
    *PROGRESS,
    *REVIEWS,
    *CLASSROOM,
    *DEADLINES,
    *ASKING,
    *IMPORTS,
    *IMPACT,
    *MEETINGS,
    *FINALS,
    *PHONE,
    *EXAMS,
    *GAINS,
    *EVALUATIONS,
    *EVIDENCE,
    *DECISIONS,
    *QUESTIONS,
    *PRINTED,
    *OFFLINE_SHEETS,
    *HOLDER,
    *CARD,
    *VERIFIER,
    *SURVEYS,
    *SITTINGS,
    *CALENDARS,
    *RENEWALS,
    *REPORTS,
    *COMPLAINTS,
    *PANELS,
    *MISSIONS,
    *WORKSHOPS,
    *SCHEMES,
    *PRACTICAL,
    *OBSERVATIONS,
    *CANDIDATES,
    *AFTER,
    *FAULTS,
]

# What a browser is answered at these addresses is no page; who asks, and where.
NO_PAGE = {
    "reviews.export": ("manager", "/reviews/export.csv"),
    "reviews.export_course": ("manager", "/reviews/legal-instruments/en/export.csv"),
    "reviews.export_mine": ("manager", "/reviews/mine/export.csv"),
    "mistakes.export": ("manager", "/mistakes/export.csv"),
    "mistakes.export_mine": ("officer", "/mistakes/mine/export.csv"),
    "missions.export": ("mission-planner", "/missions/export.csv"),
    "missions.export_follow_up": ("manager", "/missions/follow-up/export.csv"),
    "missions.export_mine": ("officer", "/missions/mine/export.csv"),
    "missions.export_picture": ("manager", "/missions/picture/export.csv"),
    "missions.export_practice": ("officer", "/missions/operations/export.csv"),
    "missions.host_report_pdf": (None, "/host/reports/{host-report}/report.pdf"),
    "missions.on_phone_plan": ("mission-candidate", "/missions/{mission}/phone/plan"),
    "missions.report_pdf": ("mission-candidate", "/missions/{mission}/report.pdf"),
    "workshops.export": ("workshop-coordinator", "/workshops/export.csv"),
    "workshops.export_people": ("workshop-coordinator", "/workshops/{workshop}/people/export.csv"),
    "workshops.export_rotation": ("workshop-coordinator", "/workshops/{workshop}/rotations/1/export.csv"),
    "workshops.plans": ("workshop-coordinator", "/workshops/{workshop}/prints/wall.pdf"),
    "workshops.rotation_status": ("workshop-coordinator", "/workshops/{workshop}/rotations/1/status"),
    "practice.export": ("holder", "/practice/export.csv"),
    "practice.export_candidate": ("registrar", "/candidates/{holder-way}/practice.csv"),
    "impact.export_appendices": ("admin", "/appendices/export.csv"),
    "impact.export_comparison": ("admin", "/appendices/{appendices}/export.csv"),
    "programme.export_activities": ("manager", "/programme/activities/export.csv"),
    "programme.export_funds": ("manager", "/programme/funds/export.csv"),
    "programme.export_my_trainings": ("trainer", "/my-trainings/export.csv"),
    "programme.export_partners": ("manager", "/programme/partners/export.csv"),
    "programme.export_regions": ("manager", "/programme/regions/export.csv"),
    "programme.export_trained": ("manager", "/cascade/cohorts/{class}/export.csv"),
    "programme.export_trainers": ("manager", "/cascade/export.csv"),
    "programme.export_trainings": ("manager", "/cascade/{trainer}/export.csv"),
    "progress.export": ("manager", "/progress/administration/{place}/export.csv"),
    "progress.export_places": ("manager", "/progress/export.csv"),
    "administrations.export": ("admin", "/administrations/export.csv"),
    "administrations.export_units": ("admin", "/administrations/{place}/units/export.csv"),
    "applications.export": ("coordinator", "/applications/export.csv"),
    "panels.export": ("panel-chair", "/panels/export.csv"),
    "observations.export": ("trainer", "/observations/meetings/{met}/export.csv"),
    "complaints.export": ("quality", "/manage/complaints/export.csv"),
    "audit.export": ("admin", "/audit/export.csv"),
    "calendar_feeds.feed": (None, "/calendar/{feed}.ics"),
    "attendance.of_cohort": ("trainer", "/cohorts/{class-ended}/attendance.pdf"),
    "attendance.own": ("graduate", "/my-cohorts/{class-ended}/attendance.pdf"),
    "card.pdf": ("passed", "/courses/{course}/card.pdf"),
    "candidacies.export": ("seeker", "/candidacies/export.csv"),
    "candidates.export": ("keeper", "/candidates/export.csv"),
    "candidates.export_nominations": ("coordinator", "/nominations/export.csv"),
    "recognised.export": ("registrar", "/recognised/export.csv"),
    "certificates.export_mine": ("passed", "/certificates/export.csv"),
    "certificates.file": ("passed", "/certificates/{passed-uuid}/file.json"),
    "certificates.picture": ("passed", "/certificates/{passed-uuid}/thumbnail.webp"),
    "certificates.proof_png": ("half", "/certificates/claims/{draft}/proof.png"),
    "certificates.state": ("passed", "/certificates/{passed-uuid}/state"),
    "cohorts.export": ("trainer", "/cohorts/export.csv"),
    "cohorts.on_phone_plan": ("trainer", "/cohorts/{class-shared}/meetings/{open-shared}/phone/plan"),
    "cohorts.on_phone_standing": ("trainer", "/cohorts/{class-shared}/meetings/{open-shared}/phone/standing"),
    "cohorts.export_board": ("trainer", "/cohorts/{class}/board/export.csv"),
    "cohorts.export_import": ("trainer", "/cohorts/{class}/imports/{file-checked}/export.csv"),
    "cohorts.export_meetings": ("trainer", "/cohorts/{class}/meetings/export.csv"),
    "cohorts.export_questions": ("trainer", "/cohorts/{class}/questions/export.csv"),
    "cohorts.export_officers": ("trainer", "/cohorts/{class}/export.csv"),
    "cohorts.export_roll": ("trainer", "/cohorts/{class}/meetings/{met}/export.csv"),
    "cohorts.roll_sheet": ("trainer", "/cohorts/{class}/meetings/{met}/sheet.pdf"),
    "credentials.picture": ("manager", "/manage/credentials/{passed-uuid}/picture.webp"),
    "credentials.export": ("manager", "/manage/credentials/export.csv"),
    "credentials.export_names": ("manager", "/manage/credentials/names/export.csv"),
    "decisions.export": ("manager", "/manage/decisions/export.csv"),
    "evaluation.export_cohort": ("trainer", "/cohorts/{class-measured}/evaluation/export.csv"),
    "evaluation.export_course": ("trainer", "/forms/evaluation/risk-management/export.csv"),
    "evidence.dossier": ("shower", "/evidence/dossier.pdf"),
    "evidence.dossier_of": ("panel-chair", "/evidence/of/{panel-judged-person}/dossier.pdf"),
    "candidate_files.dossier": ("rater", "/workshops/candidates/{shop-performer}/dossier.pdf"),
    "evidence.export": ("officer", "/evidence/export.csv"),
    "uploads.content": ("shower", "/files/{photo}/content"),
    "uploads.original": ("shower", "/files/{plan}/original"),
    "uploads.page": ("shower", "/files/{plan}/page.png?number=2"),
    "uploads.standing": ("shower", "/uploads/{begun}"),
    "exams.export_answers": ("manager", "/manage/exams/{exam}/answers/export.csv"),
    "exams.export_attempts": ("manager", "/manage/exams/{exam}/attempts/export.csv"),
    "exams.export_cuts": ("manager", "/manage/exams/{exam}/cuts/export.csv"),
    "sittings.export": ("trainer", "/sittings/export.csv"),
    "sittings.export_candidates": ("trainer", "/sittings/{sat-open}/candidates/export.csv"),
    "sittings.export_protocol": ("trainer", "/sittings/{sat-open}/protocol/export.csv"),
    "sittings.sheet": ("trainer", "/sittings/{sat-open}/protocol.pdf"),
    "exams.export_exams": ("manager", "/manage/exams/export.csv"),
    "exams.export_hung": ("manager", f"{FINAL}/{{drawn-question}}/results/export.csv"),
    "exams.export_late": ("manager", "/manage/late/export.csv"),
    "exams.export_mine": ("officer", "/attempts/export.csv"),
    "exams.export_more": ("manager", "/manage/exams/{exam}/more/export.csv"),
    "exams.export_questions": ("manager", "/manage/exams/{exam}/questions/export.csv"),
    "exams.export_time": ("manager", "/manage/exams/{exam}/time/export.csv"),
    "exams.export_withdrawn": ("manager", "/manage/exams/{exam}/withdrawn/export.csv"),
    "exams.standing": ("sitter", "/attempts/{paper}/standing"),
    "exams.token": ("sitter", "/attempts/{paper}/token"),
    "learning.answers": ("officer", "{answers}"),
    "learning.export": ("officer", "/learn/export.csv"),
    "learning.media": ("officer", "/media/{picture}"),
    "learning.module_plan": ("officer", "/courses/{course}/modules/1/plan"),
    "learning.one_lesson_plan": ("officer", "/courses/{course}/lessons/rhino-horn/plan"),
    "learning.saving": ("officer", "/courses/{course}/lessons/rhino-horn/saving"),
    "offline_sheets.export_devices": ("sheet-moderator", "/sheets/devices/export.csv"),
    "offline_sheets.kept": ("assessor", "/sheets/day/kept"),
    "offline_sheets.key": ("assessor", "/sheets/key"),
    "offline_sheets.plan": ("assessor", "/sheets/day/plan"),
    "offline.token": ("officer", "/offline/token"),
    "openings.export": ("trainer", "/courses/{course}/final/openings/export.csv"),
    "openings.export_opened": ("trainer", "/courses/{course}/final/openings/opened/export.csv"),
    "printed.export": ("trainer", "/cohorts/{class-paper}/printed-quizzes/export.csv"),
    "printed.file": ("trainer", "/cohorts/{class-paper}/printed-quizzes/{paper-batch}.pdf"),
    "papers.export": ("runner", "/paper-sheets/{shop}/export.csv"),
    "papers.file": ("runner", "/paper-sheets/{shop}/sheets.pdf"),
    "performances.board_parts": ("moderator", "/performances/board/parts?workshop={shop}"),
    "performances.export_recommendations": ("moderator", "/performances/recommendations/{shop}/export.csv"),
    "performances.export": ("moderator", "/performances/export.csv?workshop={shop}"),
    "rubrics.export": ("rubric owner", "/rubrics/export.csv"),
    "rubrics.export_criteria": ("rubric owner", "/rubrics/bench/criteria/export.csv"),
    "sheets.export": ("rater", "/sheets/export.csv"),
    "sheets.export_feedback": ("performer", "/feedback/export.csv"),
    "people.export": ("admin", "/people/export.csv"),
    "reporting.export_countries": ("manager", "/programme/figures/countries/export.csv"),
    "reporting.export_courses": ("manager", "/programme/figures/courses/export.csv"),
    "reporting.export_report": ("manager", "/programme/reports/{report}/export.csv"),
    "reporting.export_reports": ("manager", "/programme/reports/export.csv"),
    "reporting.export_trainers": ("manager", "/programme/figures/UG/export.csv"),
    "reporting.pdf": ("manager", "/programme/reports/{report}/report.pdf"),
    "schemes.export": ("manager", "/schemes/export.csv"),
    "register.audit_seal": (None, "/audit/seals/{seal}"),
    "register.credential_picture": (None, "/credentials/{passed-token}/picture.webp"),
    "register.credential_file": (None, "/credentials/{passed-token}.json"),
    "register.did_document": (None, "/.well-known/did.json"),
    "register.key": (None, "/keys/{key}.json"),
    "register.key_set": (None, "/.well-known/jwks.json"),
    "register.profile": (None, "/issuer"),
    "register.status_list": (None, "/status/{list}"),
    "surveys.export": ("trainer", "/forms/export.csv"),
    "surveys.export_requests": ("trainer", "/forms/supervisors/export.csv"),
    "web.choose_language": (None, "/language/en"),
    "web.choose_pictures": (None, "/pictures/on"),
    "web.choose_shared": (None, "/shared-device/off"),
    "web.healthz": (None, "/healthz"),
    "web.metrics": (None, "/metrics"),
    "web.readyz": (None, "/readyz"),
    "web.worker": (None, "/sw.js"),
}
