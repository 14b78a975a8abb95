"""Accounts that an import proposes: made in one step by who may make them there, or refused."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from courses.cohorts.events import AccountsDecided, AccountsProposed
from courses.cohorts.models.imports import CohortAccountPermit, CohortAccountProposal, CohortImport
from courses.cohorts.queries.cohorts import FoundCohort, cohort_by_id
from courses.cohorts.queries.imports import FoundProposal, lock_proposal
from courses.cohorts.services.import_judging import JudgedRow
from courses.cohorts.services.import_people import CameByRow, keep_people
from courses.cohorts.services.joining import bring_in
from lms import events, ids
from lms.access import Viewer
from lms.errors import BadInput, Conflict
from lms.i18n import _
from lms.people.api import ADMINISTRATION, SLIPS_MOST, PersonDraft, accounts_of_logins, make_people, normal_login
from lms.scopes import Scopes


def propose_accounts(
    session: Session, cohort: FoundCohort, row: CohortImport, new: Sequence[JudgedRow], *, by: int, now: datetime
) -> None:
    """Propose accounts to the administrations of these rows, in parts that can be printed as one file of slips."""
    homes: dict[int, list[dict[str, Any]]] = {}
    for one in new:
        if one.matched.administration_id is not None:
            homes.setdefault(one.matched.administration_id, []).append(_proposed(one))
    for home, rows in sorted(homes.items()):
        for begin in range(0, len(rows), SLIPS_MOST):
            _propose(session, cohort, row, home, rows[begin : begin + SLIPS_MOST], by=by, now=now)


def _propose(
    session: Session,
    cohort: FoundCohort,
    row: CohortImport,
    administration_id: int,
    rows: list[dict[str, Any]],
    *,
    by: int,
    now: datetime,
) -> None:
    made = CohortAccountProposal(
        uuid=ids.new_uuid(),
        import_id=row.id,
        administration_id=administration_id,
        rows=rows,
        count=len(rows),
        at=now,
        by_id=by,
        reason="",
    )
    session.add(made)
    session.flush()
    happened = AccountsProposed(
        subject=f"cohort:{cohort.id}",
        actor_id=by,
        at=now,
        import_id=row.id,
        proposal_id=made.id,
        administration_id=administration_id,
        count=made.count,
    )
    events.publish(session, happened)


def _proposed(one: JudgedRow) -> dict[str, Any]:
    """A row as the account that it proposes."""
    row = one.row
    return {
        "row": row.number,
        "key": one.matched.key,
        "name": row.name,
        "local_name": row.local_name,
        "email": row.email,
        "username": row.username,
        "unit_id": one.matched.unit_id,
        "language": one.matched.language,
    }


def make_accounts(
    session: Session,
    found: FoundProposal,
    *,
    by: Viewer,
    now: datetime,
    permit: CohortAccountPermit | None = None,
) -> int:
    """Make the accounts and let their people join; who has got an account meanwhile joins with that one.

    Answers how many were made. `permit`: a trainer of the cohort makes them. Who may is asked before.
    """
    row = _waiting(session, found)
    logins = {text: one for one in row.rows for text in (one["email"], one["username"]) if text}
    known = {one.id: one for one in accounts_of_logins(session, list(logins))}
    there = {text for one in known.values() for text in (one.email, one.username)}
    new = [one for one in row.rows if not {one["email"], one["username"]} & there]
    within = Scopes(held={ADMINISTRATION: frozenset({str(row.administration_id)})}) if permit else None
    drafts = [_draft(one, row.administration_id) for one in new]
    people = make_people(session, drafts, by=by, now=now, asks_consent=True, within=within) if drafts else []
    cohort = cohort_by_id(session, found.cohort.id)
    fits = bring_in(session, cohort, [*(one.id for one in people), *known], by=by.id, now=now)
    by_row = {one.id: CameByRow(data["row"], data["key"], row.id) for data, one in zip(new, people, strict=True)}
    for account in known.values():
        data = logins.get(normal_login(account.email or "")) or logins[account.username]
        by_row[account.id] = CameByRow(data["row"], data["key"])
    keep_people(session, row.import_id, fits, by_row, now=now)
    _decided(session, found, row, approved=True, reason="", by=by, now=now, permit=permit, count=len(people))
    return len(people)


def refuse_accounts(session: Session, found: FoundProposal, reason: str, *, by: Viewer, now: datetime) -> None:
    """Make none of these accounts; who leads the cohort reads why."""
    if not reason.strip():
        raise BadInput("reason", _("Say why, so that the officer and the trainer know what to do."))
    row = _waiting(session, found)
    _decided(session, found, row, approved=False, reason=reason.strip(), by=by, now=now)


def call_back(session: Session, found: FoundProposal, *, by: Viewer, now: datetime) -> None:
    """Propose these accounts no more, since their import is undone."""
    row = _waiting(session, found)
    reason = _("The import was reversed.")
    _decided(session, found, row, approved=False, reason=reason, by=by, now=now)


def _waiting(session: Session, found: FoundProposal) -> CohortAccountProposal:
    row = lock_proposal(session, found.row.id)
    if row.decided_at is not None:
        raise Conflict(_("Somebody else has decided on this already."))
    return row


def _draft(data: dict[str, Any], administration_id: int) -> PersonDraft:
    return PersonDraft(
        name=data["name"],
        username=data["username"],
        email=data["email"] or None,
        administration_id=administration_id,
        unit_id=data["unit_id"],
        local_name=data["local_name"],
        language=data["language"],
    )


def _decided(
    session: Session,
    found: FoundProposal,
    row: CohortAccountProposal,
    *,
    approved: bool,
    reason: str,
    by: Viewer,
    now: datetime,
    permit: CohortAccountPermit | None = None,
    count: int = 0,
) -> None:
    row.approved, row.decided_at, row.decided_by_id, row.reason, row.rows = approved, now, by.id, reason, []
    row.permit_id = permit.id if permit else None
    session.flush()
    happened = AccountsDecided(
        subject=f"cohort:{found.cohort.id}",
        actor_id=by.id,
        at=now,
        proposal_id=row.id,
        approved=approved,
        made=count,
        permit_id=row.permit_id,
        reason=reason,
    )
    events.publish(session, happened)
