"""Everything that one person may do, with all their accounts, and what others do meanwhile.

A new act is a function here, marked with the values that it is drawn with: what the person sends with one of their
accounts (`by=OWN`), or with one of theirs or of somebody else's (`by=ANYBODY`). A new decision that a certificate hangs
on goes into `Way` as well, and into `findings`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from lms.access import Role
from tests.separation_of_duties.site import NAMES, REACHES, ROLES, Site

MOST = 4  # accounts of the person
OWN = st.integers(0, MOST - 1)  # which of them acts
ANYBODY = st.integers(0, MOST + 1)  # the same, or one of two who are somebody else
GRANTS = st.lists(st.tuples(st.sampled_from(ROLES), st.sampled_from(REACHES)), max_size=3)
REACH = st.sampled_from(REACHES)
ALL: list[st.SearchStrategy[Callable[[Site], object]]] = []


def act(**drawn: st.SearchStrategy[Any]) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Let this be one of the acts, with values drawn from these."""

    def enter(what: Callable[..., object]) -> Callable[..., object]:
        ALL.append(st.builds(lambda **values: Deed(what, values), **drawn))
        return what

    return enter


@dataclass(frozen=True)
class Deed:
    """An act with its values."""

    what: Callable[..., object]
    values: dict[str, Any]

    def __call__(self, site: Site) -> object:
        return self.what(site, **self.values)

    def __repr__(self) -> str:
        return f"{self.what.__name__}({', '.join(f'{name}={value}' for name, value in self.values.items())})"


def who(site: Site, which: int) -> int:
    """The account of this number: one of the person's, or somebody else's."""
    return site.others[which - MOST] if which >= MOST else site.own[which % len(site.own)]


@act(by=ANYBODY, percent=st.sampled_from((1, 40)))
def propose_cut(site: Site, by: int, percent: int) -> None:
    site.propose_cut(who(site, by), percent)


@act(by=ANYBODY, agree=st.booleans())
def decide_cut(site: Site, by: int, agree: bool) -> None:
    site.decide_cut(who(site, by), agree=agree)


@act()
def load_a_folder_with_another_cut(site: Site) -> None:
    site.load_folder("1")


@act(by=ANYBODY)
def check_name(site: Site, by: int) -> None:
    site.check_name(who(site, by))


@act(by=ANYBODY)
def check_at_door(site: Site, by: int) -> None:
    site.check_at_door(who(site, by))


@act(by=ANYBODY, name=st.sampled_from(NAMES))
def rename(site: Site, by: int, name: str) -> None:
    site.rename(who(site, by), name)


@act(by=ANYBODY)
def give_time(site: Site, by: int) -> None:
    site.give_time(who(site, by))


@act(by=ANYBODY, to=OWN, role=st.sampled_from(ROLES), reach=REACH)
def give_role(site: Site, by: int, to: int, role: Role, reach: str) -> None:
    site.give_role(who(site, by), who(site, to), role, reach)


@act(by=OWN, role=st.sampled_from(ROLES[2:]), reach=REACH)
def make_account(site: Site, by: int, role: Role, reach: str) -> None:
    if len(site.own) < MOST:
        site.make_account(who(site, by), role, reach)


@act(by=OWN)
def apply_for_a_second_account(site: Site, by: int) -> None:
    if len(site.own) < MOST:
        site.apply_and_approve(who(site, by))


@act(by=ANYBODY, maker=ANYBODY)
def import_a_second_account(site: Site, by: int, maker: int) -> None:
    if len(site.own) < MOST:
        site.import_account(who(site, by), who(site, maker))


@act(by=ANYBODY)
def move(site: Site, by: int) -> None:
    site.move(who(site, by))


@act(right=st.sampled_from((1, 3, 6)), late=st.booleans())
def sit(site: Site, right: int, late: bool) -> None:
    site.sit(right=right, late=late)


@act(by=ANYBODY)
def open_final(site: Site, by: int) -> None:
    site.open_final(who(site, by))


@act(by=ANYBODY)
def open_room(site: Site, by: int) -> None:
    site.open_room(who(site, by))


@act(by=ANYBODY)
def decide_late(site: Site, by: int) -> None:
    site.decide_late(who(site, by))


@act(name=st.sampled_from(NAMES))
def confirm(site: Site, name: str) -> None:
    site.confirm(name)


@act(by=ANYBODY)
def judge_name(site: Site, by: int) -> None:
    site.judge_name(who(site, by))


@act(by=ANYBODY, deed=st.sampled_from(("suspend", "lift", "reissue")))
def manage_certificate(site: Site, by: int, deed: str) -> None:
    site.manage_certificate(who(site, by), deed)


@act(by=ANYBODY)
def give_attempt(site: Site, by: int) -> None:
    site.give_attempt(who(site, by))


@act(by=ANYBODY)
def annul(site: Site, by: int) -> None:
    site.annul(who(site, by))


@act(by=ANYBODY)
def bar(site: Site, by: int) -> None:
    site.bar(who(site, by))


@act(by=ANYBODY)
def propose_revocation(site: Site, by: int) -> None:
    site.propose_revocation(who(site, by))


@act(by=ANYBODY, agree=st.booleans())
def decide(site: Site, by: int, agree: bool) -> None:
    site.decide(who(site, by), agree=agree)


@act()
def object_to_it(site: Site) -> None:
    site.object()


@act(by=ANYBODY, uphold=st.booleans())
def judge(site: Site, by: int, uphold: bool) -> None:
    site.judge(who(site, by), uphold=uphold)


@act()
def begin_again(site: Site) -> None:
    site.begin_again()


@act(by=ANYBODY)
def see_keys(site: Site, by: int) -> None:
    site.see_keys(who(site, by))


@act(by=ANYBODY)
def withdraw_question(site: Site, by: int) -> None:
    site.withdraw(who(site, by))


@act(by=ANYBODY, deed=st.sampled_from(("confirm", "refuse", "return", "return/confirm", "return/refuse")))
def decide_question(site: Site, by: int, deed: str) -> None:
    site.decide_question(who(site, by), deed)


@act(by=OWN)
def propose_cohort(site: Site, by: int) -> None:
    site.propose_cohort(who(site, by))


@act(by=ANYBODY)
def decide_cohort(site: Site, by: int) -> None:
    site.decide_cohort(who(site, by))


@act(hours=st.sampled_from((1, 25, 24 * 400)))
def wait(site: Site, hours: int) -> None:
    site.now += timedelta(hours=hours)


@dataclass(frozen=True)
class Way:
    """The whole way to a certificate, and by whom each decision on it is made."""

    accounts: tuple[tuple[Role, str], ...]  # that the person makes first
    cut: tuple[int, int] | None  # who proposes another, who agrees; none: that of the folder
    check: int
    attempt: int
    right: int
    names: tuple[str, str]  # in the account, and on the certificate
    judge: int
    opens: int | None = None  # who opens the exam before the lessons are read; none: they are read
    room: int | None = None  # who opens a room for the exam, and watches in it in another name

    def take(self, site: Site, look: Callable[[], None]) -> None:
        """Go the way to its end; what is refused is left out."""
        site.now += timedelta(hours=25)
        account, typed = self.names
        for role, reach in self.accounts:
            make_account(site, by=0, role=role, reach=reach)
        if self.cut is not None:
            propose_cut(site, self.cut[0], 40)
            decide_cut(site, self.cut[1], agree=True)
        if account != NAMES[0]:
            rename(site, self.check, account)
        check_name(site, self.check)
        give_time(site, self.attempt)
        if self.opens is not None:
            open_final(site, self.opens)
        if self.room is not None:
            open_room(site, self.room)
        site.sit(right=self.right, late=True, reads=self.opens is None)
        decide_late(site, self.attempt)
        confirm(site, typed)
        look()
        judge_name(site, self.judge)
        look()


@dataclass(frozen=True)
class Second:
    """The way by another chance: what was decided against the person falls, or they get more attempts."""

    accounts: tuple[tuple[Role, str], ...]
    failed: int  # attempts that fail before
    keys: int | None  # who sees the keys of questions first
    against: tuple[str, int, int] | None  # a bar or an annulment: who proposes, who confirms
    objects: int | None  # who judges, and upholds, an objection to it
    refuses: int | None  # who refuses what was proposed
    more: int | None  # who gives one more attempt

    def take(self, site: Site, look: Callable[[], None]) -> None:
        """Go the way to its end; what is refused is left out."""
        for role, reach in self.accounts:
            make_account(site, by=0, role=role, reach=reach)
        if self.keys is not None:
            see_keys(site, self.keys)
        check_name(site, MOST)
        for _each in range(self.failed):
            site.now += timedelta(hours=25)
            site.sit(right=1, late=False)
        site.now += timedelta(hours=25)
        if self.against is not None:
            what, first, second = self.against
            (site.annul if what == "annul" else site.bar)(who(site, first))
            if self.refuses is not None:
                site.decide(who(site, self.refuses), agree=False)
            site.decide(who(site, second), agree=True)
            if self.objects is not None:
                site.object()
                site.judge(who(site, self.objects), uphold=True)
            site.begin_again()
        if self.more is not None:
            site.give_attempt(who(site, self.more))
        site.sit(right=6, late=False)
        confirm(site, NAMES[0])
        look()


ACTS = st.one_of(ALL)
SECONDS = st.builds(
    Second,
    accounts=st.lists(st.tuples(st.sampled_from(ROLES[2:]), REACH), max_size=3).map(tuple),
    failed=st.integers(0, 3),
    keys=st.none() | OWN,
    against=st.none() | st.tuples(st.sampled_from(("annul", "bar")), ANYBODY, ANYBODY),
    objects=st.none() | ANYBODY,
    refuses=st.none() | ANYBODY,
    more=st.none() | ANYBODY,
)
WAYS = st.builds(
    Way,
    accounts=st.lists(st.tuples(st.sampled_from(ROLES[2:]), REACH), max_size=2).map(tuple),
    cut=st.none() | st.tuples(ANYBODY, ANYBODY),
    check=ANYBODY,
    attempt=ANYBODY,
    right=st.sampled_from((3, 6)),
    names=st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)),
    judge=ANYBODY,
    opens=st.none() | ANYBODY,
    room=st.none() | ANYBODY,
)
