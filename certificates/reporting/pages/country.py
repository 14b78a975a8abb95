"""The figures of one country, and its certified trainers by name, as far as the viewer's role reaches."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from certificates.reporting.pages.figures import OF_COUNTRY, FigureLine, country_lines
from certificates.reporting.policy import may_see, names_seen
from certificates.reporting.queries.kept import rollups
from certificates.reporting.queries.trainers import trainers_named
from certificates.reporting.rules.figures import ON_PAGE
from lms.access import Viewer
from lms.errors import NotFound
from lms.i18n import _


@dataclass(frozen=True)
class CountryPage:
    """One country."""

    line: FigureLine
    counted_at: datetime | None
    names: list[str] | None  # of certified trainers; none: the viewer's role does not reach this country

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Each figure with its number."""
        return [(_(ON_PAGE[figure].title), said) for figure, said in zip(OF_COUNTRY, self.line.said, strict=True)]


def country_page(session: Session, viewer: Viewer, code: str, now: datetime) -> CountryPage:
    """What is shown of a country in which somebody was reached, if the viewer sees it."""
    found = rollups(session)
    lines = country_lines(found.shown, [code]) if code and may_see(viewer, code) else []
    if not lines:
        raise NotFound
    names = trainers_named(session, viewer, code, now) if names_seen(viewer, code) else None
    return CountryPage(lines[0], found.counted_at, names)
