"""Candidates: the owner on the way of one scheme and nominated for another; a credential that waits to be confirmed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assessments.api import FoundEvidence
from certificates.candidates.queries.found import candidate_by_id, version_in_use
from certificates.candidates.services.applying import APPLICATION, nominate
from certificates.candidates.services.evidence import add_piece, take_up
from certificates.candidates.services.proposals import take_step
from certificates.permissions import SchemeRole
from certificates.practice.rules.log import PracticeKind, PracticeUnit
from certificates.practice.services import PracticeDraft, log_practice
from certificates.recognised.services import RecognisedDraft, enter_recognised
from certificates.roster.models import RosterShown
from certificates.roster.rules import Listing
from certificates.roster.services import RosterDraft, change_listing, search_roster
from certificates.schemes.models import Scheme
from lms.access import Role
from lms.people.models import Person
from tests.access_matrix import persons
from tests.builders import candidates, people, scheme_certificates

TAKEN, OPEN, ASKED = "iwt-trainer", "open-scheme", "asked-scheme"
CARED = (
    candidates.step("close", "applied", "eligible", "cohort.lead", part="trainer"),
    candidates.step("close-together", "applied", "known", "cohort.lead", part="trainer", second=True),
)


@dataclass(frozen=True)
class Going:
    """By their names outside."""

    candidate: str  # the owner: a refusal is proposed, a newer version is in use
    piece: str  # of theirs, scored by a machine
    nomination: str  # of the owner, not answered
    recognised: str  # of the owner, entered by one registrar
    cared: str  # the owner, on two more schemes: a step waits for who leads their cohort
    cared_by_two: str  # and here it is proposed already
    suspended: str  # the owner, on another scheme: their certificate is set aside
    practice: str  # an entry of their log
    searched: str  # a search of an authorised body that shows the owner, who holds no certificate in force any more


def build(session: Session, owner: Person, stranger: Person, now: datetime) -> Going:
    """All of them; the stranger is a candidate too."""
    loader = people.person(session, "Zoe loader")
    version = candidates.scheme(session, loader, now - timedelta(days=9), candidates.definition(TAKEN))
    for slug in (OPEN, ASKED):
        candidates.scheme(session, loader, now, candidates.definition(slug))
    for person, word in ((owner, persons.OWNERS), (stranger, persons.STRANGERS)):
        found = candidates.candidate(session, person, version, now, "applied")
        said = {"years_of_service": 7, "languages": ["en"], "availability": word, "interests": "", "words": ""}
        application = FoundEvidence(person.id, APPLICATION, f"application:{found.row.id}", "a", "Application", now,
                                    outcome=said)  # fmt: skip
        add_piece(session, found, application, "a", now=now)
        if person is owner:
            mine = found
    scored = FoundEvidence(owner.id, "observation", "invented:1", "a", "Scored by a machine", now, by_machine=True)
    piece = add_piece(session, mine, scored, "a", now=now)
    take_up(session, [owner.id, stranger.id], now=now)
    candidates.version(session, session.get_one(Scheme, version.scheme_id), candidates.definition(TAKEN), now, no=2)
    officer = people.person(session, "Zoe first officer", SchemeRole.SCHEME_OFFICER)
    take_step(
        session, candidate_by_id(session, mine.row.id), "refuse", "Too short a service.",
        actor=people.viewer(session, officer), now=now,
    )  # fmt: skip
    nomination = nominate(
        session, version_in_use(session, ASKED, now), owner.id, "A good trainer.", by_id=loader.id, now=now
    )
    draft = RecognisedDraft(
        body="World Customs Organization", number="A-17", topics=["operations"], valid_until=now.date(),
        compared_by="By e-mail", compared_on=now.date(),
    )  # fmt: skip
    recognised = enter_recognised(session, owner.id, draft, by_id=loader.id, now=now)
    holding = candidates.scheme(session, loader, now, replace(scheme_certificates.definition(), slug="held-scheme"))
    suspended = candidates.candidate(session, owner, holding, now, "suspended")
    practice = log_practice(
        session, PracticeDraft(kind=PracticeKind.MISSION, on=now.date(), amount=3, unit=PracticeUnit.DAYS, country="LA",
                               role=persons.OWNERS, words="Looked at the files of a port."),
        actor=people.viewer(session, owner), now=now,
    )  # fmt: skip
    change_listing(session, Listing(True, frozenset({"en"})), person_id=owner.id, now=now)
    body = people.viewer(session, people.person(session, "Zoe authorised body", SchemeRole.AUTHORISED_BODY))
    draft_of_body = RosterDraft(purpose="A mission to a port in the region.", topic="operations")
    searched = search_roster(session, draft_of_body, {}, viewer=body, now=now)
    session.add(RosterShown(search_id=searched.id, no=1, person_id=owner.id))
    session.flush()
    cared, by_two = (
        candidates.candidate(
            session,
            owner,
            candidates.scheme(session, loader, now, candidates.definition(slug, transitions=CARED)),
            now,
            "applied",
        )
        for slug in ("cared-scheme", "cared-by-two")
    )
    manager = people.person(session, "Zoe first manager", Role.PROGRAMME_MANAGER)
    take_step(session, by_two, "close-together", "", actor=people.viewer(session, manager), now=now)
    return Going(
        mine.row.uuid, piece.uuid, nomination.uuid, recognised.uuid, cared.row.uuid, by_two.row.uuid,
        suspended.row.uuid, practice.uuid, searched.uuid,
    )  # fmt: skip
