"""Courses, lessons, papers, results, and what a programme manager decides about them."""

from __future__ import annotations

from tests.builders.assessments import KINDS
from tests.builders.kind_names import KindName
from tests.pages import acts, offline_acts
from tests.pages.acts import check, press, send
from tests.pages.state import State

LESSONS = (
    "why-goods-pass", "ten-second-look", "hidden-and-wrapped", "ivory-what-it-is", "reading-the-lines",
    "other-ivories", "rhino-horn", "pangolin-scales", "skins-teeth-shell", "fins-eels-seahorses", "travellers-goods",
    "live-animals", "live-birds", "reptiles-frogs-spiders", "live-in-transport",
    "timber-and-plants", "timber-beyond-rosewood", "medicines-and-extracts", "what-changed-in-2026",
    "hold-it-safely",
)  # fmt: skip
OPENINGS = "/courses/{course}/final/openings"
LESSON = "/courses/{course}/lessons/"
COMPARED = "/courses/risk-management/lessons/flags-goods-and-routes"
PERMIT = "/courses/legal-instruments/lessons/reading-a-permit"
OFFLINE, REFUSED = "ERR_INTERNET_DISCONNECTED", "Failed to load resource"
LOST = "net::ERR_"  # what is asked through the service worker without a line


LEARNING = [
    State("learning.learn", "under way", "officer", "/learn"),
    State("learning.learn", "all read", "finisher", "/learn"),
    State("learning.learn", "not begun", "fresh", "/learn"),
    State("learning.learn", "no course", "officer", "/learn", empty=True),
    State("learning.learn", "passed", "passed", "/learn"),
    State("learning.learn", "exam failed", "failed", "/learn"),
    State("learning.course", "not begun", "fresh", "/courses/{course}"),
    State("learning.course", "a certificate waits for a name", "finisher", "/courses/{course}"),
    State("learning.course", "all unfolded", "officer", "/courses/{course}", acts.unfold),
    State("learning.course", "begun, nothing read", "enrolled", "/courses/{course}"),
    State("learning.course", "under way", "officer", "/courses/{course}"),
    State("learning.course", "exam failed", "failed", "/courses/{course}"),
    State("learning.course", "all done", "passed", "/courses/{course}"),
    State("learning.course", "to take again", "over", "/courses/{course}"),
    State("learning.course", "not before a day", "faulted", "/courses/{course}"),
    State("learning.course", "exam opened by somebody", "early", "/courses/{course}"),
    State("learning.course", "what the exam waits for", "waiting", "/courses/{course}", acts.unfold),
    State("learning.learn", "to take again", "over", "/learn"),
    State("learning.course", "a lesson before it began", "fresh", LESSON + "rhino-horn"),
    State("learning.course", "read without taking it", "manager", "/courses/{course}"),
    State("learning.lesson", "read without taking the course", "manager", LESSON + "rhino-horn"),
    *[State("learning.lesson", name, "officer", LESSON + name) for name in LESSONS],
    State("learning.lesson", "read", "finisher", LESSON + "reading-the-lines"),
    State("learning.lesson", "a word open", "officer", LESSON + "reading-the-lines", acts.word),
    State("learning.sources", "with a figure and words", "officer", LESSON + "rhino-horn/sources"),
    State("learning.sources", "many rows of a table", "manager", LESSON + "timber-and-plants/sources"),
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
    State(
        "learning.answer_check",
        "without a script",
        "officer",
        LESSON + "pangolin-scales",
        check("one-choice", "answer=a", as_page=True),
    ),
    State(
        "learning.answer_check",
        "no number, without a script",
        "officer",
        LESSON + "reading-the-lines",
        check("number", "answer=many", as_page=True),
    ),
    State("learning.lesson", "a manifest to compare", "manager", COMPARED),
    State("learning.answer_check", "a manifest", "manager", COMPARED, check("manifest", "answer=l1", "answer=l2")),
    State("learning.lesson", "a permit to compare", "manager", PERMIT),
    State("learning.answer_check", "a permit", "manager", PERMIT, check("permit", "answer=f1")),
    State("learning.practice", "three lessons", "officer", "/courses/{course}/modules/1/practice"),
    State("learning.practice", "matching and gaps", "officer", "/courses/{course}/modules/2/practice"),
    State("learning.practice", "ordering", "officer", "/courses/{course}/modules/4/practice"),
    State("learning.course", "a practice quiz before it began", "fresh", "/courses/{course}/modules/1/practice"),
    State("learning.practice", "results here", "officer", "/courses/{course}/modules/2/practice", acts.practised),
    State(
        "learning.answer_practice",
        "a number",
        "officer",
        "/courses/{course}/modules/2/practice",
        send("/courses/{course}/modules/2/practice/practice-reading-the-lines-2?so-far=", answer="5"),
    ),
    State("learning.lesson", "pictures left out", "officer", LESSON + "reading-the-lines", acts.pictures_off),
    State("learning.course", "a module kept", "officer", "/courses/{course}", acts.keep),
    State("learning.card_used", "to press", "passed", "/courses/{course}/card/used"),
    State("learning.card_used", "noted", "finisher", "/courses/{course}/card/used", press("I used this today")),
    State("learning.glossary", "words", "officer", "/courses/{course}/glossary"),
    State("learning.search", "nothing typed", "officer", "/search"),
    State("learning.search", "found", "officer", "/search?q=pangolin+sca"),
    State("learning.search", "found, some of the words", "officer", "/search?q=pangolin+xylophone"),
    State("learning.search", "found, not begun", "fresh", "/search?q=ivory"),
    State("learning.search", "nothing found", "officer", "/search?q=xylophone"),
]
FINALS = [
    State("openings.waiting", "some", "manager", OPENINGS),
    State("openings.waiting", "nobody of this name", "manager", f"{OPENINGS}?person=nobody"),
    State("openings.waiting", "nobody waits", "manager", "/courses/legal-instruments/final/openings"),
    State("openings.one", "to open", "manager", f"{OPENINGS}/{{waiting-run}}", acts.unfold),
    State("openings.open_for_one", "no reason", "manager", f"{OPENINGS}/{{waiting-run}}", press("Open the exam"), 422),
    State("openings.one", "opened", "manager", f"{OPENINGS}/{{early-run}}"),
]
PHONE = [
    State("web.offline", "nobody", None, "/offline"),
    State("web.offline", "a module and a refused mark", "officer", "/offline", acts.kept_and_marked),
    State("web.offline", "nothing saved", "officer", "/learn", offline_acts.phone_page),
    State("web.offline", "offline, opened first", "officer", "/learn", offline_acts.opened_offline("/"), noise=LOST),
    State(
        "web.offline",
        "a page that is not saved",
        "officer",
        "/learn",
        offline_acts.opened_offline("/inbox"),
        noise=LOST,
    ),
    State("web.offline", "hardly any space left", "officer", "/learn", offline_acts.nearly_full),
    State("learning.lesson", "offline", "officer", LESSON + "rhino-horn", offline_acts.line_lost, noise=OFFLINE),
    State("learning.lesson", "saved, offline, one waiting", "officer", "/learn", offline_acts.read_offline, noise=LOST),
    State("learning.lesson", "what saves it", "officer", LESSON + "rhino-horn", offline_acts.saving_opened),
    State("learning.course", "single lessons", "officer", "/courses/{course}", offline_acts.unfold_lessons),
    State("exams.attempt", "without a line", "sitter", "/attempts/{paper}", offline_acts.line_lost, noise=OFFLINE),
    State("register.check", "offline", None, "/verify", offline_acts.line_lost),
]
PAPER = "/attempts/{paper}"
AT = {kind: f"/attempts/{{at-{kind}}}" for kind in KINDS}
EXAMS = [
    State("learning.course", "sent there by an exam", "fresh", "/courses/{course}/exams/{quiz}"),
    State("exams.exam", "a quiz", "enrolled", "/courses/{course}/exams/{quiz}"),
    State("exams.exam", "not open", "waiting", "/courses/{course}/exams/final-exam"),
    State("exams.exam", "the final exam", "slow", "/courses/{course}/exams/final-exam"),
    State("exams.exam", "opened by somebody", "early", "/courses/{course}/exams/final-exam"),
    State("exams.exam", "with extra time", "slow", "/courses/{course}/exams/final-exam"),
    State("exams.exam", "under way", "sitter", "/courses/{course}/exams/final-exam"),
    State("exams.exam", "to wait for", "soon", "/courses/{course}/exams/final-exam"),
    State("exams.exam", "no attempt left", "tired", "/courses/{course}/exams/final-exam"),
    State("exams.exam", "once failed", "failed", "/courses/{course}/exams/final-exam"),
    State("exams.exam", "passed", "passed", "/courses/{course}/exams/final-exam"),
    *[State("exams.attempt", f"a question, {kind}", "sitter", path, acts.begun) for kind, path in AT.items()],
    State("exams.attempt", "flagged", "sitter", PAPER, acts.flagged),
    State("exams.attempt", "reviewed", "sitter", PAPER, acts.reviewed),
    State("exams.attempt", "asked once more", "sitter", PAPER, acts.asked_once_more),
    State("exams.review", "with scripts", "sitter", f"{PAPER}/review", acts.begun),
    State("exams.submit", "another list", "sitter", PAPER, send(f"{PAPER}/submit", unanswered="1", sure="1"), 409),
    State("exams.attempt", "marked", "sitter", AT[KindName.SPOT], acts.marked),
    State("exams.attempt", "measured", "sitter", AT[KindName.ANGLE], acts.measured),
    State("exams.attempt", "no number", "sitter", AT[KindName.NUMBER], acts.no_number, noise=REFUSED),
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
    State("exams.revise", "quizzes half right", "half", "/courses/{course}/revise"),
    State("exams.revise", "exam failed", "failed", "/courses/{course}/revise"),
    State("exams.revise", "nothing sat yet", "enrolled", "/courses/{course}/revise"),
    State("exams.mine", "some", "half", "/attempts"),
    State("exams.mine", "none", "fresh", "/attempts"),
    State("exams.manage", "late answers wait", "manager", "/manage/exams"),
    State("exams.manage", "none", "manager", "/manage/exams", empty=True),
    State("exams.manage_exam", "all open", "manager", "/manage/exams/{exam}", acts.unfold),
    State("exams.give_time", "nothing typed", "manager", "/manage/exams/{exam}", press("Give extra time"), 422),
    State("exams.set_cut", "nothing typed", "manager", "/manage/exams/{exam}", send("/manage/exams/{exam}/cut"), 422),
    State("exams.exam", "kept from it", "barred", "/courses/{course}/exams/final-exam"),
    State("exams.exam", "one more given", "granted", "/courses/{course}/exams/final-exam"),
    State("exams.attempt", "annulled", "annulled", "/attempts/{annulled}"),
    State("exams.mine", "with decisions", "annulled", "/attempts"),
    State("exams.answers", "some", "manager", "/manage/exams/{exam}/answers"),
    State("exams.attempts", "who did not pass", "manager", "/manage/exams/{exam}/attempts?result=not-passed"),
    State("exams.attempts", "some", "manager", "/manage/exams/{exam}/attempts", acts.unfold),
    State("exams.attempts", "nobody of this name", "manager", "/manage/exams/{exam}/attempts?person=nobody"),
    State(
        "exams.bar", "nothing typed", "manager", "/manage/exams/{exam}/attempts", send("/manage/exams/{exam}/bar"), 422
    ),
    State(
        "exams.give_attempt", "nothing typed", "manager", "/manage/exams/{exam}", press("Give one more attempt"), 422
    ),
    State("exams.managed_attempt", "to annul", "manager", "/manage/attempts/{final-passed}"),
    State("exams.managed_attempt", "annulled", "manager", "/manage/attempts/{annulled}"),
    State("exams.managed_attempt", "a quiz", "manager", "/manage/attempts/{half-0}"),
    State(
        "exams.annul", "nothing typed", "manager", "/manage/attempts/{final-passed}", press("Propose to cancel it"), 422
    ),
    State("exams.late", "to decide", "manager", "/manage/late/{final-late}"),
    State("exams.late", "no reason", "manager", "/manage/late/{final-late}", press("Accept and score them"), 422),
]
DECISIONS = [
    State("decisions.own", "to object to", "barred", "/decisions/{bar}"),
    State("decisions.own", "an objection waits", "annulled", "/decisions/{annulment}"),
    State("decisions.own", "overturned", "restored", "/decisions/{overturned}"),
    State("decisions.own", "too late to object", "twice", "/decisions/{old-bar}"),
    State("decisions.objecting", "nothing typed", "barred", "/decisions/{bar}", press("Object to this decision"), 422),
    State("decisions.all_of_them", "everything waits", "manager", "/manage/decisions"),
    State("decisions.all_of_them", "nothing", "manager", "/manage/decisions", empty=True),
    State("decisions.one", "to confirm", "manager", "/manage/decisions/{proposed-by-other}"),
    State("decisions.one", "one's own", "manager", "/manage/decisions/{proposed-by-manager}"),
    State("decisions.one", "with an objection", "manager", "/manage/decisions/{annulment}"),
    State("decisions.decide", "no words", "manager", "/manage/decisions/{proposed-by-other}", press("Confirm it"), 422),
    State("decisions.objection", "to judge", "manager", "/manage/objections/{objection}"),
    State("decisions.objection", "judged", "manager", "/manage/objections/{objection-judged}"),
    State(
        "decisions.judge", "no reason", "manager", "/manage/objections/{objection}", press("Reject the objection"), 422
    ),
]
