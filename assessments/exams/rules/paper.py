"""Drawing a paper: which items, in which order, with their options in which order; all from the seed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from assessments.exams.rules.blueprint import Blueprint, Cell
from lms.errors import RuleBroken
from lms.gettext_noop import N_

WAITS = N_("This exam waits for its author. Some of its questions must be checked first.")


@dataclass(frozen=True)
class PoolItem:
    """An item that may be drawn; `options` are their ids, `shuffled` says whether their order may change.

    `never_given` is the order in which a paper must not give them: it would be the answer.
    """

    id: str
    topic: str
    module: str
    points: int = 1
    options: tuple[str, ...] = ()
    shuffled: bool = True
    never_given: tuple[str, ...] = ()
    until: date | None = None  # the last day on which a new paper may ask it
    kind: str = ""
    version: int = 0  # the number of the version behind it; 0 for one that is only read from a folder


@dataclass(frozen=True)
class PaperItem:
    """One question of a paper, frozen when the attempt starts."""

    position: int  # from 1
    item: str
    points: int
    option_order: tuple[str, ...]


@dataclass(frozen=True)
class Paper:
    """What one attempt asks, and the seed that it came from."""

    seed: int
    items: tuple[PaperItem, ...]

    @property
    def points(self) -> int:
        """The most that can be earned."""
        return sum(one.points for one in self.items)


def draw_paper(
    blueprint: Blueprint, pool: Iterable[PoolItem], seed: int, seen: Mapping[str, int] | None = None
) -> Paper:
    """The paper of a seed: the same for the same pool in any order, for ever.

    Items that this person has seen least often (`seen`: id to times) come first, so that a new attempt asks new ones.
    The pool holds what may be asked on the day. Raises RuleBroken when a cell has fewer items than it draws: `check`
    lets no such course in, so items are past their date or withdrawn.
    """
    times = seen or {}
    lot = _lottery(seed)
    drawn: dict[str, PoolItem] = {}
    ranked = sorted(pool, key=lambda one: (times.get(one.id, 0), lot("item", one.id)))
    for cell in blueprint.cells:
        fitting = [one for one in ranked if belongs(blueprint, cell, one) and one.id not in drawn]
        count = cell.asks(len(fitting))
        if len(fitting) < count:
            raise RuleBroken(WAITS)
        drawn |= {one.id: one for one in fitting[:count]}
    order = sorted(drawn.values(), key=lambda one: lot("order", one.id))
    items = tuple(
        PaperItem(position, one.id, one.points, _option_order(one, lot)) for position, one in enumerate(order, 1)
    )
    return Paper(seed, items)


def fits(cell: Cell, item: PoolItem) -> bool:
    """Whether a cell may draw an item: what the cell names must be the item's."""
    return (
        cell.topic in ("", item.topic)
        and cell.module in ("", item.module)
        and (not cell.items or item.id in cell.items)
        and (not cell.kinds or item.kind in cell.kinds)
    )


def belongs(blueprint: Blueprint, cell: Cell, item: PoolItem) -> bool:
    """Whether a cell of this blueprint draws an item: one that names its kind comes before those that name none."""
    if not fits(cell, item):
        return False
    return bool(cell.kinds) or not any(other.kinds and fits(other, item) for other in blueprint.cells)


def _lottery(seed: int) -> Callable[[str, str], bytes]:
    """A lot for each thing drawn for a purpose: even, repeatable, and the same in every version of Python."""

    def lot(purpose: str, name: str) -> bytes:
        return sha256(f"{seed}\0{purpose}\0{name}".encode()).digest()

    return lot


def _option_order(item: PoolItem, lot: Callable[[str, str], bytes]) -> tuple[str, ...]:
    if not item.shuffled:
        return item.options
    order = tuple(sorted(item.options, key=lambda option: lot(f"option {item.id}", option)))
    return order if order != item.never_given else (*order[1:], *order[:1])


def in_order(ids: Sequence[str], order: Sequence[str]) -> list[str]:
    """The ids as the paper orders them; what the order does not know stays behind, as it stood."""
    places = {one: place for place, one in enumerate(order)}
    return sorted(ids, key=lambda one: places.get(one, len(places)))
