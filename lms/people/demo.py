"""The people of the demonstration: invented, in two invented administrations, with passwords made at random."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from lms.access import Grant, Role, Viewer
from lms.db import transaction
from lms.errors import RuleBroken
from lms.people import api
from lms.people.api import AdministrationKind, ContactDraft, ContactKind, PersonDraft, Sex, UnitKind
from lms.people.models import Administration, Person
from lms.people.sex.services import say_sex
from lms.people.transfers.services.asking import ask_transfers

A_YEAR = timedelta(days=380)
PORT, HIGHLAND, DELTA = "port", "highland", "delta"
ADMINISTRATIONS = {
    PORT: ("Port City Customs (demonstration)", AdministrationKind.CUSTOMS, "TH"),
    HIGHLAND: ("Highland Wildlife Authority (demonstration)", AdministrationKind.WILDLIFE, "KE"),
    DELTA: ("Delta Coast Customs (demonstration)", AdministrationKind.CUSTOMS, "SN"),
}
UNITS = {
    PORT: (("Deep Water Port", UnitKind.PORT), ("East Airport", UnitKind.AIRPORT), ("Head office", UnitKind.OFFICE)),
    HIGHLAND: (("Lake Road Border Post", UnitKind.BORDER_POST), ("Highland Airport", UnitKind.AIRPORT)),
    DELTA: (("Delta Port", UnitKind.PORT), ("Coast Airport", UnitKind.AIRPORT)),
}
CONTACTS = {  # the other administration has entered none yet, so its cards have lines to write on
    PORT: (
        ContactDraft(ContactKind.SUPERIOR, "Duty officer, Deep Water Port", "+66 2 555 0101", "", "Day and night"),
        ContactDraft(
            ContactKind.WILDLIFE,
            "CITES Management Authority (invented)",
            "+66 2 555 0102",
            "cites@example.org",
            "Monday to Friday, 08:00 to 17:00",
        ),
        ContactDraft(ContactKind.POLICE, "Harbour police (invented)", "+66 2 555 0103", "", "Day and night"),
        ContactDraft(ContactKind.RESCUE, "River Rescue Centre (invented)", "+66 2 555 0104", "rescue@example.org", ""),
    ),
}


@dataclass(frozen=True)
class Invented:
    """Somebody of the demonstration; `home` also bounds the roles of those who are not staff of the programme.

    The name of one is left for the administrator to check.
    """

    username: str
    name: str
    home: str | None
    unit: str | None = None
    role: Role = Role.OFFICER
    local_name: str = ""
    name_checked: bool = True
    reach: str = ""  # of the role: "everywhere", "country"; empty: the own administration
    language: str | None = None


PRINTED = (
    ("officer at a port", Invented("malee.srisuk", "Malee Srisuk", PORT, "Deep Water Port", name_checked=False)),
    ("officer at a border post", Invented("james.kiprono", "James Kiprono", HIGHLAND, "Lake Road Border Post")),
    ("trainer", Invented("anong.wattana", "Anong Wattana", PORT, "Head office", Role.TRAINER)),
    (
        "second trainer",
        Invented("fatou.ndiaye", "Fatou Ndiaye", DELTA, "Delta Port", Role.TRAINER, reach="everywhere"),
    ),
    (
        "coordinator",
        Invented("somchai.rattana", "Somchai Rattana", PORT, "Head office", Role.COORDINATOR, reach="country"),
    ),
    ("assessor", Invented("peter.lindqvist", "Peter Lindqvist", None, None, Role.ASSESSOR)),
    ("programme manager", Invented("rosa.almeida", "Rosa Almeida", None, None, Role.PROGRAMME_MANAGER)),
    ("second manager", Invented("amina.diallo", "Amina Diallo", None, None, Role.PROGRAMME_MANAGER)),
    ("third manager", Invented("henrik.vasbo", "Henrik Vasbø", None, None, Role.PROGRAMME_MANAGER)),
    ("administrator", Invented("daniel.okoro", "Daniel Okoro", None, None, Role.ADMINISTRATOR)),
)
EXTRA = (
    Invented("niran.chaiyasit", "Niran Chaiyasit", PORT, "Deep Water Port"),
    Invented("suda.phromsri", "Suda Phromsri", PORT, "Deep Water Port", local_name="สุดา พรหมศรี"),
    Invented("kittisak.boonmee", "Kittisak Boonmee", PORT, "East Airport", local_name="กิตติศักดิ์ บุญมี"),
    Invented("orathai.saelim", "Orathai Saelim", PORT, "East Airport", local_name="อรทัย แซ่ลิ้ม"),
    Invented("prasert.thongdee", "Prasert Thongdee", PORT, "East Airport", local_name="ประเสริฐ ทองดี"),
    Invented("wanida.kaewkla", "Wanida Kaewkla", PORT, "Head office"),
    Invented("grace.wambui", "Grace Wambui", HIGHLAND, "Lake Road Border Post"),
    Invented("hassan.abdi", "Hassan Abdi", HIGHLAND, "Lake Road Border Post"),
    Invented("mercy.achieng", "Mercy Achieng", HIGHLAND, "Lake Road Border Post"),
    Invented("brian.mutiso", "Brian Mutiso", HIGHLAND, "Highland Airport"),
    Invented("esther.naliaka", "Esther Naliaka", HIGHLAND, "Highland Airport"),
    Invented("samuel.rotich", "Samuel Rotich", HIGHLAND, "Highland Airport"),
)
LAKE, AIRPORT, QUAY, COAST = "Lake Road Border Post", "Highland Airport", "Delta Port", "Coast Airport"
CLASSES = {  # officers of the classes of the year before, by class
    "lake": tuple(
        Invented(key, name, HIGHLAND, unit)
        for key, name, unit in (
            ("alice.chebet", "Alice Chebet", LAKE), ("dennis.omondi", "Dennis Omondi", LAKE),
            ("faith.wanjala", "Faith Wanjala", LAKE), ("george.kimani", "George Kimani", LAKE),
            ("irene.atieno", "Irene Atieno", AIRPORT), ("joseph.lekuta", "Joseph Lekuta", LAKE),
            ("kevin.mwangi", "Kevin Mwangi", AIRPORT), ("lucy.nyambura", "Lucy Nyambura", AIRPORT),
            ("moses.kiptoo", "Moses Kiptoo", LAKE), ("nancy.akinyi", "Nancy Akinyi", LAKE),
            ("paul.wekesa", "Paul Wekesa", AIRPORT), ("ruth.jepkorir", "Ruth Jepkorir", LAKE),
        )
    ),
    "coast": tuple(
        Invented(key, name, DELTA, unit, language="fr")
        for key, name, unit in (
            ("abdou.diop", "Abdou Diop", QUAY), ("aissatou.ba", "Aïssatou Ba", QUAY),
            ("babacar.sow", "Babacar Sow", COAST), ("cheikh.fall", "Cheikh Fall", QUAY),
            ("coumba.gueye", "Coumba Guèye", COAST), ("ibrahima.sarr", "Ibrahima Sarr", QUAY),
            ("khady.mbaye", "Khady Mbaye", COAST), ("lamine.cisse", "Lamine Cissé", QUAY),
            ("mamadou.kane", "Mamadou Kane", QUAY), ("mariama.sy", "Mariama Sy", COAST),
            ("ousmane.thiam", "Ousmane Thiam", QUAY), ("penda.faye", "Penda Faye", QUAY),
        )
    ),
    "airport": tuple(
        Invented(key, name, HIGHLAND, AIRPORT)
        for key, name in (
            ("caroline.moraa", "Caroline Moraa"), ("edwin.barasa", "Edwin Barasa"),
            ("hellen.cherop", "Hellen Cherop"), ("victor.odhiambo", "Victor Odhiambo"),
        )
    ),
}  # fmt: skip

SAID = {  # what some officers of last year told: of one country fewer than five women
    Sex.FEMALE: (
        "alice.chebet", "faith.wanjala", "lucy.nyambura",
        "aissatou.ba", "coumba.gueye", "khady.mbaye", "mariama.sy", "penda.faye",
    ),
    Sex.MALE: (
        "dennis.omondi", "george.kimani", "joseph.lekuta", "kevin.mwangi", "moses.kiptoo", "edwin.barasa",
        "abdou.diop", "babacar.sow", "cheikh.fall", "ibrahima.sarr", "lamine.cisse", "mamadou.kane",
    ),
}  # fmt: skip
MOVES, MOVES_TO, ASKS = "prasert.thongdee", HIGHLAND, "somchai.rattana"
WHY = "Posted to Lake Road in spring."


def load(world: dict[str, Any], now: datetime) -> None:
    """Three administrations, their units and some fifty people; `world` gets their ids and the printed passwords.

    What takes two is decided by two of three programme managers, and an objection to it goes to the third."""
    with transaction() as session:
        if api.real_people_exist(session):
            raise RuleBroken(
                "There are real people in this database, so the demonstration is not loaded here. "
                "Nothing was changed. Use an empty database for it."
            )
        places, units = make_places(session, now)
        for word, contacts in CONTACTS.items():
            api.set_contacts(session, places[word], contacts, now=now)
        world["administrations"] = places
        world["people"] = {}
        passwords = world.setdefault("passwords", [])
        for words, one in PRINTED:
            person_id = make(session, one, places, units, now)
            world["people"][one.username] = person_id
            passwords.append((words, one.username, api.give_password(session, person_id)))
        for one in EXTRA:
            world["people"][one.username] = make(session, one, places, units, now)
        for everybody in CLASSES.values():
            for one in everybody:
                world["people"][one.username] = make(session, one, places, units, now - A_YEAR)
        world["classes"] = {word: [one.username for one in each] for word, each in CLASSES.items()}
        for sex, keys in SAID.items():
            for key in keys:
                say_sex(session, world["people"][key], sex, now=now - A_YEAR)
        wants_to_move(session, world, now - timedelta(days=2))


def wants_to_move(session: Session, world: dict[str, Any], now: datetime) -> None:
    """A coordinator asks another administration to take an officer over; nobody there has answered."""
    people, country = world["people"], ADMINISTRATIONS[PORT][2]
    asks = api.person_of(session, people[ASKS])
    grants = (Grant(Role.COORDINATOR, api.COUNTRY, country),)
    viewer = Viewer(asks.id, asks.uuid, asks.name, asks.administration_id, asks.language, 0, grants=grants)
    moving = session.get_one(Person, people[MOVES])
    receiving = session.get_one(Administration, world["administrations"][MOVES_TO])
    ask_transfers(session, [moving], receiving, WHY, by=viewer, now=now)


def make_places(session: Session, now: datetime) -> tuple[dict[str, int], dict[tuple[str, str], int]]:
    """The administrations by their short word, and the units by word and name."""
    places, units = {}, {}
    for word, (name, kind, country) in ADMINISTRATIONS.items():
        places[word] = api.make_administration(session, name=name, kind=kind, country=country, now=now)
        for unit, unit_kind in UNITS[word]:
            units[word, unit] = api.make_unit(session, places[word], name=unit, kind=unit_kind, now=now)
    return places, units


def make(
    session: Session, one: Invented, places: dict[str, int], units: dict[tuple[str, str], int], now: datetime
) -> int:
    """One invented person with one role, in its reach; of staff of the programme that is everywhere."""
    home = places[one.home] if one.home else None
    draft = PersonDraft(
        name=one.name,
        local_name=one.local_name,
        username=one.username,
        administration_id=home,
        unit_id=units[one.home, one.unit] if one.home and one.unit else None,
        language=one.language,
    )
    grant = Grant(one.role, api.ADMINISTRATION, str(home)) if home else Grant(one.role)
    if one.home and one.reach:
        country = ADMINISTRATIONS[one.home][2]
        grant = Grant(one.role, api.COUNTRY, country) if one.reach == "country" else Grant(one.role)
    made = api.make_person(session, draft, [grant], now=now, demonstration=True)
    if one.name_checked:
        api.check_name(session, made.id, now=now)
    return made.id
