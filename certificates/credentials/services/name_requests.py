"""Names that no machine decides about: asked by the holder, judged by a manager who sees both and gives a reason."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from certificates.credentials import policy
from certificates.credentials.issuing.issuing_config import Issuing
from certificates.credentials.models import Claim, CredentialVersion, NameRequest
from certificates.credentials.queries.name_requests import names_asked, waiting
from certificates.credentials.rules.lifecycle import NameOutcome
from certificates.credentials.rules.spelling import Doubt
from certificates.credentials.services.confirming import SHORTEST_REASON, confirm_name, demand_open
from certificates.credentials.services.naming import Names, demand_checked, doubts_about
from certificates.events import NameApprovalAsked, NameDecided
from lms import events, ids
from lms.access import Viewer
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.i18n import _
from lms.people.api import demand_independent


def confirm_or_ask(
    session: Session, claim: Claim, names: Names, setting: Issuing, *, by_id: int, now: datetime
) -> CredentialVersion | None:
    """What the holder's word does: make the certificate, or, where a person must judge the name, ask for that."""
    checked = demand_checked(session, claim.person_id)
    found = doubts_about(names, checked, claim)
    withdraw(session, claim, by_id=by_id, now=now)
    if not found:
        return confirm_name(session, claim, names, setting, by_id=by_id, now=now)
    ask(session, claim, names, found, by_id=by_id, now=now)
    return None


def ask(
    session: Session, claim: Claim, names: Names, found: frozenset[Doubt], *, by_id: int, now: datetime
) -> NameRequest:
    """Keep a name for a manager to judge, beside the checked names of the account as they stand."""
    demand_open(session, claim)
    checked = demand_checked(session, claim.person_id)
    row = NameRequest(
        uuid=ids.new_uuid(),
        claim_id=claim.id,
        name=names.latin,
        local_name=names.local,
        account_name=checked.name,
        account_local_name=checked.local_name,
        asked_at=now,
        reason="",
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as fault:  # pressed twice at the same moment
        raise Conflict(_("A name already waits for a manager.")) from fault
    asked = NameApprovalAsked(
        subject=f"claim:{claim.id}",
        actor_id=by_id,
        at=now,
        person_id=claim.person_id,
        request_id=row.id,
        doubts=sorted(found),
    )
    events.publish(session, asked)
    return row


def withdraw(session: Session, claim: Claim, *, by_id: int, now: datetime) -> None:
    """The holder chooses another name before anybody decided about this one."""
    for one in names_asked(session, *waiting(NameRequest.claim_id == claim.id)):
        _decide(session, one.request, one.claim, NameOutcome.WITHDRAWN, "", by_id=by_id, now=now)


def approve(
    session: Session, request: NameRequest, setting: Issuing, *, reason: str, by: Viewer, now: datetime
) -> CredentialVersion:
    """Agree that this is the person's name; the certificate is made at once, as its holder has seen it already."""
    claim = _demand_may_decide(session, request, reason, by)
    checked = demand_checked(session, claim.person_id)
    if (checked.name, checked.local_name) != (request.account_name, request.account_local_name):
        raise Conflict(_("The name of the account has changed. Refuse this name; the person then confirms again."))
    _decide(session, request, claim, NameOutcome.APPROVED, reason.strip(), by_id=by.id, now=now)
    names = Names(request.name, request.local_name)
    return confirm_name(session, claim, names, setting, by_id=by.id, now=now)


def refuse(session: Session, request: NameRequest, *, reason: str, by: Viewer, now: datetime) -> None:
    """Refuse a name; its holder reads the reason and confirms another."""
    claim = _demand_may_decide(session, request, reason, by)
    _decide(session, request, claim, NameOutcome.REFUSED, reason.strip(), by_id=by.id, now=now)


def _demand_may_decide(session: Session, request: NameRequest, reason: str, by: Viewer) -> Claim:
    claim = session.get_one(Claim, request.claim_id)
    if claim.person_id == by.id:
        raise RuleBroken(_("You cannot decide about your own name. Another manager must do it."))
    if not policy.may_judge_name(session, by, claim):
        raise NotFound
    demand_independent(session, by.id, claim.person_id)
    if not policy.is_impartial(session, by, claim):
        raise RuleBroken(
            _("You changed the name of this account, so you do not decide about a certificate on it. Ask a colleague.")
        )
    if len(reason.strip()) < SHORTEST_REASON:
        raise BadInput("reason", _("Say in a few words why."))
    return claim


def _decide(
    session: Session,
    request: NameRequest,
    claim: Claim,
    outcome: NameOutcome,
    reason: str,
    *,
    by_id: int,
    now: datetime,
) -> None:
    """Write the decision once; whoever comes second is told."""
    done = session.execute(
        update(NameRequest)
        .where(NameRequest.id == request.id, NameRequest.outcome.is_(None))
        .values(outcome=outcome, decided_at=now, decided_by_id=by_id, reason=reason)
        .returning(NameRequest.id)
    ).one_or_none()
    if done is None:
        raise Conflict(_("This name was already decided."))
    events.publish(
        session,
        NameDecided(
            subject=f"claim:{claim.id}",
            actor_id=by_id,
            at=now,
            person_id=claim.person_id,
            request_id=request.id,
            outcome=outcome.value,
            reason=reason,
        ),
    )
