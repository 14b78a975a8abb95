"""Rubrics, sheets, performances and feedback in every state."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from playwright.sync_api import Page
from sqlalchemy.orm import Session

from assessments.permissions import PracticalRole
from assessments.sheets.queries.paper import paper_by_code, papers_of
from assessments.sheets.queries.sheets import newest_reconciliations
from assessments.sheets.rules.recommending import TopicProposal, cites_digest
from assessments.sheets.rules.standing import SheetContent
from assessments.sheets.rules.states import Occasion, Turn
from assessments.sheets.services.calibrating import add_reference
from assessments.sheets.services.feedback import release_feedback
from assessments.sheets.services.marking import Bringing, comment
from assessments.sheets.services.paper import key_in_sheet, print_sheets
from assessments.sheets.services.performances import PerformancePlan, assign_sheet, make_performance
from assessments.sheets.services.recommending import (
    RecommendationDraft,
    cited_by,
    lines_at,
    sign_recommendation,
)
from assessments.sheets.services.sampling import look_at, set_plan
from assessments.statistics.sampling import SamplingPlan
from assessments.workshops.labels import TOPICS
from assessments.workshops.models import WorkshopCandidate
from assessments.workshops.scope_kind import WORKSHOP
from certificates.permissions import SchemeRole
from lms.access import Grant, Viewer
from lms.ids import new_uuid
from tests.builders import people as build
from tests.builders import sheets
from tests.builders.candidate_files import candidacy
from tests.builders.people import NOW
from tests.builders.rubrics import BENCH
from tests.pages import acts
from tests.pages.made import World
from tests.pages.state import State

if TYPE_CHECKING:
    from tests.pages.site import Site

AT = "/performances/{shown-%s}"
ADVICE = "/performances/recommendations/{%s}/{%s}"


def load(name: str, content: str) -> acts.Act:
    """Choose a file and load it."""

    def act(page: Page, _site: Site) -> None:
        page.locator("[name=file]").set_input_files(
            {"name": name, "mimeType": "text/plain", "buffer": content.encode()}
        )
        acts.go(page.get_by_role("button", name="Load"))

    return act


def seal_early(page: Page, site: Site) -> None:
    """Seal a sheet of which nothing was rated, as a form without script could."""
    key = page.locator("[name=key]").input_value()
    token = page.locator("#sheet [name=csrf_token]").input_value()
    with page.expect_navigation():
        page.evaluate(acts.SEND, [page.url, {"do": "seal", "key": key, "csrf_token": token}])


def panel_without_levels(page: Page, _site: Site) -> None:
    """Keep the minutes of a panel that decided nothing."""
    page.get_by_text("Let a panel decide").click()
    page.locator("[name=panel-minutes]").fill("Present: the lead and two others. Nothing was decided.")
    acts.go(page.get_by_role("button", name="Save decision"))


PRACTICAL = [
    State("rubrics.index", "some", "rubric owner", "/rubrics"),
    State("rubrics.load", "to fill", "rubric owner", "/rubrics/load"),
    State("rubrics.load", "faulty", "rubric owner", "/rubrics/load", load("b.yaml", BENCH.replace("2.5", "0")), 422),
    State("rubrics.one", "newest", "rubric owner", "/rubrics/bench"),
    State("rubrics.version", "old", "rubric owner", "/rubrics/bench/versions/1"),
    State("rubrics.preview", "to try", "rubric owner", "/rubrics/bench/versions/1/sheet"),
    State("rubrics.criteria", "to fill", "rubric owner", "/rubrics/bench/criteria"),
    State(
        "rubrics.criteria", "faulty", "rubric owner", "/rubrics/bench/criteria",
        load("c.csv", "criterion,title_en,title_fr,level,text_en,text_fr\nA b,x,y,9,x,y\n"), 422,
    ),
    State("sheets.mine", "open and sealed", "rater", "/sheets"),
    State("sheets.mine", "none", "assessor", "/sheets"),
    State("sheets.one", "to fill", "rater", "/sheets/{sheet-open}"),
    State("sheets.one", "sealed too early", "rater", "/sheets/{sheet-open}", seal_early, 422),
    State("sheets.one", "with its total", "rater", "/sheets/{sheet-graded}"),
    State("sheets.one", "sealed alone", "rater", "/sheets/{sheet-alone}"),
    State("sheets.one", "both sealed", "rater", "/sheets/{sheet-both}"),
    State("sheets.open_again", "to fill", "rater", "/sheets/{sheet-alone}/reopen"),
    State("sheets.open_again", "too late", "rater", "/sheets/{sheet-both}/reopen"),
    State("performances.board", "half sealed", "moderator", "/performances/board?workshop={shop}"),
    State("performances.board", "all sealed", "moderator", "/performances/board?workshop={shop-ready}"),
    State("performances.sampling", "to fill", "moderator", "/performances/sampling/{shop}"),
    State("performances.sampling", "faulty", "moderator", "/performances/sampling/{shop}",
          acts.fill("Save plan", share="120"), 422),
    State("performances.sampling", "set", "moderator", "/performances/sampling/{shop-ready}"),
    State("performances.one", "not agreed", "moderator", AT % "ready"),
    State("performances.recommendations", "some to sign", "moderator", "/performances/recommendations/{shop-ready}"),
    State("performances.recommendation", "not settled", "moderator", ADVICE % ("shop", "advised-shop")),
    State("performances.recommendation", "to sign", "moderator", ADVICE % ("shop-ready", "advised-ready")),
    State("performances.recommendation", "nothing chosen", "moderator", ADVICE % ("shop-ready", "advised-ready"),
          acts.press("Sign now"), 422),
    State("performances.recommendation", "signed", "moderator", ADVICE % ("shop-done", "advised-done")),
    State("performances.index", "some wait", "moderator", "/performances?workshop={shop}"),
    State("performances.index", "to release", "moderator", "/performances?workshop={shop-ready}", acts.unfold),
    State("performances.index", "released", "moderator", "/performances?workshop={shop-done}"),
    State("performances.one", "third wanted", "moderator", AT % "apart", acts.unfold),
    State("performances.one", "panel without levels", "moderator", AT % "apart", panel_without_levels, 422),
    State("performances.one", "sheet came twice", "moderator", AT % "twice"),
    State("performances.one", "sheet came late", "moderator", AT % "late"),
    State("performances.one", "marking", "moderator", AT % "open"),
    State("performances.one", "final", "moderator", AT % "both", acts.unfold),
    State("performances.calibration", "with assessors", "moderator", "/calibration/{shop}"),
    State("performances.calibration", "nothing yet", "moderator", "/calibration/{shop-done}"),
    State("performances.new_reference", "to fill", "moderator", "/calibration/{shop}/new/bench"),
    State("performances.new_reference", "no levels", "moderator", "/calibration/{shop}/new/bench",
          acts.fill("Add", title="Film 2"), 422),
    State("sheets.one", "reference sealed", "rater", "/sheets/{sheet-film}"),
    State("papers.index", "to fill", "runner", "/paper-sheets"),
    State("papers.index", "mistyped", "runner", "/paper-sheets", acts.fill("Continue", code="K7MX"), 422),
    State("papers.of_workshop", "with sheets", "runner", "/paper-sheets/{shop}"),
    State("papers.of_workshop", "without sheets", "runner", "/paper-sheets/{shop-bare}"),
    State("papers.key", "first time", "runner", "/paper-sheets/code/{paper-fresh}"),
    State("papers.key", "not whole", "runner", "/paper-sheets/code/{paper-fresh}",
          acts.press("Save sheet"), 422),
    State("papers.key", "keyed in by oneself", "runner", "/paper-sheets/code/{paper-keyed}"),
    State("papers.key", "differs", "runner", "/paper-sheets/code/{paper-apart}"),
    State("sheets.feedback", "released", "performer", "/feedback"),
    State("sheets.feedback", "of a meeting", "observed", "/feedback"),
    State("sheets.feedback", "none", "officer", "/feedback"),
]  # fmt: skip


def add(session: Session, made: World) -> None:
    """Three workshops: one under way, one whose results all stand, one whose feedback is released."""
    session.flush()
    bare = sheets.workshop(session, title="Nobody is named yet")
    runner, second = build.person(session, "Wanjiru Otieno"), build.person(session, "Juma Said")
    sheets.rubric(session)
    sheets.rubric(session, BENCH.replace("Competent", "Able"))
    owner = build.person(session, "Nadia Okello")
    build.give_anywhere(session, owner, Grant(SchemeRole.SCHEME_OWNER))
    shop = sheets.workshop(session, title="Certification workshop, Lusaka")
    ready, done = sheets.workshop(session, title="All results stand"), sheets.workshop(session, title="Feedback is out")
    one, two = (sheets.assessor(session, shop, n, name) for n, name in enumerate(("Sekou Diallo", "Mai Phan"), 1))
    sheets.assessor(session, shop, 3, "Ines Lopes", lead=True)
    moderator = sheets.moderator(session, shop)
    performer = sheets.candidate(session, shop, 2)
    for other in (ready, done):
        build.give_anywhere(session, moderator, Grant(PracticalRole.MODERATOR, WORKSHOP, str(other.id)))
    made.people |= {"rater": one.id, "moderator": moderator.id, "performer": performer.id, "rubric owner": owner.id}
    made.values |= {"shop": shop.uuid, "shop-ready": ready.uuid, "shop-done": done.uuid}
    made.values["shop-performer"] = candidacy(session, shop.id, performer.id).uuid
    version = sheets.rubric(session)
    titles = (
        "Identification bench",
        "Targeting desk",
        "Interview briefing",
        "Teach-back",
        "Case",
        "Report",
        "Role play",
    )

    def perform(place: sheets.Workshop, number: int) -> tuple[sheets.Performance, list[sheets.Sheet]]:
        task = sheets.exercise(session, place, version, position=number, title=titles[number - 1])
        plan = PerformancePlan(Occasion.WORKSHOP, place.id, version.id, performer.id, task.id, recorded=True)
        row = make_performance(session, plan, by_id=None, now=NOW)
        pair = ((one, Turn.FIRST), (two, Turn.SECOND))
        return row, [assign_sheet(session, row, who.id, turn, by_id=None, now=NOW) for who, turn in pair]

    names = ("open", "graded", "alone", "both", "apart", "twice", "late")
    found = {name: perform(shop, number) for number, name in enumerate(names, 1)}
    for name, (row, pair) in found.items():
        made.values |= {f"shown-{name}": row.uuid, f"sheet-{name}": pair[0].uuid}
    sheets.seal_with(session, found["graded"][1][0], 2, 1, sealed=False)
    sheets.seal_with(session, found["alone"][1][0], 2, 2)
    for level, sheet in zip((2, 2, 2, 0), (*found["both"][1], *found["apart"][1]), strict=True):
        comment(session, sheet, "names", "Looked at the grain first.", key=new_uuid(), by=Bringing(sheet.assessor_id),
                now=NOW)  # fmt: skip
        sheets.seal_with(session, sheet, level, 2)
    sheets.came_twice(session, found["twice"][1][0])
    sheets.came_late(session, shop, found["late"][1])
    for place in (ready, done):
        row, pair = perform(place, 1)
        for sheet in pair:
            sheets.seal_with(session, sheet, 2, 2)
        made.values.setdefault("shown-ready", row.uuid)
        not_agreed(session, place, row, moderator.id)
    for name, place in (("shop", shop), ("ready", ready), ("done", done)):
        made.values[f"advised-{name}"] = advised(session, place, performer.id).uuid
    recommend(session, done, performer.id, moderator.id)
    film = add_reference(session, shop, "bench", "Film 1", {"names": 1, "protects": 1}, by_id=moderator.id, now=NOW)
    sheet = session.query(sheets.Sheet).filter_by(performance_id=film.id, assessor_id=one.id).one()
    sheets.seal_with(session, sheet, 2, 1)
    made.values["sheet-film"] = sheet.uuid
    release_feedback(session, done, by_id=moderator.id, now=NOW)
    session.flush()
    for place in (shop, bare):
        build.give_anywhere(session, runner, Grant(PracticalRole.WORKSHOP_COORDINATOR, WORKSHOP, str(place.id)))
    made.people["runner"], made.values["shop-bare"] = runner.id, bare.uuid
    papers(session, made, build.viewer(session, runner), shop.id, second.id)


def not_agreed(session: Session, place: sheets.Workshop, row: sheets.Performance, by_id: int) -> None:
    """A sampling plan, and a result with which its moderator does not agree."""
    set_plan(session, place, SamplingPlan(), seed="seed", by_id=by_id, now=NOW)
    result = newest_reconciliations(session, [row.id])[row.id]
    look_at(session, row, result.uuid, "Sealing was never seen.", agrees=False, by_id=by_id, now=NOW)


def advised(session: Session, place: sheets.Workshop, person_id: int) -> WorkshopCandidate:
    """The candidate of a workshop, brought in where they are not in it yet."""
    known = session.query(WorkshopCandidate).filter_by(workshop_id=place.id, person_id=person_id).one_or_none()
    row = known or WorkshopCandidate(
        uuid=new_uuid(), workshop_id=place.id, person_id=person_id, number=1, languages=["en"], needs="",
        recording_agreed=True,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def recommend(session: Session, place: sheets.Workshop, person_id: int, by_id: int) -> None:
    """Two versions of a recommendation, the first with a minority view."""
    row = advised(session, place, person_id)
    seen = cites_digest(cited_by(lines_at(session, place.id, person_id)))
    for minority in ("B would wait for one more mission.", ""):
        chosen = dict.fromkeys(TOPICS, TopicProposal.CERTIFY) | {"operations": TopicProposal.CONDITIONS}
        draft = RecommendationDraft(chosen, "Names and protects. One more operation is needed.", minority, seen)
        sign_recommendation(session, place, row, draft, by_id=by_id, now=NOW)


def papers(session: Session, made: World, runner: Viewer, workshop_id: int, second_id: int) -> None:
    """Three papers: fresh, keyed in once, and read differently by two."""
    found = [one for one in papers_of(session, runner, workshop_id) if not one.sheet.standing.sealed][:3]
    print_sheets(session, found, choose=random.Random(7).choice, by_id=runner.id, now=NOW)
    ids = [one.sheet.row.id for one in found]
    again = [one for one in papers_of(session, runner, workshop_id) if one.sheet.row.id in ids]
    for name, paper in zip(("fresh", "keyed", "apart"), again, strict=True):
        assert paper.row is not None
        made.values[f"paper-{name}"] = paper.row.code
        for by_id, level in {"fresh": (), "keyed": ((runner.id, 1),), "apart": ((runner.id, 1), (second_id, 2))}[name]:
            now_there = paper_by_code(session, runner, paper.row.code)
            content = SheetContent({"names": level, "protects": 2}, grade=2)
            key_in_sheet(session, now_there, content, by_id=by_id, now=NOW)
    session.flush()
