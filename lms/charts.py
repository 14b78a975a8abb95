"""Charts: bars, stacked bars, lines, intervals and a histogram as SVG of the server, each with a table of its data.

Pure functions of data: the page hands over numbers with the words in which its language says them, and the direction of
its script. What is drawn has classes and no styles, so colours, dark mode and print are those of the stylesheet. Series
differ by more than colour: by order, dashes and the shape of their points. Bars begin at nought.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from lms.svg import TEXT, WIDTH, Canvas, width_of

ROW, BAR, GAP = 40, 14, 6
PLOT = 150  # how high the plots are that have an axis upwards
LARGEST_SERIES = 4  # what eyes and the stylesheet tell apart


@dataclass(frozen=True)
class Measured:
    """A number with its words, such as “85 %”; without a number, words alone, such as “fewer than 5”."""

    value: float | None
    said: str


@dataclass(frozen=True, kw_only=True)
class ChartHead:
    """What every chart says of itself; `name` is its id on the page."""

    name: str
    title: str
    summary: str  # what one sees, in a sentence, for who does not see it
    rows_named: str  # the head of the first column of the table
    series: tuple[str, ...]  # the heads of the others


@dataclass(frozen=True)
class ChartRow:
    """One line of the data: a country, a quarter, a bin; with a reading for each series."""

    label: str
    readings: tuple[Measured, ...]


@dataclass(frozen=True)
class Bars:
    """A bar for each row, or several on end where there are several series."""

    head: ChartHead
    rows: tuple[ChartRow, ...]
    most: float | None = None  # what a whole bar stands for; else the largest


@dataclass(frozen=True)
class Lines:
    """A line for each series over the rows, which are quarters or other steps; a reading without a number is a gap."""

    head: ChartHead
    rows: tuple[ChartRow, ...]
    axis: tuple[Measured, ...]  # from the lowest to the highest


@dataclass(frozen=True)
class Intervals:
    """A point with its interval for each row: three readings, the point, its lower and its upper end."""

    head: ChartHead
    rows: tuple[ChartRow, ...]
    axis: tuple[Measured, ...]


@dataclass(frozen=True)
class Histogram:
    """A column for each bin; `cut` says between which bins a line stands, such as the pass mark."""

    head: ChartHead
    rows: tuple[ChartRow, ...]
    cut: tuple[float, str] | None = None


Chart = Bars | Lines | Intervals | Histogram


def chart_svg(chart: Chart, direction: str = "ltr") -> Markup:
    """The drawing of a chart; in a script that runs from right to left it runs that way too."""
    canvas = Canvas(mirrored=direction == "rtl")
    if isinstance(chart, Bars):
        height = _draw_bars(canvas, chart)
    elif isinstance(chart, Lines):
        height = _draw_lines(canvas, chart)
    elif isinstance(chart, Intervals):
        height = _draw_intervals(canvas, chart)
    else:
        height = _draw_histogram(canvas, chart)
    head = chart.head
    return Markup(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-title {}-desc">'
        '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}</svg>'
    ).format(WIDTH, height, head.name, head.name, head.name, head.title, head.name, head.summary, canvas.drawn())


def chart_table(chart: Chart) -> tuple[list[str], list[list[str]]]:
    """The same data as a table: its heads, and its rows in words."""
    rows = [[row.label, *(reading.said for reading in row.readings)] for row in chart.rows]
    return [chart.head.rows_named, *chart.head.series], rows


def ticks(most: float) -> tuple[int, ...]:
    """Round numbers for an axis from nought to at least `most`: two to five steps of 1, 2 or 5 by tens."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if most <= 4 * step:
                return tuple(range(0, step * max(1, -(-int(-(-most // 1)) // step)) + 1, step))
        size *= 10


def _values(rows: Sequence[ChartRow]) -> Iterator[float]:
    yield from (reading.value for row in rows for reading in row.readings if reading.value is not None)


def _draw_bars(canvas: Canvas, chart: Bars) -> float:
    """Above each bar its label and, at the end, its words: so both have room on a phone."""
    top = _legend(canvas, chart.head.series) if len(chart.head.series) > 1 else 0
    sums = [sum(max(value, 0) for value in _values([row])) for row in chart.rows]
    most = chart.most or max(sums, default=0) or 1
    for number, row in enumerate(chart.rows):
        y = top + number * ROW
        said = " · ".join(reading.said for reading in row.readings)
        canvas.text(WIDTH, y + TEXT, said, anchor="end", kind="value")
        canvas.text(0, y + TEXT, row.label, room=WIDTH - width_of(said) - GAP)
        canvas.box(0, y + TEXT + GAP, WIDTH, BAR, "ground")
        x = 0.0
        for series, reading in enumerate(row.readings[:LARGEST_SERIES], 1):
            width = min(max(reading.value or 0, 0) / most * WIDTH, WIDTH - x)
            if width:
                canvas.box(x, y + TEXT + GAP, width, BAR, f"bar s{series}")
            x += width
    return top + len(chart.rows) * ROW


def _legend(canvas: Canvas, series: Sequence[str]) -> float:
    """The series in their order, each with its sign, one below the other; answers where what follows begins."""
    for number, name in enumerate(series[:LARGEST_SERIES]):
        y = number * 18
        canvas.point(6, y + TEXT - 4, number)
        canvas.text(18, y + TEXT, name, room=WIDTH - 18)
    return len(series[:LARGEST_SERIES]) * 18 + GAP


def _along(value: float, axis: Sequence[Measured], start: float, end: float) -> float:
    """Where a number stands on an axis; what lies beyond it stands at its end."""
    low, high = axis[0].value or 0, axis[-1].value or 0
    share = (value - low) / (high - low) if high > low else 0
    return start + min(max(share, 0), 1) * (end - start)


def _draw_lines(canvas: Canvas, chart: Lines) -> float:
    top = _legend(canvas, chart.head.series) + TEXT
    bottom, left = top + PLOT, max(width_of(tick.said) for tick in chart.axis) + GAP
    for tick in chart.axis:
        y = _along(tick.value or 0, chart.axis, bottom, top)
        canvas.path([(left, y), (WIDTH, y)], "axis")
        canvas.text(left - GAP, y + 4, tick.said, anchor="end", kind="note")
    step = (WIDTH - left - 2 * GAP) / max(1, len(chart.rows) - 1)
    places = [left + GAP + at * step for at in range(len(chart.rows))]
    for series in range(min(len(chart.head.series), LARGEST_SERIES)):
        for run in _unbroken(chart.rows, series):
            points = [(places[at], _along(value, chart.axis, bottom, top)) for at, value in run]
            canvas.path(points, f"line s{series + 1}")
            for x, y in points:
                canvas.point(x, y, series)
    _labels_below(canvas, chart.rows, places, bottom + TEXT + GAP)
    return bottom + 2 * TEXT


def _unbroken(rows: Sequence[ChartRow], series: int) -> Iterator[list[tuple[int, float]]]:
    """The pieces of a series between its gaps, each with the places of its numbers."""
    run: list[tuple[int, float]] = []
    for at, row in enumerate(rows):
        value = row.readings[series].value
        if value is not None:
            run.append((at, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _labels_below(canvas: Canvas, rows: Sequence[ChartRow], places: Sequence[float], y: float) -> None:
    """Labels in the middle below their places, as many as do not touch; the first and the last lean inwards."""
    free = 0.0
    last = len(rows) - 1
    for at, (row, x) in enumerate(zip(rows, places, strict=True)):
        width = width_of(row.label)
        begins = min(max(x - width / 2, 0), WIDTH - width)
        if at and (begins < free or (at < last and begins + width + GAP > WIDTH - width_of(rows[last].label))):
            continue
        canvas.text(begins, y, row.label, kind="note")
        free = begins + width + GAP


def _draw_intervals(canvas: Canvas, chart: Intervals) -> float:
    bottom, edge = len(chart.rows) * ROW, 8
    for tick in chart.axis:
        x = _along(tick.value or 0, chart.axis, edge, WIDTH - edge)
        canvas.path([(x, 0), (x, bottom)], "axis")
    _labels_below(
        canvas,
        [ChartRow(tick.said, ()) for tick in chart.axis],
        [_along(tick.value or 0, chart.axis, edge, WIDTH - edge) for tick in chart.axis],
        bottom + TEXT + 2,
    )
    for number, row in enumerate(chart.rows):
        y, (point, low, high) = number * ROW, row.readings
        canvas.text(WIDTH, y + TEXT, point.said, anchor="end", kind="value")
        canvas.text(0, y + TEXT, row.label, room=WIDTH - width_of(point.said) - GAP)
        if point.value is None or low.value is None or high.value is None:
            continue
        ends = [_along(value, chart.axis, edge, WIDTH - edge) for value in (low.value, high.value)]
        canvas.path([(x, y + 25) for x in ends], "line s1")
        for x in ends:
            canvas.path([(x, y + 20), (x, y + 30)], "line s1")
        canvas.point(_along(point.value, chart.axis, edge, WIDTH - edge), y + 25, 0)
    return bottom + TEXT + GAP


def _draw_histogram(canvas: Canvas, chart: Histogram) -> float:
    top, most = 3 * TEXT, max(_values(chart.rows), default=0) or 1
    bottom, step = top + PLOT * 0.7, WIDTH / max(1, len(chart.rows))
    for at, row in enumerate(chart.rows):
        reading = row.readings[0]
        height = max(reading.value or 0, 0) / most * (bottom - top)
        if height:
            canvas.box(at * step + 1, bottom - height, step - 2, height, "bar s1")
        if reading.value != 0 and width_of(reading.said) <= step:
            canvas.text((at + 0.5) * step, bottom - height - 4, reading.said, anchor="middle", kind="value")
    canvas.path([(0, bottom), (WIDTH, bottom)], "axis")
    if chart.cut is not None:
        x, width = min(max(chart.cut[0] * step, 0), WIDTH), width_of(chart.cut[1])
        canvas.path([(x, TEXT + 4), (x, bottom)], "line cut")
        canvas.text(min(max(x - width / 2, 0), max(WIDTH - width, 0)), TEXT, chart.cut[1], room=WIDTH)
    _labels_below(canvas, chart.rows, [(at + 0.5) * step for at in range(len(chart.rows))], bottom + TEXT + GAP)
    return bottom + 2 * TEXT
