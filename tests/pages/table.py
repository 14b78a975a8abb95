"""Every page and every state in which it can be, and what is no page."""

from __future__ import annotations

from tests.pages.certificate_states import CARD, FAULTS, HOLDER, VERIFIER
from tests.pages.learning_states import DECISIONS, EXAMS, FINALS, LEARNING, PHONE
from tests.pages.message_states import MESSAGES
from tests.pages.people_states import DOOR, OFFICE
from tests.pages.question_states import QUESTIONS
from tests.pages.renewal_states import RENEWALS
from tests.pages.survey_states import SURVEYS

PAGES = [
    *DOOR,
    *OFFICE,
    *MESSAGES,
    *LEARNING,
    *FINALS,
    *PHONE,
    *EXAMS,
    *DECISIONS,
    *QUESTIONS,
    *HOLDER,
    *CARD,
    *VERIFIER,
    *SURVEYS,
    *RENEWALS,
    *FAULTS,
]

# What a browser is answered at these addresses is no page; who asks, and where.
NO_PAGE = {
    "card.pdf": ("passed", "/courses/{course}/card.pdf"),
    "certificates.file": ("passed", "/certificates/{passed-uuid}/file.json"),
    "certificates.proof_png": ("half", "/certificates/claims/{draft}/proof.png"),
    "certificates.state": ("passed", "/certificates/{passed-uuid}/state"),
    "exams.standing": ("sitter", "/attempts/{paper}/standing"),
    "exams.token": ("sitter", "/attempts/{paper}/token"),
    "learning.answers": ("officer", "{answers}"),
    "learning.media": ("officer", "/media/{picture}"),
    "learning.module_plan": ("officer", "/courses/{course}/modules/1/plan"),
    "offline.token": ("officer", "/offline/token"),
    "register.audit_seal": (None, "/audit/seals/{seal}"),
    "register.credential_file": (None, "/credentials/{passed-token}.json"),
    "register.did_document": (None, "/.well-known/did.json"),
    "register.key": (None, "/keys/{key}.json"),
    "register.key_set": (None, "/.well-known/jwks.json"),
    "register.profile": (None, "/issuer"),
    "register.status_list": (None, "/status/{list}"),
    "web.choose_language": (None, "/language/en"),
    "web.choose_pictures": (None, "/pictures/on"),
    "web.healthz": (None, "/healthz"),
    "web.metrics": (None, "/metrics"),
    "web.readyz": (None, "/readyz"),
    "web.worker": (None, "/sw.js"),
}
