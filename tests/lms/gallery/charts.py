"""A chart of each kind, with what is hard to draw: long words, gaps, small cells, other scripts."""

from lms.charts import Bars, ChartHead, ChartRow, Histogram, Intervals, Lines, Measured


def row(label, *values, unit=""):
    """A row; no value is a cell that is not shown."""
    said = (
        Measured(value, f"{value}{unit}".replace("-", "−") if value is not None else "fewer than 5") for value in values
    )
    return ChartRow(label, tuple(said))


def axis(*values, unit=""):
    """The numbers of an axis."""
    return tuple(Measured(value, f"{value}{unit}".replace("-", "−")) for value in values)


QUARTERS = [f"Q{quarter} {year}" for year in (2024, 2025, 2026) for quarter in (1, 2, 3, 4)]
CHARTS = (
    Bars(
        ChartHead(
            name="passed", title="Officers who passed, by country", rows_named="Country", series=("Passed",),
            summary="Kenya has the most, 412; in Lao PDR fewer than five passed.",
        ),
        (
            row("Kenya", 412),
            row("ประเทศไทย", 208),
            row("The customs administration of a country whose name does not fit into one line", 95),
            row("Lao PDR", None),
            row("Viet Nam", 0),
        ),
    ),
    Bars(
        ChartHead(
            name="state", title="Where officers are", rows_named="Cohort",
            series=("Passed", "In progress", "Behind", "Not started"),
            summary="Most of Mombasa passed; half of Vientiane is in progress.",
        ),
        (row("Mombasa 2026-1", 18, 4, 2, 0), row("Vientiane 2026-2", 6, 12, 4, 2), row("Lagos", 0, 0, 0, 9)),
    ),
    Lines(
        ChartHead(
            name="quarters", title="Certificates by quarter", rows_named="Quarter", series=("Kenya", "Thailand"),
            summary="Kenya rises from 20 to 130; Thailand has no figures for two quarters.",
        ),
        tuple(
            row(quarter, 20 + 10 * at, None if at in (4, 5) else 90 - 4 * at) for at, quarter in enumerate(QUARTERS)
        ),
        axis(0, 50, 100, 150),
    ),
    Intervals(
        ChartHead(
            name="gain", title="Gain from the test before to the test after", rows_named="Cohort",
            series=("Gain", "From", "To"), summary="Three cohorts gained; of the fourth too few took both tests.",
        ),
        (
            row("Mombasa 2026-1", 21, 14, 28, unit=" %"),
            row("Vientiane 2026-2", 9, -3, 21, unit=" %"),
            row("Lagos", 33, 29, 37, unit=" %"),
            row("Hanoi", None, None, None, unit=" %"),
        ),
        axis(-20, 0, 20, 40, unit=" %"),
    ),
    Histogram(
        ChartHead(
            name="scores", title="Results of the exam", rows_named="Result", series=("Attempts",),
            summary="Most results lie between 70 and 90 %; the pass mark is 80 %.",
        ),
        tuple(row(f"{10 * at}–{10 * at + 9} %", count) for at, count in enumerate((0, 0, 1, 2, 3, 6, 9, 17, 21, 8))),
        cut=(8, "Pass mark 80 %"),
    ),
)  # fmt: skip
