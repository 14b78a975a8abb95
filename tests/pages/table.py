"""Every page and every state in which it can be, and what is no page."""

from __future__ import annotations

from tests.pages.application_states import APPLICATIONS
from tests.pages.calendar_states import CALENDARS
from tests.pages.certificate_states import CARD, FAULTS, HOLDER, VERIFIER
from tests.pages.cohort_states import COHORTS
from tests.pages.import_states import IMPORTS
from tests.pages.learning_states import DECISIONS, EXAMS, FINALS, LEARNING, PHONE
from tests.pages.message_states import MESSAGES
from tests.pages.people_states import DOOR, OFFICE
from tests.pages.programme_states import PROGRAMME
from tests.pages.question_states import FINAL, QUESTIONS
from tests.pages.renewal_states import RENEWALS
from tests.pages.report_states import REPORTS
from tests.pages.survey_states import SURVEYS

PAGES = [
    *DOOR,
    *OFFICE,
    *APPLICATIONS,
    *MESSAGES,
    *LEARNING,
    *COHORTS,
    *PROGRAMME,
    *IMPORTS,
    *FINALS,
    *PHONE,
    *EXAMS,
    *DECISIONS,
    *QUESTIONS,
    *HOLDER,
    *CARD,
    *VERIFIER,
    *SURVEYS,
    *CALENDARS,
    *RENEWALS,
    *REPORTS,
    *FAULTS,
]

# What a browser is answered at these addresses is no page; who asks, and where.
NO_PAGE = {
    "programme.export_activities": ("manager", "/programme/activities/export.csv"),
    "programme.export_funds": ("manager", "/programme/funds/export.csv"),
    "programme.export_my_trainings": ("trainer", "/my-trainings/export.csv"),
    "programme.export_partners": ("manager", "/programme/partners/export.csv"),
    "programme.export_regions": ("manager", "/programme/regions/export.csv"),
    "programme.export_trained": ("manager", "/cascade/cohorts/{class}/export.csv"),
    "programme.export_trainers": ("manager", "/cascade/export.csv"),
    "programme.export_trainings": ("manager", "/cascade/{trainer}/export.csv"),
    "administrations.export": ("admin", "/administrations/export.csv"),
    "administrations.export_units": ("admin", "/administrations/{place}/units/export.csv"),
    "applications.export": ("coordinator", "/applications/export.csv"),
    "audit.export": ("admin", "/audit/export.csv"),
    "calendar_feeds.feed": (None, "/calendar/{feed}.ics"),
    "card.pdf": ("passed", "/courses/{course}/card.pdf"),
    "certificates.export_mine": ("passed", "/certificates/export.csv"),
    "certificates.file": ("passed", "/certificates/{passed-uuid}/file.json"),
    "certificates.proof_png": ("half", "/certificates/claims/{draft}/proof.png"),
    "certificates.state": ("passed", "/certificates/{passed-uuid}/state"),
    "cohorts.export": ("trainer", "/cohorts/export.csv"),
    "cohorts.export_board": ("trainer", "/cohorts/{class}/board/export.csv"),
    "cohorts.export_import": ("trainer", "/cohorts/{class}/imports/{file-checked}/export.csv"),
    "cohorts.export_officers": ("trainer", "/cohorts/{class}/export.csv"),
    "credentials.export": ("manager", "/manage/credentials/export.csv"),
    "credentials.export_names": ("manager", "/manage/credentials/names/export.csv"),
    "decisions.export": ("manager", "/manage/decisions/export.csv"),
    "exams.export_attempts": ("manager", "/manage/exams/{exam}/attempts/export.csv"),
    "exams.export_cuts": ("manager", "/manage/exams/{exam}/cuts/export.csv"),
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
    "offline.token": ("officer", "/offline/token"),
    "openings.export": ("trainer", "/courses/{course}/final/openings/export.csv"),
    "openings.export_opened": ("trainer", "/courses/{course}/final/openings/opened/export.csv"),
    "people.export": ("admin", "/people/export.csv"),
    "reporting.export_countries": ("manager", "/programme/figures/countries/export.csv"),
    "reporting.export_courses": ("manager", "/programme/figures/courses/export.csv"),
    "reporting.export_report": ("manager", "/programme/reports/{report}/export.csv"),
    "reporting.export_reports": ("manager", "/programme/reports/export.csv"),
    "reporting.export_trainers": ("manager", "/programme/figures/UG/export.csv"),
    "reporting.pdf": ("manager", "/programme/reports/{report}/report.pdf"),
    "register.audit_seal": (None, "/audit/seals/{seal}"),
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
    "web.healthz": (None, "/healthz"),
    "web.metrics": (None, "/metrics"),
    "web.readyz": (None, "/readyz"),
    "web.worker": (None, "/sw.js"),
}
