"""Renewals and newer versions, as officers, managers and strangers see them."""

from __future__ import annotations

from tests.pages.acts import press
from tests.pages.state import State

NEWER = "/courses/tiny-course/versions/2"
EXAM = "/courses/{course}/exams/final-exam"
RENEWALS = [
    State("web.start", "a certificate to renew", "renewable", "/"),
    State("learning.course", "not to renew yet", "valid-long", "/courses/{course}"),
    State("learning.course", "to renew", "renewable", "/courses/{course}"),
    State("learning.course", "renewing", "renewing", "/courses/{course}"),
    State("learning.course", "renewed", "renewed", "/courses/{course}"),
    State("learning.learn", "to renew", "renewable", "/learn"),
    State("exams.exam", "not to renew yet", "valid-long", EXAM),
    State("exams.exam", "renewing", "renewing", EXAM),
    State("certificates.mine", "two, one of them later", "renewed", "/certificates"),
    State("certificates.mine", "held back by a suspension", "held-back", "/certificates"),
    State("certificates.claim", "held back by a suspension", "held-back", "/certificates/claims/{held-back-claim}"),
    State("certificates.one", "to renew", "renewable", "/certificates/{renewable-uuid}"),
    State("certificates.one", "not begun", "renewed", "/certificates/{next-uuid}"),
    State("credentials.one", "not begun", "manager", "/manage/credentials/{next-uuid}"),
    State("register.credential", "not begun", None, "/credentials/{next-token}"),
    State("learning.course", "a newer version", "outdated", "/courses/tiny-course"),
    State("learning.newer", "what changes", "outdated", NEWER),
    State("learning.lesson", "a newer version, read", "outdated", "/courses/tiny-course/lessons/second"),
    State("learning.move", "moved", "updating", NEWER, press("Move to version 2")),
]
