"""The whole programme: nominated, at work on a mission, assessed by people who do not see each other, certified.

Everybody is in a browser of their own. Commands of the product and its pages are the only ways in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.builders.assessments import write_exam_course
from tests.conftest import NewDatabase
from tests.journeys import candidacy, claims, holders, missions, panels, tablets, workshops
from tests.journeys.company import CAST, TIMEOUT, Company, gather, recognise, train
from tests.journeys.pathway_site import PathwaySite
from tests.journeys.workshops import Planned

pytestmark = [pytest.mark.journey, pytest.mark.browser]
CANDIDATES = ("malee", "juma")  # the one is certified, the other refused
ASSESSORS = ("first", "second", "third", "fourth", "fifth", "trainer")
FIRST_PANEL, SECOND_PANEL = ("decider-1", "decider-2"), ("decider-3", "decider-4")
JUDGES = ("appeal-1", "appeal-2")
USUAL = 5_000  # milliseconds for which Playwright expects what it is told


@dataclass
class Play:
    """What the acts of the journey hand on: everybody, the addresses of things, and how the workshop is planned."""

    company: Company
    mission: str = ""
    workshop: str = ""
    certificate: str = ""
    plan: list[Planned] = field(default_factory=list)
    file: Path = Path()

    def of(self, day: int, who: str) -> Planned:
        """The performance of a candidate on a day."""
        return next(one for one in self.plan if (one.day, one.candidate) == (day, who))

    @property
    def tablets(self) -> tuple[str, str]:
        """The two who mark the first day of one candidate without a line."""
        one, two = self.of(1, "malee").assessors
        return one, two


@pytest.fixture(scope="module")
def play(tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase, browser: Browser) -> Iterator[Play]:
    """A new installation with everybody in it."""
    site = PathwaySite(tmp_path_factory.mktemp("pathway"), new_database("pathway"))
    login, code = site.add_admin("Ada Berg")
    site.lms("courses", "load", str(write_exam_course(site.folder)))
    expect.set_options(timeout=TIMEOUT)
    with site.served():
        company = Company(site, browser)
        company.enter("admin", login, code)
        gather(company)
        yield Play(company, file=site.folder / "handed-over.json")
        company.close()
    expect.set_options(timeout=USUAL)


@pytest.fixture(autouse=True)
def no_complaints(play: Play) -> Iterator[None]:
    """What a page complains about fails the act in which it did."""
    yield
    assert play.company.complaints == []


def test_a_scheme_is_loaded_by_one_and_put_in_use_by_another(play: Play):
    company = play.company
    candidacy.load_scheme(company.page("owner", "/schemes"))
    candidacy.put_in_use(company.page("other-owner", "/schemes"))
    recognise(company, "expert", *ASSESSORS)
    train(company, "trainer", "malee")


def test_one_is_nominated_and_agrees_another_applies_and_both_are_eligible(play: Play):
    company = play.company
    candidacy.nominate(company.page("coordinator", "/nominations"), "malee")
    candidacy.agree(company.page("malee", "/"))
    candidacy.apply(company.page("juma", "/candidacies"))
    for who in CANDIDATES:
        candidacy.take_step(company.page("officer", "/candidates"), who, "Find eligible")
    candidacy.is_at(company, "malee", "Eligible")


def test_a_mission_is_planned_its_host_reads_the_report_and_never_the_annex(play: Play):
    company = play.company
    page = company.page("planner", "/missions")
    play.mission = missions.plan(page)
    missions.add_member(page, "expert", "Supervising expert")
    missions.add_member(page, "planner", "Lead")
    for who in CANDIDATES:
        missions.add_member(page, who, "Candidate", "expert")
    for who in CANDIDATES:
        candidacy.take_step(company.page("planner", "/candidates/to-move"), who, "Assign the mission")
        missions.write_observation(company.page(who, "/missions/mine"))
        missions.sign_annex(company.page("expert"), play.mission, who)
    missions.deliver(company.page("planner", play.mission))
    link = missions.link_of_host(company)
    missions.answer_as_host(company.page("host", link))
    missions.finds_no_annex(company, "host", link)
    missions.finds_no_annex(company, "planner", play.mission)
    for who in CANDIDATES:
        candidacy.take_step(company.page("expert", "/candidates/to-move"), who, "Sign the annex")
        candidacy.take_step(company.page("dossiers", "/candidates"), who, "Find the dossier complete")
    candidacy.is_at(company, "malee", "Dossier complete")


def test_a_rotation_names_two_assessors_for_each_and_nobody_who_trained_the_candidate(play: Play):
    company = play.company
    play.workshop = workshops.set_up(company)
    workshops.name_people(company, play.workshop, CANDIDATES, ASSESSORS)
    for who in CANDIDATES:
        candidacy.take_step(company.page("workshop", "/candidates/to-move"), who, "Admit to the workshop")
    rotation = workshops.have_rotation(company.page("workshop"), play.workshop)
    play.plan = workshops.plan_of(company, rotation)
    assert all(len(set(one.assessors)) == 2 for one in play.plan)
    assert not any("trainer" in one.assessors for one in play.plan if one.candidate == "malee")


def test_two_tablets_are_without_a_line_for_a_day_and_show_no_rating_in_the_clear(play: Play):
    company, placed = play.company, play.of(1, "malee")
    handing, sending = play.tablets
    for who in play.tablets:
        tablets.keep_day(company, who)
    page = tablets.rate_offline(company, handing, placed, (3, 3), "Wore torn gloves")
    tablets.hand_over(page, play.file)
    assert "Wore torn gloves" not in play.file.read_text()
    tablets.rate_offline(company, sending, placed, (1, 1), "Took too long")


def test_who_rates_sees_nothing_of_the_other_before_both_have_sealed(play: Play):
    company, placed = play.company, play.of(1, "juma")
    one, two = placed.assessors
    tablets.rate(company.page(one, "/sheets"), placed, (1, 1), "Spoke to the wall")
    tablets.sees_nothing_of(company.page(two, "/sheets"), placed, "Spoke to the wall")
    tablets.rate(company.page(two, "/sheets"), placed, (1, 1), "Hardly heard")
    tablets.open_sheet(company.page(two), placed)
    expect(company.page(two).locator("main")).to_contain_text("Spoke to the wall")


def test_on_the_second_day_somebody_is_ill_and_the_rest_is_planned_anew(play: Play):
    company, before = play.company, play.plan
    there = {*play.tablets, "trainer"}
    ill = next(one for planned in before if planned.day == 2 for one in planned.assessors if one not in there)
    rotation = workshops.say_away(company.page("workshop"), play.workshop, ill, slots=2)
    play.plan = workshops.plan_of(company, rotation)
    assert [one for one in play.plan if one.day == 1] == [one for one in before if one.day == 1]
    assert not any(ill in one.assessors for one in play.plan if one.day == 2)


def test_one_sheet_comes_home_as_a_file_and_the_other_by_the_line(play: Play):
    company = play.company
    handing, sending = play.tablets
    tablets.take_file(company.page("workshop", "/sheets/files"), play.file)
    tablets.send(company, sending)
    tablets.send(company, handing)
    for who in CANDIDATES:
        placed = play.of(2, who)
        for one in placed.assessors:
            tablets.rate(company.page(one, "/sheets"), placed, (3, 2) if who == "malee" else (1, 1), "As agreed")


def test_a_third_rates_what_two_saw_differently_and_may_not_have_trained_the_candidate(play: Play):
    company, placed = play.company, play.of(1, "malee")
    page = company.page("moderator", "/performances")
    page.get_by_role("row").filter(has_text=placed.exercise).get_by_role("link", name=placed.code).click()
    expect(page.locator("main")).to_contain_text("third rating is needed")
    workshops.ask_third(page, "trainer")
    expect(page.locator(".problem")).to_contain_text("One trained the other.")
    third = next(one for one in ASSESSORS if one not in (*placed.assessors, "trainer"))
    workshops.ask_third(page, third)
    expect(page.locator("body")).to_contain_text("The third assessor is chosen. They see neither sheet.")
    tablets.sees_nothing_of(company.page(third, "/sheets"), placed, "Took too long")
    tablets.rate(company.page(third, "/sheets"), placed, (3, 2), "Good in the end")
    page.reload()
    expect(page.locator("main")).to_contain_text("The median of three")
    for who in CANDIDATES:
        candidacy.take_step(company.page("moderator", "/candidates/to-move"), who, "Close the performances")
        candidacy.take_step(company.page("moderator", "/candidates/to-move"), who, "Sign the recommendation", "Agreed.")


def test_a_panel_certifies_a_registrar_releases_and_anybody_verifies(play: Play):
    company = play.company
    panel = panels.convene(company.page("officer", "/panels"), "malee", FIRST_PANEL)
    panels.decide(company, panel, FIRST_PANEL, "Certify", "All that is asked for is shown.")
    candidacy.take_step(company.page("registrar", "/candidates"), "malee", "Release the certificate")
    candidacy.is_at(company, "malee", "Issued and registered")
    play.certificate = claims.confirm_name(company.page("malee", "/certificates"), CAST["malee"].name)
    verifies(company.page("verifier", play.certificate))


def test_a_refusal_is_appealed_upheld_and_new_people_decide(play: Play):
    company = play.company
    panel = panels.convene(company.page("officer", "/panels"), "juma", FIRST_PANEL)
    panels.decide(company, panel, FIRST_PANEL, "Do not certify", "The stations were not passed.", met=False)
    candidacy.is_at(company, "juma", "Not certified")
    panels.reads_letter(company.page("juma", "/decision-letters"), "Do not certify", "The stations were not passed.")
    candidacy.is_at(company, "juma", "Not certified")
    panels.appeal(company.page("juma"), "An interpreter was promised and did not come.")
    panel = panels.convene(company.page("quality", "/panels"), "juma", JUDGES)
    panels.decide(company, panel, JUDGES, "Uphold the appeal", "The candidate could not follow the briefing.")
    candidacy.is_at(company, "juma", "Recommended")
    page = company.page("officer", "/panels")
    panels.offers(page, "juma", SECOND_PANEL, without=FIRST_PANEL)
    panels.convene(company.page("officer", "/panels"), "juma", SECOND_PANEL)


def test_a_suspension_takes_two_and_is_lifted_by_two_and_the_certificate_verifies_again(play: Play):
    company, managers = play.company, ("manager", "other-manager")
    sure = "Suspend this certificate"
    holders.by_two(company, managers, "malee", "Suspend certificate", "A host reports false papers.", sure=sure)
    page = company.page("verifier", play.certificate)
    expect(page.get_by_role("heading", level=1)).to_contain_text("suspended")
    assert "false papers" not in page.content()
    candidacy.is_at(company, "malee", "Suspended")
    holders.is_heard(company.page("malee"), "The papers were mine, and true.")
    holders.by_two(company, managers, "malee", "Lift the suspension", "The papers were true.")
    candidacy.is_at(company, "malee", "Issued and registered")
    verifies(company.page("verifier", play.certificate))


def verifies(page: Page) -> None:
    """Anybody reads that the certificate is genuine, whose it is, and for what."""
    expect(page.get_by_role("heading", level=1)).to_have_text("This certificate is genuine and valid")
    for words in (CAST["malee"].name, "Field advisor"):
        expect(page.locator("main")).to_contain_text(words)
