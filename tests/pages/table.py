"""Every page and every state in which it can be: where, who looks, and what they do before it is looked at."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.items.kinds import KindName
from tests.pages import acts
from tests.pages.acts import Act, check, drop, fill, number, press, send

LESSONS = (
    "why-goods-pass", "ten-second-look", "hidden-and-wrapped", "ivory-what-it-is", "reading-the-lines",
    "other-ivories", "rhino-horn", "pangolin-scales", "skins-teeth-shell", "fins-eels-seahorses", "live-animals",
    "timber-and-plants", "hold-it-safely",
)  # fmt: skip
LESSON = "/courses/{course}/lessons/"
OFFLINE, REFUSED = "ERR_INTERNET_DISCONNECTED", "Failed to load resource"


@dataclass(frozen=True)
class State:
    """A page in one state; `answers` is the status of what it is shown with, `noise` what a browser says to it."""

    endpoint: str
    state: str
    who: str | None
    path: str
    act: Act | None = None
    answers: int = 200
    noise: str = ""
    empty: bool = False  # in a new installation, where nothing is there yet

    def __str__(self) -> str:
        return f"{self.endpoint}: {self.state}"


DOOR = [
    State("web.start", "a stranger", None, "/"),
    State("web.start", "skipping the menu", None, "/", acts.skip),
    State("web.start", "under way", "officer", "/"),
    State("web.start", "a certificate waits", "finisher", "/"),
    State("web.start", "late answers wait", "manager", "/"),
    State("web.start", "the menu", "admin", "/", acts.menu),
    State("web.start", "nothing waits", "fresh", "/"),
    State("web.start", "nothing waits", "officer", "/", empty=True),
    State("people.sign_in", "to fill", None, "/sign-in"),
    State("people.sign_in", "nothing typed", None, "/sign-in", press("Sign in"), 422),
    State("people.sign_in", "wrong", None, "/sign-in", fill("Sign in", login="nobody", password="x"), 422),
    State("people.sign_in", "too often", None, "/sign-in", fill("Sign in", login="somebody", password="x"), 429),
    State("people.sign_in", "signed out", "devices", "/", press("Sign out")),
    State("people.forgot", "to fill", None, "/forgot"),
    State("people.forgot", "nothing typed", None, "/forgot", press("Send the link"), 422),
    State("people.forgot_sent", "sent", None, "/forgot/sent"),
    State("people.link", "to fill", None, "/link/{link}"),
    State("people.link", "too short", None, "/link/{link}", fill("Keep the password and sign in", password="abc"), 422),
    State("people.link", "expired", None, "/link/{link-expired}", answers=410),
    State("people.link", "ended", None, "/link/{link-ended}", answers=410),
    State("people.link", "unknown", None, "/link/abc", answers=404),
    State("people.code", "to fill", None, "/code"),
    State("people.code", "nothing typed", None, "/code", press("Keep the password and sign in"), 422),
    State("account.own", "of an officer", "officer", "/account"),
    State("account.own", "of an administrator", "admin", "/account"),
    State("account.own", "kept", "admin", "/account", press("Keep the language")),
    State("account.password", "to fill", "officer", "/account/password"),
    State("account.password", "nothing typed", "officer", "/account/password", press("Keep the new password"), 422),
    State("account.signed_in", "here alone", "half", "/account/sessions"),
    State("account.signed_in", "on two devices", "devices", "/account/sessions", acts.device),
]
OFFICE = [
    State("administrations.all_of_them", "three", "admin", "/administrations"),
    State("administrations.all_of_them", "none", "admin", "/administrations", empty=True),
    State("administrations.one", "with units", "admin", "/administrations/{place}"),
    State("administrations.one", "without units", "admin", "/administrations/{bare}"),
    State("administrations.new", "to fill", "admin", "/administrations/new"),
    State("administrations.new", "nothing typed", "admin", "/administrations/new", press("Add the adm"), 422),
    State("administrations.edit", "to change", "admin", "/administrations/{place}/edit"),
    State(
        "administrations.edit",
        "no name",
        "admin",
        "/administrations/{place}/edit",
        fill("Keep the change", name=""),
        422,
    ),
    State("administrations.new_unit", "to fill", "admin", "/administrations/{bare}/units/new"),
    State("administrations.new_unit", "nothing typed", "admin", "/administrations/{bare}/units/new", press("Add"), 422),
    State("administrations.edit_unit", "to change", "admin", "/administrations/{place}/units/{unit}"),
    State("people.all_of_them", "all", "admin", "/people"),
    State("people.all_of_them", "second page", "admin", "/people?page=2"),
    State("people.all_of_them", "of one administration", "admin", "/people?administration={place}"),
    State("people.all_of_them", "of one without people", "admin", "/people?administration={bare}"),
    State("people.all_of_them", "nobody found", "admin", "/people?words=zzz"),
    State("people.all_of_them", "closed", "admin", "/people?words=Vann"),
    State("people.all_of_them", "first people", "admin", "/people", empty=True),
    State("people.new", "to fill", "admin", "/people/new"),
    State("people.new", "nothing typed", "admin", "/people/new", press("Make the account"), 422),
    State("people.one", "open", "admin", "/people/{devices}", acts.unfold),
    State("people.one", "with a link open", "admin", "/people/{lettered}"),
    State("people.one", "without roles", "admin", "/people/{roleless}"),
    State("people.one", "closed", "admin", "/people/{closed}", acts.unfold),
    State("people.one", "own", "admin", "/people/{admin}"),
    State("people.one", "beyond one's scope", "local", "/people/{beyond}"),
    State("people.one", "letter sent", "admin", "/people/{devices}", send("/people/{lettered}/letter")),
    State("people.edit", "to change", "admin", "/people/{lettered}/edit"),
    State("people.edit", "wrong", "admin", "/people/{lettered}/edit", fill("Keep the change", name="", email="x"), 422),
    State("people.give_role", "to fill", "admin", "/people/{roleless}/roles/new"),
    State("people.give_role", "nothing chosen", "admin", "/people/{roleless}/roles/new", press("Give the role"), 422),
    State("people.slip", "to print", "admin", "/people/{closed}/slip"),
    State("people.slip", "to print", "admin", "/people/{roleless}", press("Print a new slip")),
    State("people.slip", "over", "admin", "/people/{fresh}/slip"),
    State("operating.letters", "some", None, "/letters"),
    State("operating.letters", "none", None, "/letters", empty=True),
    State("operating.letter", "an invitation", None, "/letters/{letter}"),
]
LEARNING = [
    State("learning.learn", "under way", "officer", "/learn"),
    State("learning.learn", "all read", "finisher", "/learn"),
    State("learning.learn", "not begun", "fresh", "/learn"),
    State("learning.learn", "no course", "officer", "/learn", empty=True),
    State("learning.course", "not begun", "fresh", "/courses/{course}"),
    State("learning.course", "begun, nothing read", "enrolled", "/courses/{course}"),
    State("learning.course", "under way", "officer", "/courses/{course}"),
    State("learning.course", "exam failed", "failed", "/courses/{course}"),
    State("learning.course", "all done", "passed", "/courses/{course}"),
    State("learning.course", "a lesson before it began", "fresh", LESSON + "rhino-horn"),
    *[State("learning.lesson", name, "officer", LESSON + name) for name in LESSONS],
    State("learning.lesson", "read", "finisher", LESSON + "reading-the-lines"),
    State("learning.lesson", "a word open", "officer", LESSON + "reading-the-lines", acts.word),
    State("learning.lesson", "sources open", "officer", LESSON + "rhino-horn", acts.unfold),
    State("learning.answer_check", "an angle", "officer", LESSON + "reading-the-lines", check("angle", "typed=118")),
    State(
        "learning.answer_check", "an angle, wrong", "officer", LESSON + "reading-the-lines", check("angle", "typed=20")
    ),
    State("learning.answer_check", "no answer", "officer", LESSON + "reading-the-lines", check("one-choice")),
    State(
        "learning.answer_check", "no number", "officer", LESSON + "reading-the-lines", check("number", "answer=many")
    ),
    State("learning.answer_check", "a number", "officer", LESSON + "reading-the-lines", check("number", "answer=5")),
    State(
        "learning.answer_check", "one choice", "officer", LESSON + "pangolin-scales", check("one-choice", "answer=a")
    ),
    State(
        "learning.answer_check",
        "several",
        "officer",
        LESSON + "ten-second-look",
        check("several-choices", "answer=a", "answer=b"),
    ),
    State("learning.answer_check", "true", "officer", LESSON + "why-goods-pass", check("true-false", "answer=true")),
    State("learning.answer_check", "false", "officer", LESSON + "why-goods-pass", check("true-false", "answer=false")),
    State("learning.glossary", "words", "officer", "/courses/{course}/glossary"),
]
PAPER = "/attempts/{paper}"
AT = {kind: f"/attempts/{{at-{kind}}}" for kind in KindName}
EXAMS = [
    State("exams.exam", "a quiz", "fresh", "/courses/{course}/exams/{quiz}", answers=404),
    State("exams.exam", "a quiz", "enrolled", "/courses/{course}/exams/{quiz}"),
    State("exams.exam", "the final exam", "enrolled", "/courses/{course}/exams/final-exam"),
    State("exams.exam", "with extra time", "slow", "/courses/{course}/exams/final-exam"),
    State("exams.exam", "under way", "sitter", "/courses/{course}/exams/final-exam"),
    State("exams.exam", "to wait for", "soon", "/courses/{course}/exams/final-exam"),
    State("exams.exam", "no attempt left", "tired", "/courses/{course}/exams/final-exam"),
    State("exams.exam", "once failed", "failed", "/courses/{course}/exams/final-exam"),
    State("exams.exam", "passed", "passed", "/courses/{course}/exams/final-exam"),
    *[State("exams.attempt", f"a question, {kind}", "sitter", path, acts.begun) for kind, path in AT.items()],
    State("exams.attempt", "flagged", "sitter", PAPER, acts.flagged),
    State("exams.attempt", "to hand in", "sitter", PAPER, acts.unfold),
    State("exams.attempt", "marked", "sitter", AT[KindName.SPOT], acts.marked),
    State("exams.attempt", "measured", "sitter", AT[KindName.ANGLE], acts.measured),
    State("exams.attempt", "no number", "sitter", AT[KindName.NUMBER], acts.no_number),
    State("exams.save_one", "no number", "sitter", AT[KindName.NUMBER], acts.no_number_without_script, 422),
    State("exams.attempt", "offline", "sitter", AT[KindName.ONE_CHOICE], acts.offline, noise=OFFLINE),
    State("exams.attempt", "signed out", "sitter", AT[KindName.ONE_CHOICE], acts.signed_out, noise=REFUSED),
    State("exams.attempt", "answered elsewhere", "sitter", AT[KindName.TRUE_FALSE], acts.stale, noise=REFUSED),
    State("exams.attempt", "nearly over", "sitter", PAPER, acts.nearly_over),
    State("exams.attempt", "exam passed", "passed", "/attempts/{final-passed}"),
    State("exams.attempt", "exam failed", "failed", "/attempts/{final-failed}"),
    State("exams.attempt", "with a late answer", "late", "/attempts/{final-late}"),
    *[State("exams.attempt", f"quiz {n + 1} half right", "half", f"/attempts/{{half-{n}}}") for n in range(4)],
    State("exams.attempt", "being scored", "half", "/attempts/{scoring}"),
    State("exams.mine", "some", "half", "/attempts"),
    State("exams.mine", "none", "fresh", "/attempts"),
    State("exams.manage", "late answers wait", "manager", "/manage/exams"),
    State("exams.manage", "none", "manager", "/manage/exams", empty=True),
    State("exams.manage_exam", "all open", "manager", "/manage/exams/{exam}", acts.unfold),
    State("exams.give_time", "nothing typed", "manager", "/manage/exams/{exam}", press("Give extra time"), 422),
    State("exams.set_cut", "nothing typed", "manager", "/manage/exams/{exam}", send("/manage/exams/{exam}/cut"), 422),
    State("exams.late", "to decide", "manager", "/manage/late/{final-late}"),
    State("exams.late", "no reason", "manager", "/manage/late/{final-late}", press("Accept and score them"), 422),
]
HOLDER = [
    State("certificates.mine", "one waits", "finisher", "/certificates"),
    State("certificates.mine", "one held", "passed", "/certificates"),
    State("certificates.mine", "none", "enrolled", "/certificates"),
    State("certificates.claim", "to fill", "finisher", "/certificates/claims/{claim}"),
    State(
        "certificates.claim",
        "no name",
        "finisher",
        "/certificates/claims/{claim}",
        fill("Show me how it will look", name=""),
        422,
    ),
    State("certificates.proof", "to confirm", "late", "/certificates/claims/{draft}/proof"),
    State("certificates.one", "in force", "passed", "/certificates/{passed-uuid}"),
    State("certificates.one", "being made", "fresh", "/certificates/{making-uuid}"),
    State("certificates.one", "being made anew", "lettered", "/certificates/{anew-uuid}"),
    State("certificates.one", "expired", "expired", "/certificates/{expired-uuid}"),
    State("certificates.one", "revoked", "revoked", "/certificates/{revoked-uuid}"),
    State("certificates.one", "corrected", "replaced", "/certificates/{replaced-uuid}"),
    State("certificates.one", "private", "private", "/certificates/{private-uuid}"),
    State("certificates.one", "choice kept", "passed", "/certificates/{passed-uuid}", press("Keep my choice")),
    State("credentials.all_of_them", "some", "manager", "/manage/credentials"),
    State("credentials.all_of_them", "none found", "manager", "/manage/credentials?words=zzz"),
    State("credentials.all_of_them", "none", "manager", "/manage/credentials", empty=True),
    State("credentials.one", "in force", "manager", "/manage/credentials/{passed-uuid}"),
    State("credentials.one", "revoked", "manager", "/manage/credentials/{revoked-uuid}"),
    State("credentials.one", "corrected", "manager", "/manage/credentials/{replaced-uuid}"),
    State("credentials.one", "expired", "manager", "/manage/credentials/{expired-uuid}"),
    State("credentials.one", "own", "manager", "/manage/credentials/{managers-own-uuid}"),
    State("credentials.one", "being made", "manager", "/manage/credentials/{making-uuid}"),
    State(
        "credentials.revoke",
        "no reason",
        "manager",
        "/manage/credentials/{passed-uuid}",
        press("Revoke this certificate"),
        422,
    ),
    State("credentials.reissue", "to fill", "manager", "/manage/credentials/{passed-uuid}/reissue"),
    State(
        "credentials.reissue",
        "no reason",
        "manager",
        "/manage/credentials/{passed-uuid}/reissue",
        press("Make it anew"),
        422,
    ),
]
VERIFIER = [
    State("register.check", "to fill", None, "/verify"),
    State("register.check", "to fill, signed in", "officer", "/verify"),
    State("register.check_file", "no file", None, "/verify", press("Check the file"), 422),
    State("register.check_file", "genuine", None, "/verify", drop("genuine.pdf")),
    State("register.check_file", "changed", None, "/verify", drop("changed.pdf")),
    State("register.check_file", "cut off", None, "/verify", drop("cut.pdf")),
    State("register.check_file", "another record", None, "/verify", drop("tampered.json")),
    State("register.check_file", "another issuer", None, "/verify", drop("stranger.json")),
    State("register.check_file", "another key", None, "/verify", drop("forged.json")),
    State("register.check_file", "replaced", None, "/verify", drop("replaced.json")),
    State("register.check_file", "revoked", None, "/verify", drop("revoked.pdf")),
    State("register.check_file", "expired", None, "/verify", drop("expired.png")),
    State("register.check_file", "private", None, "/verify", drop("private.jwt")),
    State("register.check_number", "nothing typed", None, "/verify", press("Check the number"), 422),
    State("register.check_number", "no number", None, "/verify", number("12", "Sok"), 422),
    State("register.check_number", "genuine", None, "/verify", number("passed", "boonmee")),
    State("register.check_number", "unknown", None, "/verify", number("passed", "somebody")),
    State("register.credential", "genuine", None, "/credentials/{passed-token}"),
    State("register.credential", "being made", None, "/credentials/{making-token}"),
    State("register.credential", "expired", None, "/credentials/{expired-token}"),
    State("register.credential", "revoked", None, "/credentials/{revoked-token}"),
    State("register.credential", "corrected", None, "/credentials/{replaced-token}"),
    State("register.credential", "private", None, "/credentials/{private-token}"),
    State("register.credential", "unknown", None, "/credentials/aaaaaaaaaaaaaaaa", answers=404),
    State("register.inside_address", "private", None, "/credentials/{private-uuid}", answers=404),
    State("register.achievement", "what it is for", None, "/achievements/{achievement}"),
]
FAULTS = [
    State("oops", "not found", None, "/nowhere", answers=404),
    State("oops", "not found, signed in", "officer", "/nowhere", answers=404),
    *[State("oops", str(code), "officer", f"/oops/{code}", answers=code) for code in (403, 413, 429, 500, 503)],
    State("oops", "no attempt left", "tired", "/account", send("/courses/{course}/exams/final-exam/start"), 409),
    State("oops", "no token", "tired", "/account", send("/account", token=False), 400),
    State("oops", "no such request", "tired", "/account", send("/people/{fresh}/slip"), 404),
]
PAGES = [*DOOR, *OFFICE, *LEARNING, *EXAMS, *HOLDER, *VERIFIER, *FAULTS]

# What a browser is answered at these addresses is no page.
NO_PAGE = {
    "certificates.file": "/certificates/{passed-uuid}/file.json",
    "certificates.proof_png": "/certificates/claims/{draft}/proof.png",
    "certificates.state": "/certificates/{passed-uuid}/state",
    "exams.token": "/attempts/{paper}/token",
    "learning.media": "/media/{picture}",
    "register.credential_file": "/credentials/{passed-token}.json",
    "register.did_document": "/.well-known/did.json",
    "register.key": "/keys/{key}.json",
    "register.key_set": "/.well-known/jwks.json",
    "register.profile": "/issuer",
    "register.status_list": "/status/{list}",
    "web.choose_language": "/language/en",
    "web.healthz": "/healthz",
    "web.metrics": "/metrics",
    "web.readyz": "/readyz",
}
