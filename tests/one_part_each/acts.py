"""Everything that these people do, one act a function, and the whole way with whoever is cast for each part of it.

A new act is a function here, marked with the values that it is drawn with. A new part of the chain goes into `Way` as
well, and into `findings`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from assessments.api import ActingPart, Tie
from assessments.sheets.rules.states import Turn
from tests.one_part_each.scheme import whole
from tests.one_part_each.site import CAST, Site

WHO = st.sampled_from(CAST)
CODES = tuple(one.code for one in whole().transitions if one.by_person or one.mover == "candidate")
DECISIONS = ("certify", "reject", "uphold", "dismiss")
PARTS, TIES = (ActingPart.EXAMINER, ActingPart.DECIDER, ActingPart.APPEAL, ActingPart.SUPERVISOR), tuple(Tie)
ALL: list[st.SearchStrategy[Callable[[Site], object]]] = []


@dataclass(frozen=True)
class Deed:
    """An act with its values."""

    what: Callable[..., object]
    values: dict[str, Any]

    def __call__(self, site: Site) -> object:
        return self.what(site, **self.values)

    def __repr__(self) -> str:
        return f"{self.what.__name__}({', '.join(f'{name}={value!r}' for name, value in self.values.items())})"


def act(**drawn: st.SearchStrategy[Any]) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Let this be one of the acts, with values drawn from these."""

    def enter(what: Callable[..., object]) -> Callable[..., object]:
        ALL.append(st.builds(lambda **values: Deed(what, values), **drawn))
        return what

    return enter


@act(by=WHO)
def nominate(site: Site, by: str) -> None:
    site.nominate(by)


@act(by=WHO, code=st.sampled_from(CODES))
def step(site: Site, by: str, code: str) -> None:
    site.step(by, code)


@act(by=WHO)
def confirm(site: Site, by: str) -> None:
    site.confirm(by)


@act(by=WHO)
def refuse(site: Site, by: str) -> None:
    site.refuse(by)


@act(by=WHO, expert=WHO)
def put_under(site: Site, by: str, expert: str) -> None:
    site.put_under(by, expert)


@act(by=WHO)
def take_from(site: Site, by: str) -> None:
    site.take_from(by)


@act(by=WHO)
def cancel_the_mission(site: Site, by: str) -> None:
    site.cancel(by)


@act(expert=WHO)
def supervise(site: Site, expert: str) -> None:
    site.put_under("officer", expert)
    site.sign_annex(expert)


@act(by=WHO)
def see_at_work(site: Site, by: str) -> None:
    site.see_at_work(by)


@act(by=WHO, who=WHO, turn=st.sampled_from((Turn.FIRST, Turn.SECOND)))
def assign(site: Site, by: str, who: str, turn: Turn) -> None:
    site.assign(by, who, turn)


@act(who=WHO, level=st.integers(0, 2), seals=st.booleans())
def rate(site: Site, who: str, level: int, seals: bool) -> None:
    site.fill(who, level)
    if seals:
        site.seal(who)


@act(who=WHO)
def reopen(site: Site, who: str) -> None:
    site.reopen(who)


@act(by=WHO, who=WHO)
def name_third(site: Site, by: str, who: str) -> None:
    site.name_third(by, who)


@act(by=WHO)
def settle(site: Site, by: str) -> None:
    site.settle(by)


@act(who=WHO)
def look(site: Site, who: str) -> None:
    site.look(who)


@act(by=WHO, members=st.lists(WHO, min_size=2, max_size=3, unique=True))
def convene(site: Site, by: str, members: list[str]) -> None:
    site.convene(by, members)


@act(by=WHO, code=st.sampled_from(DECISIONS))
def vote(site: Site, by: str, code: str) -> None:
    site.vote(by, code)


@act(by=WHO)
def write_down(site: Site, by: str) -> None:
    site.write_down(by)


@act(by=WHO)
def sign(site: Site, by: str) -> None:
    site.sign(by)


@act(by=WHO)
def leave_the_panel(site: Site, by: str) -> None:
    site.leave(by)


@act(by=WHO, who=WHO)
def join_the_panel(site: Site, by: str, who: str) -> None:
    site.join(by, who)


@act(by=WHO)
def dissolve(site: Site, by: str) -> None:
    site.dissolve(by)


@act(by=WHO, who=WHO, part=st.sampled_from(PARTS), tie=st.sampled_from(TIES))
def waive(site: Site, by: str, who: str, part: ActingPart, tie: Tie) -> None:
    site.waive(by, who, part, tie)


@act(days=st.sampled_from((1, 40, 800)))
def wait(site: Site, days: int) -> None:
    site.now += timedelta(days=days)


@dataclass(frozen=True)
class Way:
    """The whole way to a certificate and after it, and who takes each part of it.

    `cast` says who stands in for whom; where the rules refuse them, somebody who has done nothing yet does it, so that
    every way comes to its end whatever it tries on the way.
    """

    cast: dict[str, str]
    refused: bool = False  # by the screening officers first, then by the panel; both are appealed and upheld
    apart: int = 0  # how far the second sheet is from the first
    looks: tuple[str, ...] = ()  # who opens everything while one sheet of two is sealed
    meanwhile: tuple[tuple[int, Deed], ...] = ()  # after which part of the way somebody does something else
    issues: bool = False  # and the certificate is made, suspended and put back

    def take(self, site: Site, stop: Callable[[], None], until: int = 8) -> None:
        """Go the way, and stop after each chapter of it and after what somebody else does meanwhile."""
        chapters = (
            self.applies, self.trained, self.supervised, self.examined, self.checked, self.decided, self.released,
            self.suspended,
        )  # fmt: skip
        for number, chapter in enumerate(chapters[:until]):
            chapter(site)
            stop()
            for place, deed in self.meanwhile:
                if place == number:
                    deed(site)
                    stop()

    def who(self, part: str) -> str:
        """Who tries to do it."""
        return self.cast.get(part, part)

    def by(self, part: str, what: Callable[[str], bool]) -> bool:
        """Whoever is cast does it; else who is meant to."""
        return what(self.who(part)) or (self.who(part) != part and what(part))

    def applies(self, site: Site) -> None:
        """Nominated, applied, screened."""
        self.by("officer", site.nominate)
        site.apply()
        if self.refused:
            self.by("officer", lambda one: site.step(one, "refuse"))
            self.by("second officer", site.confirm)
            self.appeals(site)
        for part in ("officer", "spare"):
            self.by(part, lambda one: site.step(one, "admit"))

    def trained(self, site: Site) -> None:
        """Trained to train."""
        self.by("trainer", lambda one: site.step(one, "train"))

    def supervised(self, site: Site) -> None:
        """On a mission, and at work in an operation."""
        self.by("supervisor", lambda one: site.put_under(self.who("officer"), one))
        self.by("supervisor", site.sign_annex)
        self.by("supervisor", site.see_at_work)
        self.by("supervisor", lambda one: site.step(one, "practise"))

    def examined(self, site: Site) -> None:
        """Rated by two, a third where they differ."""
        for part, turn in (("first", Turn.FIRST), ("second", Turn.SECOND)):
            self.by(part, lambda one, turn=turn: site.assign("officer", one, turn))
        self.rated(site, "first", 2)
        for one in (*self.looks, self.who("second")):
            site.look(one)
        self.by("first", site.reopen)
        self.rated(site, "first", 2)
        self.rated(site, "second", 2 - self.apart)
        self.by("third", lambda one: site.name_third(self.who("moderator"), one))
        self.rated(site, "third", 1)
        self.by("moderator", site.settle)

    def rated(self, site: Site, part: str, level: int) -> None:
        """A sheet filled in and sealed."""
        self.by(part, lambda one: site.fill(one, level))
        self.by(part, site.seal)

    def checked(self, site: Site) -> None:
        """The dossier is complete."""
        self.by("second officer", lambda one: site.step(one, "check"))

    def decided(self, site: Site) -> None:
        """A panel decides; after a refusal and an appeal another one."""
        if self.refused:
            self.panel(site, "officer", ("chair", "member"), "reject")
            self.appeals(site)
            self.panel(site, "officer", ("spare", "second spare"), "certify")
        self.panel(site, "officer", ("chair", "member"), "certify")

    def panel(self, site: Site, by: str, members: tuple[str, str], code: str) -> None:
        """Put together, voted, written down, signed."""
        cast = [self.who(one) for one in members]
        if not (len(set(cast)) == len(cast) and site.convene(self.who(by), cast)) and not site.convene(by, members):
            return
        for one in dict.fromkeys((*cast, *members)):
            site.vote(one, code)
        for one in (cast[0], members[0]):
            site.write_down(one)
        for one in dict.fromkeys((*cast, *members)):
            site.sign(one)

    def appeals(self, site: Site) -> None:
        """The candidate appeals, and others uphold it."""
        site.step("candidate", "object")
        self.panel(site, "second officer", ("judge", "second judge"), "uphold")

    def released(self, site: Site) -> None:
        """A registrar releases."""
        self.by("registrar", lambda one: site.step(one, "release"))

    def suspended(self, site: Site) -> None:
        """The certificate is made; two suspend it, the holder is heard, two put it back."""
        if not (self.issues and site.take_certificate()):
            return
        for code in ("suspend", "lift"):
            self.by("officer", lambda one, code=code: site.step(one, code))
            self.by("second officer", site.confirm)
            site.hear()


ACTS = st.one_of(ALL)
WAYS = st.builds(
    Way,
    cast=st.dictionaries(WHO, WHO, max_size=3),
    refused=st.booleans(),
    apart=st.sampled_from((0, 2)),
    looks=st.lists(WHO, max_size=2).map(tuple),
    meanwhile=st.lists(st.tuples(st.integers(0, 7), ACTS), max_size=4).map(tuple),
)
