"""Who takes part in the journey along the pathway: each brought in on pages, each in a browser of their own."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from lxml import html
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.forms import fill_in, words_of
from tests.journeys.pathway_site import PathwaySite
from tests.journeys.slips import CODE

PASSWORD = "a quiet heron by the harbour"
PHONE, TABLET, DESK = {"width": 360, "height": 740}, {"width": 820, "height": 1180}, {"width": 1280, "height": 900}
STAFF = "None: staff of the programme"
TIMEOUT = 30_000  # milliseconds: everybody is served by one process, and by the worker in it
EVERYWHERE = "Everywhere: in every administration"
OWN = "own"
HOMES = {
    "River Customs": ("customs", "TH"),
    "Lake Wildlife Service": ("wildlife", "KE"),
    "Coast Customs": ("customs", "SN"),
    "Delta Customs": ("customs", "VN"),
    "Plateau Customs": ("customs", "ZM"),
    "Island Customs": ("customs", "MG"),
    "Desert Customs": ("customs", "NA"),
}


@dataclass(frozen=True)
class Part:
    """Somebody of the play: where they work, which roles they hold and where, what they look at."""

    name: str
    home: str = STAFF
    roles: tuple[str, ...] = ()
    scope: str = EVERYWHERE
    screen: dict[str, int] = field(default_factory=lambda: DESK)

    @property
    def login(self) -> str:
        """What they sign in with."""
        return self.name.lower().replace(" ", ".")


CAST = {
    "malee": Part("Malee Srisuk", "River Customs", ("officer",), OWN, PHONE),
    "juma": Part("Juma Otieno", "Lake Wildlife Service", ("officer",), OWN, PHONE),
    "coordinator": Part("Somchai Rattana", "River Customs", ("officer", "coordinator"), OWN),
    "trainer": Part("Tariq Nasser", "Island Customs", ("trainer", "assessor"), screen=TABLET),
    "first": Part("Ines Lopes", "Coast Customs", ("officer", "assessor"), screen=TABLET),
    "second": Part("Mai Phan", "Delta Customs", ("officer", "assessor"), screen=TABLET),
    "third": Part("Sekou Diallo", "Plateau Customs", ("officer", "assessor"), screen=TABLET),
    "fourth": Part("Hanna Berg", "Desert Customs", ("officer", "assessor"), screen=TABLET),
    "fifth": Part("Omar Haddad", STAFF, ("officer", "assessor"), screen=TABLET),
    "owner": Part("Nadia Okello", roles=("scheme-owner",)),
    "other-owner": Part("Tomas Ferreira", roles=("scheme-owner",)),
    "officer": Part("Ada Mensah", roles=("scheme-officer",)),
    "planner": Part("Bola Adeyemi", roles=("mission-planner",)),
    "expert": Part("Chen Wei", roles=("supervising-expert", "officer")),
    "dossiers": Part("Dao Keita", roles=("dossier-officer",)),
    "workshop": Part("Eli Traore", roles=("workshop-coordinator",)),
    "moderator": Part("Fatou Ba", roles=("moderator",)),
    "decider-1": Part("Gloria Mbeki", roles=("decider",)),
    "decider-2": Part("Hugo Martin", roles=("decider",)),
    "decider-3": Part("Iris Novak", roles=("decider",)),
    "decider-4": Part("Jonas Weber", roles=("decider",)),
    "registrar": Part("Karim Salah", roles=("registrar",)),
    "other-registrar": Part("Lena Fischer", roles=("registrar",)),
    "appeal-1": Part("Mona Silva", roles=("appeal-member",)),
    "appeal-2": Part("Noor Aziz", roles=("appeal-member",)),
    "quality": Part("Olga Petrova", roles=("quality-officer",)),
    "manager": Part("Rosa Almeida", roles=("programme-manager",)),
    "other-manager": Part("Henrik Vasbo", roles=("programme-manager",)),
}


class Company:
    """Everybody, each with a browser context of their own; nobody shares one."""

    def __init__(self, site: PathwaySite, browser: Browser) -> None:
        self.site, self.browser = site, browser
        self.complaints: list[str] = []
        self._contexts: dict[str, BrowserContext] = {}
        self._pages: dict[str, Page] = {}

    def context(self, who: str) -> BrowserContext:
        """The browser of this person, or of somebody without an account; what its pages complain about is noted."""
        if who not in self._contexts:
            screen = CAST[who].screen if who in CAST else DESK
            made = self.browser.new_context(viewport=screen, accept_downloads=True, has_touch=screen is not DESK)
            made.set_default_timeout(TIMEOUT)
            made.on("weberror", lambda error: self.complaints.append(f"{who}: {error.error}"))
            self._contexts[who] = made
        return self._contexts[who]

    def page(self, who: str, path: str = "") -> Page:
        """The page that this person has open, gone to an address of the site where one is named."""
        if who not in self._pages or self._pages[who].is_closed():
            self._pages[who] = self.context(who).new_page()
        page = self._pages[who]
        if path:
            page.goto(path if path.startswith("http") else f"{self.site.url}{path}")
        return page

    def fill_in(self, who: str, path: str, button: str = "", **said: str | tuple[str, ...]) -> tuple[str, str]:
        """Send a form as this person, without looking at it."""
        url = path if path.startswith("http") else f"{self.site.url}{path}"
        return fill_in(self.context(who), url, said, button=button)

    def enter(self, who: str, login: str, code: str) -> None:
        """Choose a password with the code of a slip; from then on this browser is signed in."""
        self.fill_in(who, "/code", login=login, code=code, password=PASSWORD, again=PASSWORD)

    def sign_in(self, who: str) -> None:
        """Sign in with the password."""
        self.fill_in(who, "/sign-in", login=CAST[who].login, password=PASSWORD)

    def close(self) -> None:
        """Close every browser."""
        for one in self._contexts.values():
            one.close()


def open_administrations(company: Company) -> None:
    """The administrator opens the administrations."""
    for name, (kind, country) in HOMES.items():
        company.fill_in("admin", "/administrations/new", name=name, kind=kind, country=country)


def bring_in(company: Company, who: str) -> None:
    """The administrator makes an account with its roles; the person enters with the slip."""
    part = CAST[who]
    _url, slip = company.fill_in(
        "admin", "/people/new",
        name=part.name, username=part.login, administration=part.home, roles=part.roles, scope=part.scope, way="slip",
    )  # fmt: skip
    code = CODE.search(words_of(slip))
    assert code is not None, words_of(slip)
    company.enter(who, part.login, code[0])


def check_names(company: Company, *who: str) -> None:
    """The administrator compares names with identity documents."""
    for one in who:
        url = f"{company.site.url}/people?words={CAST[one].name.partition(' ')[0]}"
        listed = html.fromstring(company.context("admin").request.get(url).text())
        links = [one.get("href") or "" for one in listed.iter("a")]
        person = next(one for one in links if re.fullmatch(r"/people/[\w-]{36}", one))
        said = f"The name “{CAST[one].name}” is the same in the identity document"
        company.fill_in("admin", person, button=said)


def gather(company: Company) -> None:
    """Everybody is brought in; the names of who may be certified are compared."""
    open_administrations(company)
    for who in CAST:
        bring_in(company, who)
    check_names(company, "malee", "juma")


def recognise(company: Company, *people: str) -> None:
    """Registrars: one enters what another body gave, another confirms it."""
    today = datetime.now(UTC).date()
    for who in people:
        url, _text = company.fill_in(
            "registrar", "/recognised/new", person=CAST[who].login, body="World Customs Organization",
            number=f"A-{who}", topics=("operations", "risk-management"), valid_until=f"{today + timedelta(days=700)}",
            compared_by="The registrar asked by letter", compared_on=f"{today}",
        )  # fmt: skip
        company.fill_in("other-registrar", url, button="Confirm it")


def train(company: Company, trainer: str, officer: str) -> None:
    """Somebody who assesses too teaches an officer in a cohort."""
    today = datetime.now(UTC).date()
    cohort, _text = company.fill_in(
        trainer, "/cohorts/new", course="Tiny course", place=CAST[officer].home, title="Port officers",
        starts_on=f"{today}", ends_on=f"{today + timedelta(days=30)}", time_zone="Asia/Bangkok",
    )  # fmt: skip
    company.fill_in("manager", cohort, button="Approve")
    company.fill_in(trainer, f"{cohort}/code", button="Make a new code")
    code = company.page(trainer, f"{cohort}/code").locator("p.code").inner_text()
    joining, _text = company.fill_in(officer, "/join", code=code)
    company.fill_in(officer, joining, button="Join the cohort")
