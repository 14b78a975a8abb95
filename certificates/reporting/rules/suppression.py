"""Statistical disclosure control of a report: small numbers are left out, and the fewest others that would tell them.

The unsafe numbers come first (primary suppression: fewer than five, nobody among them, since “nobody passed” speaks of
everyone there). Then, number after number, what lies on the cheapest way round (complementary suppression), until each
number that is left out may have at least five values. Last, each that was left out for the sake of others is shown
again if that still holds: so none is left out in vain. The audit is exact, see `flows.py`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from certificates.reporting.rules.figures import LEAST, SEX_LEAST
from certificates.reporting.rules.flows import Arc, Key, Network, NoRoom

ENOUGH = LEAST - 1  # between the least and the largest of five values
Stages = tuple[int, ...]  # people at each stage or beyond it, never growing


@dataclass(frozen=True)
class Counted:
    """A table of people by one thing and by stage; the rows add up to the totals, each person is in one of them."""

    name: str
    totals: Stages
    rows: Mapping[str, Stages]
    listed: int = 1  # people in a row, as whoever reads that it is there knows


@dataclass(frozen=True)
class BySex:
    """People by sex, and by country and sex of those countries that have enough of them."""

    totals: Mapping[str, int]
    countries: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Shown:
    """Numbers that may be shown, by table, row and figure; none stands for what is left out."""

    cells: Mapping[Key, int | None]

    def of(self, *key: str) -> int | None:
        """A number, if it is shown."""
        return self.cells.get(key)


def shown_stages(totals: Stages) -> int:
    """How many stages a report tells of: with fewer than five people at one, none of its numbers are told."""
    return sum(total >= LEAST for total in totals)


def suppressed(table: Counted, sexes: BySex | None = None) -> Shown:
    """The table as it may be shown, with its totals, and what of the sexes may be shown beside it.

    A table of which nothing can be kept secret otherwise is left out whole; those of the sexes go before it.
    """
    stages = shown_stages(table.totals)
    totals: dict[Key, int | None] = {
        ("total", str(stage)): (total if stage < stages else None) for stage, total in enumerate(table.totals)
    }
    if not stages:
        return Shown(totals)
    for told in _attempts(sexes, table.totals[0]):
        try:
            cells = _solved(_network(table, stages, told))
        except NoRoom:
            continue
        left_out = {
            (table.name, row, str(stage)): None for row in table.rows for stage in range(stages, len(table.totals))
        }
        return Shown(totals | _listed(cells, table) | left_out)
    return Shown(totals)


def _attempts(sexes: BySex | None, people: int) -> Iterable[BySex | None]:
    if sexes is not None and people >= SEX_LEAST:
        if sexes.countries:
            yield sexes
        yield BySex(sexes.totals, {})
    yield None


def _listed(cells: Mapping[Key, int | None], table: Counted) -> dict[Key, int | None]:
    """Without the sexes of countries whose people are left out: their being there would say that they are twenty."""
    return {
        key: value
        for key, value in cells.items()
        if key[0] != "sex-country" or cells[(table.name, key[1], "0")] is not None
    }


def _solved(network: Network) -> dict[Key, int | None]:
    """What of a network may be shown."""
    keys = network.keys()
    unsafe = {key for key in keys if network.value(key) < LEAST}
    hidden = set(unsafe)
    waiting = [key for key in keys if key in hidden]
    while waiting:
        key = waiting.pop()
        while network.room(key, hidden, ENOUGH) < ENOUGH:
            others = network.cheapest(key, hidden, ENOUGH)
            hidden.update(others)
            waiting.extend(others)
    for key in sorted(hidden - unsafe, key=lambda one: (-network.value(one), one)):
        if is_safe(network, hidden - {key}):
            hidden.remove(key)
    return {key: None if key in hidden else network.value(key) for key in keys}


def is_safe(network: Network, hidden: Collection[Key]) -> bool:
    """Whether each number that is left out may have at least five values."""
    return all(network.room(key, hidden, ENOUGH) >= ENOUGH for key in hidden)


def _network(table: Counted, stages: int, sexes: BySex | None) -> Network:
    """Sexes, rows and stages one behind the other; the totals of the stages are shown and bound the whole."""
    arcs = list(_arcs_of_rows(table, stages))
    arcs += _arcs_of_sexes(table, sexes) if sexes is not None else _arcs_of_anybody(table)
    return Network(arcs)


def _arcs_of_rows(table: Counted, stages: int) -> Iterable[Arc]:
    """From each row on, stage by stage: who stays at it leaves to the node of the stage, the others go on."""
    for row, counts in table.rows.items():
        yield Arc(("row", row), ("at", row, 0), counts[0], (table.name, row, "0"), table.listed)
        for stage in range(stages):
            beyond = counts[stage + 1] if stage + 1 < stages else 0
            yield Arc(("at", row, stage), ("stage", stage), counts[stage] - beyond)
            if stage + 1 < stages:
                key = (table.name, row, str(stage + 1))
                yield Arc(("at", row, stage), ("at", row, stage + 1), beyond, key)
    for stage in range(stages):
        beyond = table.totals[stage + 1] if stage + 1 < stages else 0
        yield Arc(("stage", stage), "all", table.totals[stage] - beyond, fixed=True)


def _arcs_of_anybody(table: Counted) -> Iterable[Arc]:
    for row, counts in table.rows.items():
        yield Arc("all", ("row", row), counts[0])


def _arcs_of_sexes(table: Counted, sexes: BySex) -> Iterable[Arc]:
    """From everybody to the sexes, from these to the rows.

    Of rows without a table by sex nobody knows how the others are spread over them; any way that adds up will do, since
    the bounds are the same from wherever one starts.
    """
    left = dict(sexes.totals)
    for row, counts in sexes.countries.items():
        for sex, count in counts.items():
            left[sex] -= count
            yield Arc(("sex", sex), ("row", row), count, ("sex-country", row, sex))
    for row in (one for one in table.rows if one not in sexes.countries):
        people = table.rows[row][0]
        for sex in sexes.totals:
            some = min(left[sex], people)
            left[sex] -= some
            people -= some
            yield Arc(("sex", sex), ("row", row), some)
    for sex, total in sexes.totals.items():
        yield Arc("all", ("sex", sex), total, ("sex", sex))
