"""What comes after a certificate of a scheme: the log of practice, its years, and the roster."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from certificates.candidates.queries.found import own_candidates
from certificates.permissions import SchemeRole
from certificates.practice.rules.log import PracticeKind, PracticeUnit
from certificates.practice.services import PracticeDraft, log_practice, withdraw_practice
from certificates.roster.queries.searches import own_search
from certificates.roster.rules import Listing
from certificates.roster.services import RosterDraft, change_listing, search_roster, write_to_holder
from certificates.schemes.rules.definition import PracticeRule
from lms.access import Role
from lms.people.models import Administration, Person
from tests.builders import candidates, certificates, scheme_certificates
from tests.builders import people as build
from tests.pages.acts import press
from tests.pages.made import World
from tests.pages.state import State

SLUG = "advisors-scheme"
AFTER = [
    State("practice.mine", "years and entries", "holder", "/practice"),
    State("practice.mine", "none", "officer", "/practice", empty=True),
    State("practice.add", "to fill", "holder", "/practice/new"),
    State("practice.add", "nothing filled", "holder", "/practice/new", press("Add to the log"), 422),
    State("practice.correct", "to correct", "holder", "/practice/{practice}"),
    State("practice.correct", "no reason", "holder", "/practice/{practice}", press("Correct it"), 422),
    State("practice.correct", "withdrawn", "holder", "/practice/{practice-withdrawn}"),
    State("practice.withdraw", "to fill", "holder", "/practice/{practice}/withdraw"),
    State("practice.withdraw", "no reason", "holder", "/practice/{practice}/withdraw", press("Withdraw"), 422),
    State("practice.of_candidate", "years and entries", "registrar", "/candidates/{holder-way}/practice"),
    State("practice.of_candidate", "nothing", "registrar", "/candidates/{candidate}/practice"),
    State("roster.search", "searches", "body", "/roster"),
    State("roster.search", "nothing filled", "body", "/roster", press("Search"), 422),
    State("roster.found", "some", "body", "/roster/searches/{roster-search}"),
    State("roster.found", "nobody fits", "body", "/roster/searches/{roster-nobody}"),
    State("roster.write", "to fill", "body", "/roster/searches/{roster-other}/holders/1"),
    State("roster.write", "nothing said", "body", "/roster/searches/{roster-other}/holders/1", press("Send"), 422),
    State("roster.write", "written", "body", "/roster/searches/{roster-search}/holders/1"),
    State("roster.listing", "who has looked", "holder", "/roster/listing"),
    State("roster.listing", "no certificate", "officer", "/roster/listing"),
    State("certificates.one", "of a scheme", "holder", "/certificates/{holder-credential}"),
]  # fmt: skip


def add(session: Session, made: World, now: datetime) -> None:
    """A holder with a log and a listing, and a body that searched."""
    whole = scheme_certificates.definition()
    rule = PracticeRule(36, 6, 90, a_year=2, kinds=("practice", "observed-practice"))
    loader, then = build.person(session, "Birte Holm"), now - timedelta(days=400)
    on = candidates.scheme(session, loader, then, replace(whole, slug=SLUG, practice=rule))
    place = session.get_one(Administration, session.get_one(Person, made.people["officer"]).administration_id)
    person = build.person(session, "Nadia Rahimi", (Role.OFFICER, place), place=place)
    certificates.name_checked(session, person, "Nadia Rahimi", at=then)
    made.people["holder"] = person.id
    held = scheme_certificates.issued(session, on, person, then)
    me = build.viewer(session, session.get_one(Person, made.people["holder"]))

    def log(day: date, kind: PracticeKind, words: str) -> str:
        draft = PracticeDraft(
            kind=kind, on=day, amount=3, unit=PracticeUnit.DAYS, country="TH", role="Trainer", words=words
        )  # fmt: skip
        return log_practice(session, draft, actor=me, now=now).uuid

    first = log((now - timedelta(days=200)).date(), PracticeKind.TRAINING, "Trained twelve officers of the port.")
    log((now - timedelta(days=120)).date(), PracticeKind.OPERATION, "Led the checks of containers for two days.")
    gone = log((now - timedelta(days=20)).date(), PracticeKind.REFRESHER, "Read the new rules on timber.")
    withdraw_practice(session, gone, "It was put off.", actor=me, now=now)
    log((now - timedelta(days=10)).date(), PracticeKind.MISSION, "Looked at the files of a border post.")
    change_listing(session, Listing(True, frozenset({"en", "th"})), person_id=me.id, now=now)
    desk = build.person(session, "Regional desk", SchemeRole.AUTHORISED_BODY)
    made.people["body"] = desk.id
    body = build.viewer(session, desk)

    def search(purpose: str, **asked: str) -> str:
        draft = RosterDraft(purpose=purpose, **({"topic": "operations"} | asked))
        return search_roster(session, draft, {}, viewer=body, now=now).uuid

    searches = {
        "roster-search": search("A mission on containers to a port in the region in spring."),
        "roster-other": search("Two days of training on shipping documents for a partner."),
        "roster-nobody": search("Somebody who reads the manifests of a ferry line.", language="vi"),
    }
    row = own_search(session, body, searches["roster-search"])
    write_to_holder(
        session, row, 1, "Could you join us in March? Write to desk@example.org.", body=desk.name, viewer=body, now=now
    )
    made.values |= searches | {
        "practice": first,
        "practice-withdrawn": gone,
        "holder-way": own_candidates(session, me.id)[0].row.uuid,
        "holder-credential": held.credential.uuid,
    }
