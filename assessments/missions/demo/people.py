"""The people of practical assessment in the demonstration: candidates of twelve countries, experts, staff."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from assessments.permissions import PracticalRole
from lms.access import Grant, Role
from lms.db import transaction
from lms.people.api import (
    AdministrationKind,
    PersonDraft,
    check_name,
    give_password,
    make_administration,
    make_person,
)

MADE_BEFORE = timedelta(days=400)
ADMINISTRATIONS = {  # beside the three of the first part; by country
    "AO": "Atlantic Coast Customs (demonstration)", "BW": "Delta Parks Authority (demonstration)",
    "CM": "Forest Customs (demonstration)", "GH": "Gulf Ports Customs (demonstration)",
    "KH": "Lake and River Customs (demonstration)", "LA": "Mountain Road Customs (demonstration)",
    "MG": "Red Island Customs (demonstration)", "MY": "Strait Customs (demonstration)",
    "MZ": "Channel Customs (demonstration)", "NG": "Lagoon Customs (demonstration)",
    "RW": "Thousand Hills Customs (demonstration)", "TG": "Golden Quay Customs (demonstration)",
    "TZ": "Spice Coast Customs (demonstration)", "VN": "Red River Customs (demonstration)",
}  # fmt: skip
KNOWN = {"TH": "port", "KE": "highland", "SN": "delta"}  # by country, the word of the first part


@dataclass(frozen=True)
class Expert:
    """Somebody of practical assessment: who, of which country, what they speak and cover."""

    username: str
    name: str
    country: str = ""  # none: of the programme
    languages: tuple[str, ...] = ("en",)
    topics: tuple[str, ...] = ()


CANDIDATES = tuple(
    Expert(key, name, country, tuple(spoken.split()))
    for key, name, country, spoken in (
        ("domingos.cassule", "Domingos Cassule", "AO", "pt"),
        ("kagiso.moremi", "Kagiso Moremi", "BW", "en"),
        ("sophea.chann", "Sophea Chann", "KH", "en"),
        ("brigitte.ekambi", "Brigitte Ekambi", "CM", "fr"),
        ("alain.mbarga", "Alain Mbarga", "CM", "fr en"),
        ("khamla.vongsa", "Khamla Vongsa", "LA", "en"),
        ("chinwe.adeyemi", "Chinwe Adeyemi", "NG", "en"),
        ("baraka.mushi", "Baraka Mushi", "TZ", "en"),
        ("pim.sukhato", "Pim Sukhato", "TH", "en"),
        ("arthit.nakorn", "Arthit Nakorn", "TH", "en"),
        ("yao.agbeko", "Yao Agbeko", "TG", "fr"),
        ("wairimu.njoroge", "Wairimu Njoroge", "KE", "en"),
        ("awa.diatta", "Awa Diatta", "SN", "fr en"),
        ("linh.tran", "Linh Tran", "VN", "en"),
    )
)
TRAINING, LAW, RISK, OPERATIONS = "training-frameworks", "legal-instruments", "risk-management", "operations"
ALL_TOPICS = (TRAINING, LAW, RISK, OPERATIONS)
ASSESSORS = (
    Expert("peter.lindqvist", "Peter Lindqvist", "", ("en", "fr", "pt"), ALL_TOPICS),  # of the first part
    Expert("kofi.ansah", "Kofi Ansah", "GH", ("en",), ALL_TOPICS),
    Expert("hanta.rabe", "Hanta Rabe", "MG", ("fr", "en"), ALL_TOPICS),
    Expert("farid.salleh", "Farid Salleh", "MY", ("en",), ALL_TOPICS),
    Expert("graca.mondlane", "Graça Mondlane", "MZ", ("pt", "en"), ALL_TOPICS),
    Expert("diane.uwase", "Diane Uwase", "RW", ("en", "fr"), (TRAINING, RISK, OPERATIONS)),
)
SUPERVISING = (
    Expert("elena.marchetti", "Elena Marchetti", topics=ALL_TOPICS),
    Expert("david.osei", "David Osei", topics=ALL_TOPICS),
    Expert("julie.lefevre", "Julie Lefèvre", languages=("fr", "en"), topics=ALL_TOPICS),
)
INTERPRETERS = (
    Expert("claire.dumont", "Claire Dumont", languages=("en", "fr")),
    Expert("jean.kouassi", "Jean Kouassi", languages=("en", "fr")),
    Expert("rita.lopes", "Rita Lopes", languages=("en", "pt")),
)
PLANNER, COORDINATOR, MODERATOR = "marta.kowalska", "samuel.banda", "aisha.mbeki"
STAFF = (
    (PLANNER, "Marta Kowalska", PracticalRole.MISSION_PLANNER),
    (COORDINATOR, "Samuel Banda", PracticalRole.WORKSHOP_COORDINATOR),
    (MODERATOR, "Aisha Mbeki", PracticalRole.MODERATOR),
)
PRINTED = {  # who can sign in, by what is printed of them
    "workshop candidate": CANDIDATES[3].username,
    "candidate of a mission": CANDIDATES[5].username,
    "second assessor": ASSESSORS[1].username,
    "supervising expert": SUPERVISING[0].username,
    "mission planner": PLANNER,
    "workshop coordinator": COORDINATOR,
    "moderator": MODERATOR,
    "interpreter": INTERPRETERS[0].username,
}


def load(world: dict[str, Any], now: datetime) -> None:
    """Fourteen more administrations and some thirty people, of whom eight can sign in."""
    if not world.get("people"):
        return
    at = now - MADE_BEFORE
    with transaction() as session:
        homes = {country: world["administrations"][word] for country, word in KNOWN.items()}
        for country, name in ADMINISTRATIONS.items():
            kind = AdministrationKind.WILDLIFE if "Parks" in name else AdministrationKind.CUSTOMS
            homes[country] = make_administration(session, name=name, kind=kind, country=country, now=at)
        world["customs"] = homes
        for part, role in (
            (CANDIDATES, Role.OFFICER),
            (ASSESSORS, Role.ASSESSOR),
            (SUPERVISING, PracticalRole.SUPERVISING_EXPERT),
            (INTERPRETERS, Role.OFFICER),
        ):
            for one in part:
                add(session, world, one, role, at)
        for username, name, role in STAFF:
            add(session, world, Expert(username, name), role, at)
        world["candidates"] = [(one.username, "fr" if one.languages[0] == "fr" else "en") for one in CANDIDATES]
        world["covered"] = {one.username: one.topics for one in (*ASSESSORS, *SUPERVISING)}
        for words, username in PRINTED.items():
            let_sign_in(session, world, words, username)


def add(session: Session, world: dict[str, Any], one: Expert, role: StrEnum, at: datetime) -> None:
    """One invented person whose name is checked; who is there already stays."""
    if one.username in world["people"]:
        return
    home = world["customs"][one.country] if one.country else None
    language = one.languages[0] if one.languages[0] == "fr" else None
    draft = PersonDraft(name=one.name, username=one.username, administration_id=home, language=language)
    made = make_person(session, draft, [Grant(role)], now=at, demonstration=True)
    check_name(session, made.id, now=at)
    world["people"][one.username] = made.id


def let_sign_in(session: Session, world: dict[str, Any], words: str, username: str) -> None:
    """Give somebody a password, and have it printed."""
    world["passwords"].append((words, username, give_password(session, world["people"][username])))
