"""Tablets on a line that drops, repeats and reorders: every sheet called sealed arrives once, none is overwritten."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select

from assessments.sheets.models import Performance, Sheet, SheetCopy, SheetEvent
from assessments.sheets.offline.entries import SEALED
from assessments.sheets.queries.sheets import newest_reconciliations, open_copies, sheet_standing
from assessments.sheets.rules.states import KeptContent, SheetAct, Turn
from assessments.sheets.services.performances import assign_sheet
from assessments.sheets.services.settling import settle_copy
from lms.offline.receiving import take_entries
from lms.offline.rules import DECIDED, Envelope
from tests.builders import sealed_sheets
from tests.builders.people import NOW, viewer
from tests.builders.sheets import Bench

SHORT, LONG = 5, 500  # runs


@dataclass
class Tablet:
    """What a tablet holds until a receipt comes; closing a tab loses nothing of it."""

    name: str
    person: Any
    waiting: list[Envelope] = field(default_factory=list)
    sealed: list[dict[str, Any]] = field(default_factory=list)

    def seal(self, key: Any, performance: str, chance: random.Random) -> None:
        """Seal a sheet, sometimes the same as another tablet of this assessor did."""
        said = sealed_sheets.content(
            performance,
            self.person.uuid,
            device=self.name,
            ratings={"names": chance.choice([1, 2]), "protects": chance.choice([1, 2])},
        )
        self.sealed.append(said)
        body = sealed_sheets.seal(key, said)
        self.waiting.append(Envelope(str(uuid.uuid4()), SEALED, performance, self.name, len(self.sealed), NOW, body))


@dataclass
class Run:
    """One performance, its two assessors, three tablets, and a bad line."""

    session: Any
    performance: Performance
    sheets: dict[str, Sheet]
    tablets: list[Tablet]
    chance: random.Random

    def settle(self) -> None:
        """Send until every tablet has a receipt for everything."""
        late: list[tuple[Tablet, list[Envelope]]] = []
        while any(one.waiting for one in self.tablets):
            tablet = self.chance.choice([one for one in self.tablets if one.waiting])
            some = self.chance.sample(tablet.waiting, self.chance.randint(1, len(tablet.waiting)))
            fate = self.chance.random()
            if fate < 0.25:
                continue  # the line broke before the server saw anything
            if fate < 0.4:
                late.append((tablet, some))  # on its way for long: it comes when all is over
                continue
            told = self.send(tablet, some)
            if fate < 0.6:
                continue  # the receipt was lost, or the tab closed
            tablet.waiting = [one for one in tablet.waiting if one.id not in told]
        for tablet, some in late:
            self.send(tablet, some)

    def send(self, tablet: Tablet, entries: list[Envelope]) -> set[str]:
        """Send to the server; answers what it has decided."""
        self.session.commit()
        told = take_entries(viewer(self.session, tablet.person), entries, now=NOW)
        self.session.expire_all()
        return {one for one, receipt in told.items() if receipt.state in DECIDED}

    def said(self, assessor: str) -> list[dict[str, Any]]:
        """All that this assessor sealed, on whichever tablet."""
        return [one for tablet in self.tablets if tablet.person.uuid == assessor for one in tablet.sealed]

    def seals(self, sheet: Sheet) -> list[str]:
        """The seals on a sheet, and those that are kept beside it."""
        taken = select(SheetEvent.key).where(SheetEvent.sheet_id == sheet.id, SheetEvent.act == SheetAct.SEAL)
        beside = select(SheetCopy.key).where(SheetCopy.sheet_id == sheet.id)
        return [*self.session.scalars(taken), *self.session.scalars(beside)]


def prepared(bench: Bench, key: Any, no: int) -> Run:
    """A run with its own performance; the second tablet belongs to the first assessor too."""
    chance = random.Random(no)
    performance = bench.perform(no=no + 2)
    pairs = ((bench.one, Turn.FIRST), (bench.two, Turn.SECOND))
    sheets = {
        row.uuid: assign_sheet(bench.session, performance, row.id, turn, by_id=None, now=NOW) for row, turn in pairs
    }
    tablets = [Tablet("tablet-a", bench.one), Tablet("tablet-b", bench.one), Tablet("tablet-c", bench.two)]
    for one in chance.sample(tablets, len(tablets)):
        for _each in range(chance.choice([0, 1, 1, 2])):
            one.seal(key, performance.uuid, chance)
    return Run(bench.session, performance, sheets, tablets, chance)


def judge(run: Run) -> None:
    """Nothing that was called sealed is lost, doubled or overwritten."""
    for assessor, sheet in run.sheets.items():
        contents = {one["seal"]: one["ratings"] for one in run.said(assessor)}
        there = run.seals(sheet)
        assert len(there) == len(set(there))
        assert set(there) <= set(contents)
        kept = [contents[one] for one in there]
        assert all(one in kept for one in contents.values())
        if kept:
            stands = sheet_standing(run.session, sheet).standing
            assert (stands.seals, dict(stands.content.ratings)) == (1, kept[0])
            assert all(one != kept[0] for one in kept[1:])


def decide(run: Run, moderator_id: int) -> None:
    """A moderator chooses the higher of two contents, in whichever order they came."""
    copies = [one for some in open_copies(run.session, [run.performance.id]).values() for one in some]
    for copy in copies:
        sheet = run.session.get_one(Sheet, copy.sheet_id)
        stands = sheet_standing(run.session, sheet).standing.content.ratings
        higher = rank(copy.content["ratings"]) > rank(stands)
        kept = KeptContent.COPY if higher else KeptContent.FIRST
        settle_copy(run.session, copy, kept, "The higher one.", by_id=moderator_id, now=NOW)


def judge_result(run: Run) -> None:
    """What the sheets come to depends on what was sealed, and on no order."""
    highest = [max((one["ratings"] for one in run.said(who)), key=rank, default=None) for who in run.sheets]
    found = newest_reconciliations(run.session, [run.performance.id]).get(run.performance.id)
    if None in highest:
        assert found is None
    else:
        assert found is not None
        assert found.outcome["totals"] == [total(one) for one in highest]


def rank(ratings: Any) -> tuple[int, int]:
    """An order of contents."""
    return ratings["names"], ratings["protects"]


def total(ratings: Any) -> str:
    """What a sheet of the small rubric adds up to."""
    value = 2.5 * ratings["names"] + ratings["protects"]
    return f"{value:g}"


def play(app: Any, session: Any, runs: int) -> None:
    """So many runs on one workshop."""
    bench, key = Bench(session), sealed_sheets.key(session)
    with app.test_request_context():
        for no in range(runs):
            run = prepared(bench, key, no)
            run.settle()
            judge(run)
            decide(run, bench.moderator.id)
            judge_result(run)


def test_whatever_the_line_does_every_sealed_sheet_arrives_once(app, session):
    play(app, session, SHORT)


@pytest.mark.long
def test_five_hundred_runs_lose_and_overwrite_nothing(app, session):
    play(app, session, LONG)
