"""The drawing of a scheme as SVG: states in boxes, layer under layer, and the steps between them.

A pure function of the scheme, its words and its layout. What is drawn has classes and no styles. Everything that it
says stands in the tables of the page too.
"""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from certificates.schemes.rules.definition import SchemeDefinition, StateKind, words
from certificates.schemes.rules.layout import DrawnStep, Placed, SchemeLayout, layout_of
from lms.svg import fitted, number, width_of

WIDE, HIGH, BESIDE, BELOW = 168, 62, 20, 44  # of a box, and the room between boxes
LINE, ROOM = 16, WIDE - 14
LANE = 12  # between steps that go round the boxes, at the side
STAGGER, SHIFT = 7, 30  # between those that share the room below a layer, and from the middle of a box
FRAME = Markup(
    '<svg class="scheme" xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="img" '
    'aria-label="{2}"><defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
    'orient="auto-start-reverse"><path class="head" d="M0 0 8 4 0 8z"/></marker></defs>{3}</svg>'
)
BOX = Markup('<rect class="state {}" x="{}" y="{}" width="{}" height="{}" rx="{}"/>')
WORDS = Markup('<text class="{}" x="{}" y="{}" text-anchor="middle">{}</text>')
STEP = Markup('<path class="{}" d="{}" marker-end="url(#arrow)"><title>{}</title></path>')


def scheme_svg(definition: SchemeDefinition, language: str, kinds: Mapping[StateKind, str], label: str) -> Markup:
    """The drawing; `kinds` say what the kind of a state is called, `label` what the whole shows."""
    layout = layout_of(definition)
    asides = [one for one in layout.links if one.aside]
    width = layout.widest * (WIDE + BESIDE) + BESIDE + LANE * (len(asides) + 1)
    height = layout.layers * (HIGH + BELOW)
    at = {one.code: _corner(one, layout) for one in layout.states}
    steps = [_step(definition, one, at, language, asides, width) for one in layout.links]
    boxes = [_box(definition, code, corner, language, kinds) for code, corner in at.items()]
    return FRAME.format(number(width), number(height), label, Markup().join([*steps, *boxes]))


Corner = tuple[float, float]


def _corner(one: Placed, layout: SchemeLayout) -> Corner:
    """Where a box begins; each layer stands in the middle."""
    here = sum(other.layer == one.layer for other in layout.states)
    free = (layout.widest - here) * (WIDE + BESIDE) / 2
    return BESIDE + free + one.place * (WIDE + BESIDE), BELOW / 2 + one.layer * (HIGH + BELOW)


def _box(
    definition: SchemeDefinition, code: str, corner: Corner, language: str, kinds: Mapping[StateKind, str]
) -> Markup:
    state = definition.state(code)
    assert state is not None
    x, y = corner
    lines = _wrapped(words(state.title, language))
    plain = state.kind is StateKind.OPEN
    texts = [(line, "title") for line in lines] + ([] if plain else [(fitted(str(kinds[state.kind]), ROOM), "kind")])
    top = y + HIGH / 2 - LINE * len(texts) / 2 + LINE * 0.75
    said = [
        WORDS.format(kind, number(x + WIDE / 2), number(top + LINE * at), line) for at, (line, kind) in enumerate(texts)
    ]
    round_ = HIGH / 2 if state.kind is StateKind.END else 8
    shape = BOX.format(state.kind, number(x), number(y), number(WIDE), number(HIGH), number(round_))
    return Markup().join([shape, *said])


def _wrapped(text: str) -> list[str]:
    """A title on one or two lines."""
    if width_of(text) <= ROOM:
        return [text]
    parts, first = text.split(), ""
    while parts and width_of(f"{first} {parts[0]}".strip()) <= ROOM:
        first = f"{first} {parts.pop(0)}".strip()
    return [first, fitted(" ".join(parts), ROOM)] if first else [fitted(text, ROOM)]


def _step(
    definition: SchemeDefinition,
    link: DrawnStep,
    at: Mapping[str, Corner],
    language: str,
    asides: Sequence[DrawnStep],
    width: float,
) -> Markup:
    step = definition.transition(link.step)
    assert step is not None
    source, target = at[link.source], at[link.target]
    points = _round(source, target, asides.index(link), width) if link.aside else _straight(source, target)
    return STEP.format("step refusal" if step.refusal else "step", points, words(step.title, language))


def _straight(source: Corner, target: Corner) -> str:
    """A curve from the foot of a box to the head of one in the next layer."""
    x, y, to_x, to_y = source[0] + WIDE / 2, source[1] + HIGH, target[0] + WIDE / 2, target[1] - 2
    bend = (to_y - y) / 2
    return _path("M", x, y, "C", x, y + bend, to_x, to_y - bend, to_x, to_y)


def _round(source: Corner, target: Corner, lane: int, width: float) -> str:
    """Round all boxes: below the one, along the side, and from above into the other."""
    x, to_x, side = source[0] + WIDE / 2 + SHIFT, target[0] + WIDE / 2 + SHIFT, width - LANE * (lane + 1)
    foot, head = source[1] + HIGH, target[1] - 2
    low, high = foot + 8 + STAGGER * (lane % 4), head - 12 - STAGGER * (lane % 4)
    return _path("M", x, foot, "V", low, "H", side, "V", high, "H", to_x, "V", head)


def _path(*parts: str | float) -> str:
    return " ".join(one if isinstance(one, str) else number(one) for one in parts)
