"""Flows through a network of sums: how far a number that is left out may lie from what it is, given what is shown.

Tables that share their marginals, one after the other, are a network: each number is what flows along an arc, each sum
a node where as much comes in as goes out. What a reader can find out about a number are the flows that agree with all
numbers shown, so its least and its largest value are found by moving flow round circles of arcs that are not shown.
Such bounds are whole numbers, and the same that linear programming finds: L. H. Cox, "Network Models for Complementary
Cell Suppression", Journal of the American Statistical Association 90 (1995); Hundepool et al., "Statistical Disclosure
Control" (Wiley, 2012), chapter 4.
"""

from collections import deque
from collections.abc import Collection, Hashable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import TypeVar

Node = Hashable
Key = tuple[str, ...]
Step = tuple[int, int]  # an arc, and whether its flow grows (1) or shrinks (-1)
T = TypeVar("T")


class NoRoom(Exception):
    """Whatever else is left out, a number stays known too well."""


@dataclass(frozen=True)
class Arc:
    """A number of a table; without a key one that is never shown, since no table has it."""

    tail: Node
    head: Node
    value: int
    key: Key | None = None
    least: int = 0  # what a reader knows of it before they read it
    fixed: bool = False  # shown in any case


@dataclass
class Network:
    """Arcs with their true flows, of which all that are neither fixed nor shown may be other ones."""

    arcs: list[Arc]
    _steps: dict[Node, list[tuple[int, int, Node]]] = field(init=False)
    _place: dict[Key, int] = field(init=False)

    def __post_init__(self) -> None:
        self._steps, self._place = {}, {}
        for number, arc in enumerate(self.arcs):
            self._steps.setdefault(arc.tail, []).append((number, 1, arc.head))
            self._steps.setdefault(arc.head, []).append((number, -1, arc.tail))
            if arc.key is not None:
                self._place[arc.key] = number

    def keys(self) -> list[Key]:
        """Every number that a table has, in the order of the arcs."""
        return list(self._place)

    def value(self, key: Key) -> int:
        """What a number is."""
        return self.arcs[self._place[key]].value

    def room(self, key: Key, hidden: Collection[Key], enough: int) -> int:
        """By how much the largest value that a number may have lies above its least one; it stops at `enough`."""
        up, _state = self._most(key, 1, hidden, enough)
        if up >= enough:
            return enough
        down, _state = self._most(key, -1, hidden, enough - up)
        return up + down

    def cheapest(self, key: Key, hidden: Collection[Key], enough: int) -> list[Key]:
        """What to leave out besides, so that this number may be further from what it is: the fewest, then the least."""
        arc = self.arcs[self._place[key]]
        found: list[tuple[tuple[int, int], list[Key]]] = []
        for way in (1, -1):
            done, state = self._most(key, way, hidden, enough)
            if way == 1 or done < arc.value - arc.least:
                path = self._cheapest_path(key, way, hidden, state)
                if path is not None:
                    found.append(path)
        if not found:
            raise NoRoom
        return min(found)[1]

    def _ends(self, own: int, way: int) -> tuple[Node, Node]:
        """From where to where what is added to an arc, or taken from it, must find another way."""
        arc = self.arcs[own]
        return (arc.head, arc.tail) if way == 1 else (arc.tail, arc.head)

    def _most(self, key: Key, way: int, hidden: Collection[Key], enough: int) -> tuple[int, list[int]]:
        """How far this number can be moved, up to `enough`, and the flows when it has been moved so far."""
        own = self._place[key]
        state = [arc.value for arc in self.arcs]
        limit = enough if way == 1 else min(enough, self.arcs[own].value - self.arcs[own].least)
        done = 0
        while done < limit and (path := self._path(own, way, hidden, state)):
            by = min([limit - done, *(state[n] - self.arcs[n].least for n, sense in path if sense == -1)])
            for number, sense in path:
                state[number] += sense * by
            done += by
        return done, state

    def _path(self, own: int, way: int, hidden: Collection[Key], state: list[int]) -> list[Step] | None:
        """A shortest way round over arcs that are not shown."""
        start, end = self._ends(own, way)
        came: dict[Node, tuple[Node, Step] | None] = {start: None}
        waiting = deque([start])
        while waiting:
            here = waiting.popleft()
            if here == end:
                return list(_back(came, end))
            for number, sense, there in self._steps[here]:
                if there not in came and number != own and self._moves(number, sense, state):
                    one = self.arcs[number].key
                    if one is None or one in hidden:
                        came[there] = (here, (number, sense))
                        waiting.append(there)
        return None

    def _moves(self, number: int, sense: int, state: list[int]) -> bool:
        arc = self.arcs[number]
        return not arc.fixed and (sense == 1 or state[number] > arc.least)

    def _cheapest_path(
        self, key: Key, way: int, hidden: Collection[Key], state: list[int]
    ) -> tuple[tuple[int, int], list[Key]] | None:
        """The way round on which the fewest shown numbers lie, and what these are (Dijkstra)."""
        own, turn = self._place[key], 0
        start, end = self._ends(own, way)
        best: dict[Node, tuple[int, int]] = {start: (0, 0)}
        came: dict[Node, tuple[Node, Step] | None] = {start: None}
        waiting: list[tuple[tuple[int, int], int, Node]] = [((0, 0), turn, start)]
        while waiting:
            cost, _turn, here = heappop(waiting)
            if here == end:
                steps = list(_back(came, end))
                keys = [one for number, _sense in steps if (one := self.arcs[number].key) and one not in hidden]
                return cost, keys
            if cost > best[here]:
                continue
            for number, sense, there in self._steps[here]:
                if number == own or not self._moves(number, sense, state):
                    continue
                one = self.arcs[number].key
                shown = one is not None and one not in hidden
                more = (cost[0] + shown, cost[1] + (self.arcs[number].value if shown else 0))
                if there not in best or more < best[there]:
                    best[there], came[there] = more, (here, (number, sense))
                    turn += 1
                    heappush(waiting, (more, turn, there))
        return None


def _back(came: dict[Node, tuple[Node, Step] | None], end: Node) -> Iterator[Step]:
    """The steps that led to the end, the last one first."""
    here = end
    while (before := came[here]) is not None:
        here, step = before
        yield step
