"""Survey forms in every state: answered by anybody, run by a trainer, asked of supervisors, named by an officer."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.learning.models import StepDone
from courses.learning.queries.runs import all_steps
from courses.learning.services import enrol
from courses.surveys.models import SurveyCode
from courses.surveys.queries.papers import code_on_paper
from courses.surveys.services.codes import close_code
from courses.surveys.services.papers import check_paper, key_in
from courses.surveys.services.supervising import refuse, withdraw
from lms.access import Role, Viewer
from lms.people.models import Administration
from tests.builders import people
from tests.builders import surveys as build
from tests.pages import acts
from tests.pages.acts import fill, press, send
from tests.pages.made import World
from tests.pages.state import State

DAY = timedelta(days=1)
ASKED = "/forms/supervisor/"
SURVEYS = [
    State("surveys.answer", "to fill", None, "/f/{survey-open-code}"),
    State("surveys.answer", "nothing answered", None, "/f/{survey-open-code}", press("Submit"), 422),
    State("surveys.answer", "by who is signed in", "officer", "/f/{survey-open-code}"),
    State("surveys.answer", "confidence", None, "/f/{survey-confidence-code}"),
    State("surveys.answer", "again on this device", None, "/f/{survey-open-code}", acts.answered_twice),
    State("surveys.answer", "full", None, "/f/{survey-full-code}", answers=410),
    State("surveys.answer", "not open yet", None, "/f/{survey-early-code}", answers=410),
    State("surveys.answer", "closed", None, "/f/{survey-closed-code}", answers=410),
    State("surveys.answer", "unknown", None, "/f/ABCDEFGH", answers=404),
    State("surveys.thanks", "open", None, "/f/{survey-open-code}/thanks"),
    State("surveys.thanks", "closed", None, "/f/{survey-closed-code}/thanks"),
    State("surveys.running", "some", "trainer", "/forms"),
    State("surveys.running", "none", "manager", "/forms", empty=True),
    State("surveys.make", "to fill", "trainer", "/forms/new"),
    State("surveys.make", "nothing typed", "trainer", "/forms/new", fill("Open the form", closes_on="", most=""), 422),
    State("surveys.one", "open", "trainer", "/forms/codes/{survey-open}", acts.unfold),
    State("surveys.one", "not open yet", "trainer", "/forms/codes/{survey-early}"),
    State("surveys.one", "results", "trainer", "/forms/codes/{survey-closed}"),
    State("surveys.one", "results of many", "trainer", "/forms/codes/{survey-many}"),
    State("surveys.one", "too few", "trainer", "/forms/codes/{survey-few}"),
    State("surveys.one", "confidence after", "trainer", "/forms/codes/{survey-after}"),
    State("surveys.paper", "to print", "trainer", "/forms/codes/{survey-open}/paper"),
    State("surveys.copy", "to fill", "trainer", "/forms/codes/{survey-open}/key-in"),
    State("surveys.copy", "nothing typed", "trainer", "/forms/codes/{survey-open}/key-in", press("Save sheet"), 422),
    State("surveys.one", "sheets wait", "trainer", "/forms/codes/{survey-paper}", acts.unfold),
    State("surveys.check", "to fill", "trainer", "/forms/check"),
    State("surveys.check", "a wrong code", "trainer", "/forms/check", fill("Continue", code="ABC"), 422),
    State("surveys.check_list", "some wait", "trainer", "/forms/check/{survey-paper-code}"),
    State("surveys.check_list", "none wait", "trainer", "/forms/check/{survey-few-code}"),
    State("surveys.check_one", "to key in", "trainer", "/forms/check/{survey-paper-code}/2", acts.unfold),
    State("surveys.check_one", "nothing typed", "trainer", "/forms/check/{survey-paper-code}/2", press("Compare"), 422),
    State("surveys.check_one", "to settle", "trainer", "/forms/check/{survey-paper-code}/3"),
    State("surveys.supervisors", "five answers", "trainer", "/forms/supervisors"),
    State("surveys.supervisors", "nobody named", "manager", "/forms/supervisors", empty=True),
    State("surveys.supervisor", "to fill", None, ASKED + "{supervisor-asked}", acts.unfold),
    State("surveys.supervisor", "nothing answered", None, ASKED + "{supervisor-asked}", press("Submit"), 422),
    State("surveys.supervisor", "no name", None, ASKED + "{supervisor-asked}", acts.without_name, 422),
    State("surveys.supervisor", "thanks", None, ASKED + "{supervisor-to-answer}", acts.as_supervisor),
    *[
        State("surveys.supervisor", state, None, f"{ASKED}{{supervisor-{state}}}", answers=410)
        for state in ("answered", "expired", "withdrawn", "stranger")
    ],
    State("surveys.supervisor", "unknown", None, ASKED + "abc", answers=404),
    State("surveys.mine", "some", "supervised", "/supervisor", acts.unfold),
    State("surveys.mine", "to name", "passed", "/supervisor"),
    State("surveys.mine", "none", "fresh", "/supervisor"),
    State("surveys.name_supervisor", "to fill", "passed", "/supervisor/{course}"),
    State(
        "surveys.name_supervisor",
        "nothing typed",
        "passed",
        "/supervisor/{course}",
        send("/supervisor/{course}"),
        422,
    ),
]


def add(session: Session, made: World, now: datetime) -> None:
    """Codes in every state, and supervisors who were asked in every state."""
    trainer = people.viewer(session, made.person(session, "trainer"))
    rows = {
        "open": build.code(session, trainer, now, title="Port City, class of today", answers=3),
        "full": build.code(session, trainer, now, answers=1, most=1),
        "early": build.code(session, trainer, now, opens_at=now + DAY),
        "few": build.code(session, trainer, now, answers=4),
        "many": build.code(session, trainer, now, most=100),
    }
    of_demonstration = select(SurveyCode).where(SurveyCode.made_by_id == trainer.id, SurveyCode.closes_at < now)
    rows["closed"] = session.scalars(of_demonstration.order_by(SurveyCode.id)).first()
    for number in range(50):
        raw = {"clear": str(number % 5 + 1), "pace": ("slow", "right", "fast")[number % 3], "recommend": "yes"}
        raw |= {"change": f"Suggestion {number}, in words that are as long as a sentence on a phone."}
        build.answer_form(session, rows["many"].code, build.sheet(raw), now=now)
    rows["before"] = build.code(session, trainer, now, form="confidence", title="Before the course")
    rows["after"] = build.code(session, trainer, now, form="confidence", before=rows["before"].uuid)
    rows["confidence"] = build.code(session, trainer, now, form="confidence")
    for which, point in (("before", "2"), ("after", "4")):
        for _number in range(6):
            build.answer_form(session, rows[which].code, build.sheet({"recognise": point, "law": "3"}), now=now)
    rows["paper"] = papers_of(session, trainer, now)
    for which in ("few", "many", "before", "after"):
        close_code(session, rows[which].uuid, viewer=trainer, now=now)
    made.values |= {f"survey-{which}": row.uuid for which, row in rows.items()}
    made.values |= {f"survey-{which}-code": row.code for which, row in rows.items()}
    supervisors(session, made, now)


def papers_of(session: Session, trainer: Viewer, now: datetime) -> SurveyCode:
    """A form of a colleague with three sheets: the trainer keyed in one, checks one, and settles one."""
    colleague = people.viewer(session, people.person(session, "Colin Colleague", Role.TRAINER))
    row = build.code(session, trainer, now, title="Port City, on paper")
    key_in(session, row.uuid, build.sheet(), viewer=trainer, now=now)
    for _sheet in range(2):
        row.made_by_id = colleague.id
        session.flush()
        key_in(session, row.uuid, build.sheet(), viewer=colleague, now=now)
    row.made_by_id = trainer.id
    session.flush()
    other = build.sheet(build.REACTION | {"clear": "1", "change": "Commencer plus tard."})
    check_paper(session, code_on_paper(session, row.code), 3, other, viewer=trainer, now=now)
    return row


def supervisors(session: Session, made: World, now: datetime) -> None:
    """An officer whose supervisors were asked, and others of whom five were answered about."""
    course = build.course_called(session, made.values["course"])
    port = session.scalars(select(Administration).where(Administration.uuid == made.values["place"])).one()
    for number in range(6):
        row = people.viewer(session, people.person(session, f"Asked Officer {number + 1}", Role.OFFICER, place=port))
        first, _second = build.named(session, row, course, now)
        build.answered(session, first, now)
    done = people.person(session, "Uma Kapoor", Role.OFFICER)
    made.people["supervised"] = done.id
    run = enrol(session, done.id, course.id, now=now - 130 * DAY)
    for step in all_steps(session, course.id):
        session.add(StepDone(enrolment_id=run.id, step=step, at=now - 120 * DAY))
    build.linked(session, build.named(session, people.viewer(session, done), course, now)[0], now)
    for which in ("asked", "to-answer", "answered", "expired", "withdrawn", "stranger"):
        row = people.person(session, f"Officer {which}", Role.OFFICER)
        viewer = people.viewer(session, row)
        first, _second = build.named(session, viewer, course, now)
        made.values[f"supervisor-{which}"] = token = build.linked(session, first, now)
        if which == "answered":
            build.answered(session, first, now)
        elif which == "expired":
            first.sent_at = now - 60 * DAY
        elif which == "withdrawn":
            withdraw(session, first.uuid, viewer=viewer, now=now)
        elif which == "stranger":
            refuse(session, token, now=now)
