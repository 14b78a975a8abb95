"""Charts draw what their table says, escaped, in the direction of the page, without styles or scripts."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from lms.charts import Bars, ChartHead, ChartRow, Histogram, Intervals, Lines, Measured, chart_svg, chart_table, ticks
from lms.svg import WIDTH, fitted, width_of
from tests.lms.gallery.charts import CHARTS

HEAD = ChartHead(name="one", title="Title", summary="What one sees.", rows_named="Country", series=("Passed",))
NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'
EVIL = '<script>alert("1")</script>&"\''
FOREIGN = {"style", "fill", "stroke", "onclick", "href"}
numbers = st.none() | st.floats(-1e6, 1e6, allow_nan=False)


def rows(*values, label="Kenya"):
    return tuple(ChartRow(label, (Measured(value, str(value)),)) for value in values)


def drawn(chart, direction="ltr"):
    """The drawing, read as XML."""
    return etree.fromstring(str(chart_svg(chart, direction)).replace("<svg", f"<svg{NAMESPACE}", 1))


def all_of(tree, name, kind=""):
    return [one for one in tree.iter(f"{{*}}{name}") if not kind or kind in (one.get("class") or "").split()]


def widths(chart):
    return [float(one.get("width")) for one in all_of(drawn(chart), "rect", "bar")]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda one: one.head.name)
def test_every_chart_has_its_title_and_summary_and_its_whole_data_as_a_table(chart):
    tree = drawn(chart)
    assert tree.get("role") == "img"
    named = {one.get("id"): one.text for one in (*all_of(tree, "title"), *all_of(tree, "desc"))}
    assert [named[name] for name in tree.get("aria-labelledby").split()] == [chart.head.title, chart.head.summary]
    head, body = chart_table(chart)
    assert head == [chart.head.rows_named, *chart.head.series]
    assert body == [[row.label, *(one.said for one in row.readings)] for row in chart.rows]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("chart", CHARTS, ids=lambda one: one.head.name)
def test_no_chart_carries_a_style_or_a_script_and_all_shapes_lie_inside(chart, direction):
    tree = drawn(chart, direction)
    assert FOREIGN.isdisjoint(name for one in tree.iter() for name in one.attrib)
    height = float(tree.get("viewBox").split()[3])
    for box in all_of(tree, "rect"):
        x, y, width, high = (float(box.get(name)) for name in ("x", "y", "width", "height"))
        assert -0.1 <= x <= x + width <= WIDTH + 0.1
        assert 0 <= y <= y + high <= height
    for path in all_of(tree, "path"):
        for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path.get("d")):
            assert -0.1 <= float(x) <= WIDTH + 0.1
            assert 0 <= float(y) <= height


def test_bars_are_as_long_as_their_numbers_and_begin_at_nought():
    assert widths(Bars(HEAD, rows(100, 50, 25))) == [WIDTH, WIDTH / 2, WIDTH / 4]
    assert widths(Bars(HEAD, rows(100, 50), most=200)) == [WIDTH / 2, WIDTH / 4]


def test_a_cell_that_is_not_shown_has_no_bar_but_its_words():
    chart = Bars(HEAD, (ChartRow("Kenya", (Measured(None, "fewer than 5"),)),))
    assert widths(chart) == []
    assert "fewer than 5" in chart_svg(chart)


def test_stacked_bars_stand_end_to_end():
    chart = Bars(replace(HEAD, series=("A", "B")), (ChartRow("Kenya", (Measured(3, "3"), Measured(1, "1"))),))
    first, second = all_of(drawn(chart), "rect", "bar")
    assert float(first.get("x")) + float(first.get("width")) == float(second.get("x")) == WIDTH * 0.75


def test_right_to_left_is_the_mirror_image():
    left, right = (all_of(drawn(Bars(HEAD, rows(100, 25)), way), "rect", "bar")[1] for way in ("ltr", "rtl"))
    assert (left.get("x"), left.get("width")) == ("0", right.get("width"))
    assert float(right.get("x")) == WIDTH * 0.75


def test_a_line_stops_where_a_number_is_missing():
    chart = Lines(HEAD, rows(1, 2, None, 4, 5, None), (Measured(0, "0"), Measured(5, "5")))
    assert len(all_of(drawn(chart), "path", "line")) == 2
    assert len(all_of(drawn(chart), "circle")) == 4 + 1  # and that of the legend


def test_an_interval_that_leaves_its_axis_ends_with_it():
    row = ChartRow("Kenya", (Measured(9, "9"), Measured(-50, "−50"), Measured(500, "500")))
    chart = Intervals(replace(HEAD, series=("Gain", "From", "To")), (row,), (Measured(0, "0"), Measured(10, "10")))
    assert all_of(drawn(chart), "path", "line")[0].get("d") == f"M8 25 L{WIDTH - 8} 25"


def test_the_cut_stands_between_its_bins():
    chart = Histogram(HEAD, rows(1, 2, 3, 4), cut=(3, "Pass mark"))
    assert all_of(drawn(chart), "path", "cut")[0].get("d").startswith(f"M{WIDTH * 3 // 4} ")


@pytest.mark.parametrize("kind", ["bars", "lines", "intervals", "histogram"])
def test_whatever_is_said_is_text_and_nothing_else(kind):
    head = ChartHead(name="one", title=EVIL, summary=EVIL, rows_named=EVIL, series=(EVIL, EVIL, EVIL))
    row = ChartRow(EVIL, tuple(Measured(value, EVIL) for value in (1.0, 0.0, 2.0)))
    axis = (Measured(0, EVIL), Measured(2, EVIL))
    chart = {
        "bars": Bars(head, (row,)),
        "lines": Lines(head, (row, row), axis),
        "intervals": Intervals(head, (row,), axis),
        "histogram": Histogram(head, (row,), cut=(0, EVIL)),
    }[kind]
    tree = drawn(chart)
    assert all_of(tree, "script") == []
    assert all_of(tree, "title")[0].text == EVIL


@given(st.lists(numbers, max_size=40), st.sampled_from(["ltr", "rtl"]))
def test_any_numbers_make_a_drawing(values, direction):
    axis = (Measured(0, "0"), Measured(100, "100"))
    whole = rows(*values, label="Q4 2026")
    for chart in (Bars(HEAD, whole), Lines(HEAD, whole, axis), Histogram(HEAD, whole)):
        drawn(chart, direction)


@given(st.floats(0, 1e9))
def test_an_axis_reaches_its_largest_number_in_at_most_five_even_steps(most):
    found = ticks(most)
    assert found[0] == 0
    assert 2 <= len(found) <= 6
    assert found[-1] >= most
    assert len({after - before for before, after in pairwise(found)}) == 1


@given(st.text(max_size=80), st.integers(20, 300))
def test_a_cut_text_fits_its_room_and_says_that_it_was_cut(words, room):
    shown = fitted(words, room)
    assert shown == words or shown.endswith("…")
    assert width_of(shown) <= room or shown == "…"
