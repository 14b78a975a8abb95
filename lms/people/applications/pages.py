"""What the pages of applications show, what waits on the start page, and what `lms doctor` says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import format_date
from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.access_model import access_model
from lms.i18n import _, ngettext
from lms.i18n import lazy as _l
from lms.manifest import composition
from lms.paging import page_of
from lms.people import labels
from lms.people.access.scope_kinds import ADMINISTRATION
from lms.people.applications import queries
from lms.people.applications.kinds import standing_of_all, together
from lms.people.applications.queries import AccountApplicationFacts
from lms.people.applications.rules import ApplicationFilter, is_overdue
from lms.people.models import Administration
from lms.people.pages.choices import unit_options
from lms.people.queries.administrations import administrations_of_country, units_of
from lms.ports import ApplicationRow, Finding, Health, NextStep, StepGroup
from lms.tables.writing.columns import OutputColumn, OutputKind
from lms.web.forms import options

ORDER = 4  # after decisions about people, before any lesson
SIZE = 50
OTHER = "other"  # an administration that is not in the list
APPLICATION_COLUMNS = (
    OutputColumn("applicant", _l("Name")),
    OutputColumn("kind", _l("Kind")),
    OutputColumn("wish", _l("What")),
    OutputColumn("administration", _l("Administration")),
    OutputColumn("email", _l("E-mail")),
    OutputColumn("since", _l("Waiting since"), OutputKind.MOMENT),
    OutputColumn("outcome", _l("Outcome")),
    OutputColumn("decided_at", _l("Decided"), OutputKind.MOMENT),
    OutputColumn("decided_by", _l("Decided by")),
    OutputColumn("reason", _l("Reason")),
)  # as a list is exported


@dataclass(frozen=True)
class ApplicationsPage:
    """Some applications of all kinds, and what one may filter them by; each with the name of its kind."""

    rows: Sequence[tuple[str, ApplicationRow]]
    count: int
    number: int
    pages: int
    kinds: dict[str, Any]
    places: dict[str, str]


def applications_page(
    session: Session, viewer: Viewer, shown: ApplicationFilter, *, decided: bool, number: int, size: int = SIZE
) -> ApplicationsPage:
    """What waits, oldest first, or what was decided, newest first."""
    found = []
    for kind in composition().application_kinds:
        rows = kind.decided(session, viewer) if decided else kind.waiting(session, viewer)
        found += [(kind.name, row) for row in rows]
    places = {row.place_key: row.place for _kind, row in sorted(found, key=lambda pair: pair[1].place)}
    wanted = [(kind, row) for kind, row in found if shown.lets_through(kind, row.place_key, text_of(row))]
    wanted.sort(key=lambda pair: pair[1].decided_at or pair[1].since, reverse=decided)
    number, pages = page_of(len(wanted), number, size)
    kinds = {kind.name: kind.title for kind in composition().application_kinds}
    return ApplicationsPage(wanted[(number - 1) * size : number * size], len(wanted), number, pages, kinds, places)


def application_rows(page: ApplicationsPage) -> Iterator[tuple[Any, ...]]:
    """Applications as rows of `APPLICATION_COLUMNS`."""
    for kind, row in page.rows:
        asked = (row.applicant, page.kinds[kind], row.title, row.place, row.email or None, row.since)
        yield *asked, row.outcome or None, row.decided_at, row.decided_by or None, row.reason or None


def text_of(row: ApplicationRow) -> str:
    """What the search looks into."""
    return f"{row.applicant} {row.title} {row.email}"


def place_options(session: Session, country: str) -> tuple[list[Administration], list[Any], list[Any]]:
    """The administrations of a country, and the choices of a form: administrations, and units under their names."""
    rows = administrations_of_country(session, country)
    listed = [(row.uuid, row.name) for row in rows]
    first = [("", _("Choose the administration."))]
    offered = options([*first, *listed, (OTHER, _("Mine is not in this list"))])
    return rows, offered, unit_options(rows, units_of(session, [row.id for row in rows]))


def where_it_lies(session: Session, one: AccountApplicationFacts) -> str:
    """With whom an application lies, by role and place; never by name."""
    home = one.administration
    found = queries.with_whom(session, home.id if home else None, one.row.country)
    if not found:
        return _("It is with the administrators of the programme.")
    roles = access_model().roles
    places = {ADMINISTRATION: home.name if home else ""}
    said = [f"{roles[role].title} ({places.get(kind) or labels.country_name(one.row.country)})" for role, kind in found]
    return _("It is with: %(whom)s.", whom=", ".join(said))


def what_next(session: Session, person: Viewer, now: datetime, told: Sequence[Any]) -> list[NextStep]:
    """That applications wait, how many and since when, for who decides on them."""
    found = together(one for each in told for one in each)
    if found.since is None:
        return []
    words = ngettext(
        "%(num)s waits, since %(day)s.", "%(num)s wait, the oldest since %(day)s.", found.count,
        day=format_date(found.since, "long"),
    )  # fmt: skip
    return [
        NextStep(
            _("Applications"), words, _("Decide"), url_for("applications.all_of_them"), ORDER, group=StepGroup.DUTY
        )
    ]


def check_applications(session: Session, now: datetime) -> list[Finding]:
    """What `lms doctor` says of applications that wait."""
    found = standing_of_all(session, None)
    if found.since is None:
        return [Finding("applications", Health.OK, "none waits")]
    words = f"{found.count} wait, the oldest since {found.since:%Y-%m-%d}" if found.count > 1 else (
        f"1 waits, since {found.since:%Y-%m-%d}"
    )  # fmt: skip
    if is_overdue(found.since, now):
        advice = "Whoever coordinates the country decides on them; where nobody does, give somebody that role."
        return [Finding("applications", Health.WARN, f"{words}. {advice}")]
    return [Finding("applications", Health.OK, words)]
