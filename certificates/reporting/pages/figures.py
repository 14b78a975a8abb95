"""The page of figures: every number from rollups, so that it is quick however many people there are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from certificates.reporting import labels
from certificates.reporting.pages.tile_map import STEPS, TileMap
from certificates.reporting.policy import countries_seen
from certificates.reporting.queries.kept import Rollups, rollups
from certificates.reporting.rules.figures import ON_PAGE, STAGES, TRAINERS_WANTED, KeyFigure
from certificates.reporting.rules.suppression import Shown
from courses.api import course_titles
from lms.access import Viewer
from lms.charts import Bars, ChartHead, ChartRow, Lines, Measured, ticks
from lms.i18n import _, language, ngettext

ALL, COUNTRY, COURSE, QUARTER = "all", "country", "course", "quarter"
OF_COUNTRY = (*STAGES, KeyFigure.UNDER_WAY, KeyFigure.IN_FORCE, KeyFigure.TRAINERS)
OF_ALL = OF_COUNTRY[:-1]  # of trainers no sum is shown
IN_CHART = 10  # countries; the table has all


@dataclass(frozen=True)
class FigureLine:
    """A row of a table of figures: a country or course, and a number for each figure; none is left out."""

    key: str
    name: str
    values: tuple[int | None, ...]

    @property
    def said(self) -> list[str]:
        """The numbers as they are shown."""
        return [labels.said(value) for value in self.values]


@dataclass(frozen=True)
class FiguresPage:
    """Every figure of the programme as it was counted last."""

    counted_at: datetime | None
    totals: list[tuple[str, str]]
    countries: list[FigureLine]
    courses: list[FigureLine]
    needing: list[str]
    reached: Bars
    quarters: Lines | None
    tiles: TileMap

    @property
    def is_whole(self) -> bool:
        """Whether it tells of all countries, with their sums."""
        return bool(self.totals)

    @property
    def heads(self) -> list[str]:
        """What the columns of countries are called."""
        return [_(ON_PAGE[figure].title) for figure in OF_COUNTRY]

    @property
    def stage_heads(self) -> list[str]:
        """What the columns of courses are called."""
        return [_(ON_PAGE[figure].title) for figure in STAGES]

    @property
    def definitions(self) -> list[tuple[str, str]]:
        """What each figure counts."""
        return [(_(one.title), _(one.sentence)) for one in ON_PAGE.values()]


def figures_page(session: Session, viewer: Viewer) -> FiguresPage:
    """All that the viewer reads; two queries. Whoever reads some countries alone is shown no sum and no course."""
    found = rollups(session)
    seen = countries_seen(viewer)
    countries = country_lines(found.shown, seen)
    if seen is not None:
        found = Rollups(Shown({}), found.counted_at)
    return FiguresPage(
        counted_at=found.counted_at,
        totals=[(_(ON_PAGE[one].title), labels.said(found.shown.of(ALL, "", one))) for one in OF_ALL]
        if seen is None
        else [],
        countries=countries,
        courses=course_lines(session, found.shown),
        needing=_needing(countries),
        reached=_reached(countries),
        quarters=_quarters(found),
        tiles=_tiles(countries),
    )


def country_lines(shown: Shown, seen: Collection[str] | None = None) -> list[FigureLine]:
    """Every country in which somebody was reached, or those of them that one sees; of no administration last."""
    codes = sorted({key[1] for key in shown.cells if key[0] == COUNTRY and (seen is None or key[1] in seen)})
    lines = [_line(shown, COUNTRY, code, labels.place(code), OF_COUNTRY) for code in codes]
    return sorted(lines, key=lambda line: (not line.key, line.name))


def course_lines(session: Session, shown: Shown) -> list[FigureLine]:
    """Every course that somebody took, by title; one query."""
    ids = sorted({int(key[1]) for key in shown.cells if key[0] == COURSE})
    titles = course_titles(session, ids, language())
    lines = [_line(shown, COURSE, str(one), titles.get(one, str(one)), STAGES) for one in ids]
    return sorted(lines, key=lambda line: line.name)


def _line(shown: Shown, by: str, row: str, name: str, figures: tuple[KeyFigure, ...]) -> FigureLine:
    return FigureLine(row, name, tuple(shown.of(by, row, figure) for figure in figures))


def _needing(countries: list[FigureLine]) -> list[str]:
    """Where people are under way and fewer than five certified trainers are there, the most people first."""
    under_way, trainers = OF_COUNTRY.index(KeyFigure.UNDER_WAY), OF_COUNTRY.index(KeyFigure.TRAINERS)
    wanting = [
        line
        for line in countries
        if line.key and line.values[under_way] and (line.values[trainers] or 0) < TRAINERS_WANTED
    ]
    return [line.name for line in sorted(wanting, key=lambda line: -(line.values[under_way] or 0))]


def _reached(countries: list[FigureLine]) -> Bars:
    told = sorted((line for line in countries if line.values[0]), key=lambda line: -(line.values[0] or 0))[:IN_CHART]
    summary = (
        _("The most people were reached in %(country)s: %(count)s.", country=told[0].name, count=told[0].values[0])
        if told
        else _("No number can be shown yet.")
    )
    head = ChartHead(
        name="reached",
        title=_("People reached, the largest countries"),
        summary=summary,
        rows_named=_("Country"),
        series=(_(ON_PAGE[KeyFigure.REACHED].title),),
    )
    return Bars(head, tuple(ChartRow(line.name, (_measured(line.values[0]),)) for line in told))


def _quarters(found: Rollups) -> Lines | None:
    """The last quarters as lines; nothing before anything was counted."""
    quarters = sorted({key[1] for key in found.shown.cells if key[0] == QUARTER})
    if not quarters:
        return None
    figures = (KeyFigure.TOOK_PART, KeyFigure.PASSED, KeyFigure.CERTIFIED)
    rows = tuple(
        ChartRow(quarter, tuple(_measured(found.shown.of(QUARTER, quarter, figure)) for figure in figures))
        for quarter in quarters
    )
    most = max((one.value or 0 for row in rows for one in row.readings), default=0)
    head = ChartHead(
        name="quarters",
        title=_("People by quarter"),
        summary=_("%(count)s people took part in the current quarter.", count=rows[-1].readings[0].said),
        rows_named=_("Quarter"),
        series=tuple(_(ON_PAGE[figure].title) for figure in figures),
    )
    return Lines(head, rows, tuple(Measured(tick, str(tick)) for tick in ticks(most)))


def _tiles(countries: list[FigureLine]) -> TileMap:
    people = {line.key: line.values[0] for line in countries if line.key}
    low, middle, high = STEPS
    return TileMap(
        title=_("Map of the programme"),
        summary=ngettext(
            "Each square is a country. People of %(num)s country were reached. The table below says how many.",
            "Each square is a country. People of %(num)s countries were reached. The table below says how many.",
            len(people),
        ),
        people=people,
        legend=(
            str(labels.LEFT_OUT),
            _("%(low)s to %(high)s people", low=low, high=middle - 1),
            _("%(low)s to %(high)s people", low=middle, high=high - 1),
            _("%(low)s and more", low=high),
        ),
    )


def _measured(value: int | None) -> Measured:
    return Measured(value, labels.said(value))
