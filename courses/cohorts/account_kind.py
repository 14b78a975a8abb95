"""Accounts that imports propose, as a kind of application: coordinators find them beside the others."""

from collections.abc import Sequence
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from courses.cohorts.queries import imports as queries
from courses.cohorts.queries.imports import FoundProposal
from courses.cohorts.services.import_accounts import make_accounts, refuse_accounts
from lms.access import Viewer
from lms.i18n import _, lazy, ngettext
from lms.people.api import AdministrationInfo, all_administrations, country_name, people_named
from lms.ports import ApplicationKind, ApplicationRow, ApplicationVerdict

NAME = "cohort-accounts"


def proposal_rows(session: Session, found: Sequence[FoundProposal]) -> list[ApplicationRow]:
    """Proposed accounts, as the list shows them; two queries."""
    places = {one.id: one for one in all_administrations(session)}
    people = {one.row.by_id for one in found} | {one.row.decided_by_id for one in found if one.row.decided_by_id}
    names = people_named(session, people)
    return [_row(one, places[one.row.administration_id], names) for one in found]


def _row(one: FoundProposal, place: AdministrationInfo, names: dict[int, str]) -> ApplicationRow:
    row = one.row
    count = ngettext(
        "%(num)s account for “%(cohort)s”", "%(num)s accounts for “%(cohort)s”", row.count, cohort=one.cohort.title
    )
    return ApplicationRow(
        uuid=row.uuid,
        title=count,
        applicant=names.get(row.by_id, ""),
        since=row.at,
        place=f"{place.name}, {country_name(place.country)}",
        place_key=place.uuid,
        words=", ".join(data["name"] for data in row.rows[:5]) + (" …" if len(row.rows) > 5 else ""),
        url=url_for("cohorts.accounts", uuid=row.uuid),
        outcome=(_("approved") if row.approved else _("refused")) if row.decided_at else "",
        reason=row.reason,
        decided_at=row.decided_at,
        decided_by=names.get(row.decided_by_id or 0, ""),
    )


def waiting(session: Session, viewer: Viewer) -> list[ApplicationRow]:
    """What waits."""
    return proposal_rows(session, queries.proposals_waiting(session, viewer))


def decided(session: Session, viewer: Viewer) -> list[ApplicationRow]:
    """What was decided."""
    return proposal_rows(session, queries.proposals_decided(session, viewer))


def decide(session: Session, uuid: str, verdict: ApplicationVerdict, by: Viewer, now: datetime) -> str:
    """Make all of these accounts, or none."""
    found = queries.proposal_seen(session, by, uuid)
    if not verdict.approves:
        refuse_accounts(session, found, verdict.reason, by=by, now=now)
        return _("Refused. The person who leads the cohort can read the reason.")
    made = make_accounts(session, found, by=by, now=now)
    return ngettext(
        "%(num)s account is created. Print its slip on the page of these accounts.",
        "%(num)s accounts are created. Print their slips on the page of these accounts.",
        made,
    )


ACCOUNTS_KIND = ApplicationKind(
    name=NAME,
    title=lazy("Accounts for a cohort"),
    waiting=waiting,
    decided=decided,
    standing=queries.proposals_standing,
    decide=decide,
)
