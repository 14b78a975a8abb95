"""The kinds of applications that lie with coordinators, walked through together; the kind that asks for an account."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, union_all
from sqlalchemy.orm import Session

from lms.access import Permission, Viewer
from lms.errors import NotFound
from lms.i18n import _, lazy, ngettext
from lms.manifest import composition
from lms.people import labels, letters
from lms.people.applications import letters as to_applicants
from lms.people.applications import queries, services
from lms.people.applications.queries import AccountApplicationFacts
from lms.people.applications.rules import ACCOUNT, ApplicationOutcome
from lms.people.applications.services import WorkPlace
from lms.people.rules import SecretPurpose, shown_names
from lms.ports import ApplicationKind, ApplicationRow, ApplicationsWaiting, ApplicationVerdict
from lms.rows import rows_of

OUTCOMES = {
    ApplicationOutcome.APPROVED: lazy("approved"),
    ApplicationOutcome.REFUSED: lazy("refused"),
}


def kind_called(name: str) -> ApplicationKind:
    """The kind of this name; one that no package brings is not found."""
    for kind in composition().application_kinds:
        if kind.name == name:
            return kind
    raise NotFound


def standing_of_all(session: Session, viewer: Viewer | None) -> ApplicationsWaiting:
    """How many applications of all kinds wait, and since when the oldest; one query."""
    found = session.execute(union_all(*(kind.standing(viewer) for kind in composition().application_kinds))).all()
    return together((count, since) for count, since in found)


def together(standing: Iterable[tuple[int, datetime | None]]) -> ApplicationsWaiting:
    """Of several kinds how many wait, and since when the oldest."""
    found = list(standing)
    since = (one for _count, one in found if one is not None)
    return ApplicationsWaiting(sum(count for count, _since in found), min(since, default=None))


def applications_first(person: Viewer, now: datetime) -> list[ColumnElement[Any]]:
    """What home asks first: kind by kind, how many wait for this viewer, and since when the oldest."""
    if not person.may(Permission.APPLICATION_DECIDE):
        return []
    return [rows_of(kind.standing(person)) for kind in composition().application_kinds]


def account_row(one: AccountApplicationFacts, warnings: Sequence[str] = ()) -> ApplicationRow:
    """An application for an account, as the list shows it."""
    row, decision = one.row, one.decision
    place = one.administration.name if one.administration else f"{row.administration_words} (?)"
    unit = one.unit.name if one.unit else row.unit_words
    return ApplicationRow(
        uuid=row.uuid,
        title=", ".join(filter(None, (place, unit))),
        applicant=shown_names(row.name, row.local_name),
        since=row.confirmed_at or row.made_at,
        place=f"{place}, {labels.country_name(row.country)}",
        place_key=one.administration.uuid if one.administration else row.country,
        email=row.email,
        words=row.words,
        warnings=tuple(warnings),
        url=url_for("applications.one", uuid=row.uuid),
        outcome=str(OUTCOMES[ApplicationOutcome(decision.outcome)]) if decision else "",
        reason=decision.reason if decision else "",
        decided_at=decision.at if decision else None,
        decided_by=one.decided_by or "",
    )


def warnings_of(session: Session, rows: Sequence[AccountApplicationFacts]) -> dict[int, list[str]]:
    """What should be looked at before an account is made: it may be the second of one person."""
    same = queries.namesakes(session, rows)
    alike = Counter(_name_and_country(one) for one in rows)
    found: dict[int, list[str]] = {}
    for one in rows:
        keys, said = same[one.row.id], []
        if keys:
            words = ngettext(
                "There is an account with this name or address: %(keys)s.",
                "There are accounts with this name or address: %(keys)s.",
                len(keys),
                keys=", ".join(keys[:5]),
            )
            said.append(words)
        if alike[_name_and_country(one)] > 1:
            said.append(_("Another application here has the same name."))
        if one.administration is None:
            said.append(_("The administration is not in the list."))
        found[one.row.id] = said
    return found


def _name_and_country(one: AccountApplicationFacts) -> tuple[str, str]:
    return one.row.name.casefold(), one.row.country


def waiting_accounts(session: Session, viewer: Viewer) -> list[ApplicationRow]:
    """What waits, each with its warnings; two queries."""
    rows = queries.waiting(session, viewer)
    said = warnings_of(session, rows)
    return [account_row(one, said[one.row.id]) for one in rows]


def decided_accounts(session: Session, viewer: Viewer) -> list[ApplicationRow]:
    """What was decided."""
    return [account_row(one) for one in queries.decided(session, viewer)]


def decide_account(session: Session, uuid: str, verdict: ApplicationVerdict, by: Viewer, now: datetime) -> str:
    """Approve or refuse where the applicant wishes to work."""
    return decide_account_at(session, uuid, verdict, None, by=by, now=now)


def decide_account_at(
    session: Session, uuid: str, verdict: ApplicationVerdict, place: WorkPlace | None, *, by: Viewer, now: datetime
) -> str:
    """The same where whoever decides may choose another place; both letters go out with it."""
    row = queries.application_to_decide(session, by, uuid)
    if verdict.approves:
        person = services.approve(session, row, place, by=by, now=now)
        letters.send_link(session, person, SecretPurpose.INVITE, actor_id=by.id, now=now)
        said = _("Approved. The account is created, and an invitation is sent.")
    else:
        services.refuse(session, row, verdict.reason, by=by, now=now)
        said = _("Refused. The applicant gets an e-mail with the reason.")
    to_applicants.write_to_applicant(session, row, now=now)
    return said


ACCOUNT_KIND = ApplicationKind(
    name=ACCOUNT,
    title=lazy("Account"),
    waiting=waiting_accounts,
    decided=decided_accounts,
    standing=queries.standing,
    decide=decide_account,
)
