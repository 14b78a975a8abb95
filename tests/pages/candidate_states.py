"""The pages of candidates and of credentials of other bodies."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Page
from sqlalchemy.orm import Session

import certificates.schemes
from assessments.api import FoundEvidence
from certificates.candidates.queries.found import CandidateFound, candidate_by_id, version_in_use
from certificates.candidates.services.applying import Application, apply, nominate
from certificates.candidates.services.evidence import add_piece
from certificates.candidates.services.proposals import take_step
from certificates.permissions import SchemeRole
from certificates.recognised.services import RecognisedDraft, confirm_recognised, enter_recognised
from certificates.schemes.scheme_folder.files import files_of_folder
from certificates.schemes.scheme_folder.reading import read_scheme
from lms.access import Role
from lms.people.models import Administration, Person
from tests.builders import candidates, scheme_certificates
from tests.builders import people as build
from tests.pages.acts import go, press
from tests.pages.made import World
from tests.pages.state import State

if TYPE_CHECKING:
    from tests.pages.site import Site

SHIPPED = Path(certificates.schemes.__file__).parent / "content" / "iwt-trainer"
SLUG, OTHER = "trainer-of-officers", "two-person-scheme"


def propose_without_reasons(page: Page, _site: Site) -> None:
    """Open the step that takes two people, and press its button."""
    page.locator("summary").filter(has_text="Refuse").click()
    go(page.get_by_role("button", name="Propose this step"))


def close_without_reason(page: Page, _site: Site) -> None:
    """Open the step, and press its button."""
    page.locator("summary").filter(has_text="Close the training").click()
    go(page.get_by_role("button", name="Take this step"))


CANDIDATES = [
    State("candidacies.mine", "nominated", "nominee", "/candidacies"),
    State("candidacies.mine", "on the way", "seeker", "/candidacies"),
    State("candidacies.mine", "no scheme", "officer", "/candidacies", empty=True),
    State("candidacies.apply_for", "to fill", "officer", f"/schemes/{SLUG}/apply"),
    State("candidacies.apply_for", "nothing filled", "officer", f"/schemes/{SLUG}/apply", press("Apply"), 422),
    State("candidacies.one", "on the way", "seeker", "/candidacies/{candidate}"),
    State("candidacies.one", "refused", "turned", "/candidacies/{candidate-refused}"),
    State("candidacies.one", "suspended", "seeker", "/candidacies/{candidate-suspended}"),
    State("candidates.one", "scope to reduce", "registrar", "/candidates/{candidate-narrowing}"),
    State("candidates.index", "some", "keeper", "/candidates"),
    State("candidates.index", "none fits", "keeper", "/candidates?state=issued"),
    State("candidates.one", "to screen", "keeper", "/candidates/{candidate}"),
    State("candidates.one", "a step proposed", "keeper", "/candidates/{candidate-proposed}"),
    State(
        "candidates.one",
        "no reasons",
        "keeper",
        "/candidates/{candidate-refusable}",
        propose_without_reasons,
        422,
    ),
    State("candidates.one", "refused", "keeper", "/candidates/{candidate-refused}"),
    State("candidates.nominations", "some", "coordinator", "/nominations"),
    State("candidates.nominations", "nobody named", "coordinator", "/nominations", press("Nominate"), 422),
    State("candidates.nominate_file", "to fill", "coordinator", "/nominations/file"),
    State("candidates.nominate_file", "no file", "coordinator", "/nominations/file", press("Nominate"), 422),
    State("candidates.nominations", "no scheme", "manager", "/nominations", empty=True),
    State("recognised.index", "some", "registrar", "/recognised"),
    State("recognised.enter", "to fill", "registrar", "/recognised/new"),
    State("recognised.enter", "nothing filled", "registrar", "/recognised/new", press("Enter credential"), 422),
    State("recognised.one", "waits", "registrar", "/recognised/{recognised}"),
    State("recognised.one", "confirmed", "registrar", "/recognised/{recognised-confirmed}"),
    State("recognised.one", "no reason", "registrar", "/recognised/{recognised}", press("Refuse it"), 422),
    State("moving.index", "some", "trainer", "/candidates/to-move"),
    State("moving.index", "none", "other trainer", "/candidates/to-move"),
    State("moving.one", "one step", "trainer", "/candidates/to-move/{candidate-cared}"),
    State("moving.one", "no reason", "trainer", "/candidates/to-move/{candidate-cared}", close_without_reason, 422),
    State("moving.one", "proposed", "trainer", "/candidates/to-move/{candidate-cared-by-two}"),
    State("web.start", "a step of a trainer waits", "trainer", "/"),
    State("web.start", "candidates wait", "keeper", "/"),
]
SAYS = Application(
    years_of_service=9, languages=("en", "th"), conduct_agreed=True,
    availability="From March on, two weeks at a time.", interests="", words="I train colleagues at the port.",
)  # fmt: skip


def add(session: Session, made: World, now: datetime) -> None:
    """A scheme as it is shipped and a small one; candidates, their keepers, a registrar."""
    loader = build.person(session, "Lene Madsen")
    shipped = replace(read_scheme(files_of_folder(SHIPPED)).definition, slug=SLUG)
    candidates.scheme(session, loader, now - timedelta(days=60), shipped)
    candidates.scheme(session, loader, now - timedelta(days=60), candidates.definition(OTHER))
    place = session.get_one(Administration, session.get_one(Person, made.people["officer"]).administration_id)
    for who, name, role in (("keeper", "Sofia Marques", SchemeRole.SCHEME_OFFICER),
                            ("second", "Noor Hassan", SchemeRole.SCHEME_OFFICER),
                            ("registrar", "Ilse Brandt", SchemeRole.REGISTRAR)):  # fmt: skip
        made.people[who] = build.person(session, name, role).id
    for who, name in (("seeker", "Chanya Suksawat"), ("turned", "Arthit Boonsri"), ("nominee", "Dara Keo")):
        made.people[who] = build.person(session, name, (Role.OFFICER, place), place=place).id
    officer = build.viewer(session, session.get_one(Person, made.people["keeper"]))
    second = build.viewer(session, session.get_one(Person, made.people["second"]))

    def applied(who: str, slug: str, at: datetime) -> int:
        person = build.viewer(session, session.get_one(Person, made.people[who]))
        version = version_in_use(session, slug, at)
        return apply(session, version, SAYS, actor=person, language="en", now=at).id

    seeker = candidate_by_id(session, applied("seeker", SLUG, now - timedelta(days=20)))
    person_id = seeker.row.person_id
    for piece in (
        FoundEvidence(person_id, "course", "invented:1", "a", "Identifying wildlife products", now, by_machine=True),
        FoundEvidence(
            person_id, "training", "invented:2", "a", "Training at the port", now, observed_by_id=made.people["second"]
        ),
    ):
        add_piece(session, seeker, piece, piece.digest, now=now)
    turned = candidate_by_id(session, applied("turned", SLUG, now - timedelta(days=12)))
    why = "The scheme asks for two years of service with controls. Apply again when you have them."
    take_step(session, turned, "find-not-eligible", why, actor=officer, now=now - timedelta(days=2))
    refusable = candidate_by_id(session, applied("seeker", OTHER, now - timedelta(days=40)))
    proposed = candidate_by_id(session, applied("turned", OTHER, now - timedelta(days=5)))
    take_step(session, proposed, "refuse", "The years of service are too few.", actor=second, now=now)
    coordinator = made.people["coordinator"]
    nominate(
        session, version_in_use(session, SLUG, now), made.people["nominee"],
        "She leads the training of new officers at our land border.", by_id=coordinator, now=now,
    )  # fmt: skip
    draft = RecognisedDraft(
        body="World Customs Organization", number="AE-2019-114", topics=["operations", "risk-management"],
        valid_until=now.date() + timedelta(days=700), compared_by="The registrar asked the secretariat by letter",
        compared_on=now.date(),
    )  # fmt: skip
    first, later = (
        enter_recognised(session, made.people[who], draft, by_id=made.people["second"], now=now)
        for who in ("assessor", "trainer")
    )
    confirm_recognised(session, later, by_id=loader.id, now=now)
    holding = candidates.scheme(session, loader, now, replace(scheme_certificates.definition(), slug="holders-scheme"))
    set_aside, less = (
        candidates.candidate(session, session.get_one(Person, made.people[who]), holding, now, state)
        for who, state in (("seeker", "suspended"), ("turned", "narrowing"))
    )
    cared, by_two = (cared_for(session, made, now, slug) for slug in ("cared-for", "cared-for-by-two"))
    manager = build.viewer(session, build.person(session, "Tomas Ribeiro", Role.PROGRAMME_MANAGER))
    take_step(session, by_two, "close-together", "Everybody was there.", actor=manager, now=now)
    made.values |= {
        "candidate-cared": cared.row.uuid,
        "candidate-cared-by-two": by_two.row.uuid,
        "candidate-suspended": set_aside.row.uuid,
        "candidate-narrowing": less.row.uuid,
        "candidate": seeker.row.uuid,
        "candidate-refused": turned.row.uuid,
        "candidate-refusable": refusable.row.uuid,
        "candidate-proposed": proposed.row.uuid,
        "recognised": first.uuid,
        "recognised-confirmed": later.uuid,
    }


def cared_for(session: Session, made: World, now: datetime, slug: str) -> CandidateFound:
    """An officer of the class who waits for its trainer to close the training, or for two of them."""
    close = candidates.step("close", "applied", "eligible", "cohort.lead", part="trainer", reason=True)
    second = candidates.step("close-together", "applied", "eligible", "cohort.lead", part="trainer", second=True)
    evidence = candidates.step("close-later", "applied", "eligible", "cohort.lead", part="trainer", needs=("exam",))
    named = tuple(
        replace(one, title={"en": title})
        for one, title in (
            (close, "Close the training"), (second, "Close it together"), (evidence, "Close it with the exam"),
        )
    )  # fmt: skip
    defined = candidates.definition(slug, transitions=named)
    version = candidates.scheme(session, build.person(session), now - timedelta(days=40), defined)
    person = session.get_one(Person, made.people["observed"])
    return candidates.candidate(session, person, version, now - timedelta(days=34), "applied")
