"""Layered layout: where the states of a scheme stand in its drawing, by the longest way from the initial one.

After Sugiyama, Tagawa and Toda (1981): ways back are turned for the layering, and a layer is ordered by where those
before it stand. Pure, and the same for the same scheme.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from certificates.schemes.rules.definition import SchemeDefinition, Transition

FROM_MANY = 5  # sources; a step from so many states is told beside the drawing, and not drawn


@dataclass(frozen=True)
class Placed:
    """A state in its layer, counted from nought, and its place there."""

    code: str
    layer: int
    place: int


@dataclass(frozen=True)
class DrawnStep:
    """A step drawn from one state to another; aside: back or over a layer, so that it goes round the boxes."""

    step: str
    source: str
    target: str
    aside: bool


@dataclass(frozen=True)
class SchemeLayout:
    """Where everything stands."""

    states: tuple[Placed, ...]
    links: tuple[DrawnStep, ...]
    told: tuple[str, ...]  # steps that are not drawn

    @property
    def layers(self) -> int:
        """How many layers there are."""
        return 1 + max((one.layer for one in self.states), default=-1)

    @property
    def widest(self) -> int:
        """How many states stand in the fullest layer."""
        return 1 + max((one.place for one in self.states), default=-1)


def layout_of(definition: SchemeDefinition) -> SchemeLayout:
    """The layout of a scheme; states that nobody reaches stand in the first layer."""
    codes = [one.code for one in definition.states]
    drawn = [one for one in definition.transitions if len(one.sources) < FROM_MANY]
    told = tuple(one.code for one in definition.transitions if len(one.sources) >= FROM_MANY)
    edges, shown = _edges(definition.transitions, set(codes)), _edges(drawn, set(codes))
    back = _back_edges([definition.initial, *codes] if definition.initial in codes else codes, edges)
    layer = _layers(codes, [one for one in edges if one not in back])
    placed = _ordered(codes, layer, shown)
    links = [
        DrawnStep(one.code, source, one.target, layer[one.target] != layer[source] + 1)
        for one in drawn
        for source in one.sources
        if (source, one.target) in shown
    ]
    return SchemeLayout(tuple(placed), tuple(links), told)


Edge = tuple[str, str]


def _edges(steps: Sequence[Transition], codes: set[str]) -> list[Edge]:
    """Every way from state to state, once; those back from an appeal lead to no one state."""
    pairs = ((source, one.target) for one in steps for source in one.sources)
    return list(dict.fromkeys((a, b) for a, b in pairs if a in codes and b in codes and a != b))


def _back_edges(start: Sequence[str], edges: Sequence[Edge]) -> frozenset[Edge]:
    """Ways that lead back to a state from which one came, found by going into the depth."""
    after: dict[str, list[str]] = {}
    for source, target in edges:
        after.setdefault(source, []).append(target)
    back, done, here = set[Edge](), set[str](), dict[str, None]()  # `here`: the states on the way that is followed
    for first in start:
        stack = [(first, iter(after.get(first, ())))] if first not in done else []
        here = dict.fromkeys(one for one, _rest in stack)
        while stack:
            state, rest = stack[-1]
            target = next(rest, "")
            if not target:
                stack.pop()
                here.pop(state, None)
                done.add(state)
            elif target in here:
                back.add((state, target))
            elif target not in done:
                here[target] = None
                stack.append((target, iter(after.get(target, ()))))
    return frozenset(back)


def _layers(codes: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """The longest way to each state, over ways without a circle."""
    before: dict[str, int] = dict.fromkeys(codes, 0)
    for _source, target in edges:
        before[target] += 1
    layer = dict.fromkeys(codes, 0)
    waiting = [one for one in codes if before[one] == 0]
    while waiting:
        here = waiting.pop()
        for source, target in edges:
            if source == here:
                layer[target] = max(layer[target], layer[here] + 1)
                before[target] -= 1
                waiting += [target] if before[target] == 0 else []
    return layer


def _ordered(codes: Sequence[str], layer: Mapping[str, int], edges: Sequence[Edge]) -> list[Placed]:
    """The states layer by layer, each near those from which one comes to it; else in the order of the file."""
    at: dict[str, float] = {}
    placed = []
    for number in range(1 + max(layer.values(), default=-1)):
        row = [one for one in codes if layer[one] == number]
        centres = {one: _centre(one, at, edges) for one in row}
        row.sort(key=lambda one: (centres[one], codes.index(one)))
        for place, code in enumerate(row):
            at[code] = place - (len(row) - 1) / 2
            placed.append(Placed(code, number, place))
    return placed


def _centre(code: str, at: Mapping[str, float], edges: Sequence[Edge]) -> float:
    """The middle of those above it from which one comes to a state."""
    above = [at[source] for source, target in edges if target == code and source in at]
    return sum(above) / len(above) if above else 0.0
