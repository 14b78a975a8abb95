"""From a claim to a credential: the holder confirms the name, or somebody corrects it with a reason."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from certificates.credentials.issuing import document
from certificates.credentials.issuing.awards import award_of
from certificates.credentials.issuing.issuing_config import Issuing
from certificates.credentials.models import (
    Achievement,
    Claim,
    Credential,
    CredentialVersion,
    IssuedUnder,
    NameConfirmation,
)
from certificates.credentials.queries.held import HeldCredential, is_open, renewed_certificate
from certificates.credentials.queries.keys import issued_under
from certificates.credentials.queries.taught_in import taught_in
from certificates.credentials.rules.issuers import check_unchanged
from certificates.credentials.rules.lifecycle import GOOD, Standing, Visibility
from certificates.credentials.rules.renewal import period_ends, version_begins
from certificates.credentials.rules.taught_in import taught_as_data
from certificates.credentials.services.allocating import new_number, take_place
from certificates.credentials.services.naming import Names, demand_agreed, demand_checked, doubts_about
from certificates.credentials.verification import validation
from certificates.events import NameConfirmed, NameCorrected
from lms import events, ids
from lms.errors import BadInput, Conflict, RuleBroken
from lms.gettext_noop import N_
from lms.i18n import _
from lms.people.api import demand_independent, names_changed_by, person_of

SALT = 16  # bytes
SHORTEST_REASON = 5
TAKEN = N_("The name is already confirmed. Look at “My certificates”.")


def confirm_name(
    session: Session, claim: Claim, names: Names, setting: Issuing, *, by_id: int | None, now: datetime
) -> CredentialVersion:
    """Make the credential of a claim, for the worker to sign; a claim becomes one credential only.

    It is made on a checked name alone. A name that is more than another spelling of that needs a manager's agreement.
    """
    issuer = setting.issuer  # refuses in words where there is none; the claim stays
    demand_open(session, claim)
    demand_renewed_good(session, claim, now)
    agreed = demand_agreed(session, claim, names)
    achievement = session.get_one(Achievement, claim.achievement_id)
    if has_lapsed(achievement, claim, now):
        raise RuleBroken(_("This certificate would already have expired. Its holder may take the course again."))
    taken = session.execute(
        update(Claim).where(Claim.id == claim.id, *is_open()).values(taken_at=now).returning(Claim.id)
    ).one_or_none()
    if taken is None:
        raise Conflict(_(TAKEN))
    credential = Credential(
        uuid=ids.new_uuid(),
        token=ids.new_token(),
        number=new_number(session),
        subject_uuid=ids.new_uuid(),
        claim_id=claim.id,
        person_id=claim.person_id,
        awarded_at=claim.earned_at,
        visibility=Visibility.LINK,
        taught_in=taught_as_data(taught_in(session, claim)),
    )
    session.add(credential)
    session.flush()
    events.publish(
        session,
        NameConfirmed(subject=f"credential:{credential.id}", actor_id=by_id, at=now, person_id=claim.person_id),
    )
    fix_issuer(session, issuer.did, now)
    reason = agreed.reason if agreed else None
    confirmation = _written(session, claim, names, by_id=by_id, reason=reason, now=now)
    until = valid_until(achievement, claim)
    return add_version(session, credential, confirmation, setting, before=None, valid_until=until, now=now)


def reissue(
    session: Session,
    held: HeldCredential,
    names: Names,
    setting: Issuing,
    *,
    reason: str,
    by_id: int | None,
    now: datetime,
) -> CredentialVersion:
    """Have a certificate in force made anew under a corrected name; the old version stands until that is signed."""
    _demand_newest(session, held)
    if held.being_made:
        raise RuleBroken(_("This certificate is being created. Wait until it is ready."))
    if held.standing(now) not in GOOD:
        raise RuleBroken(_("Only a valid certificate can be reissued with a corrected name."))
    if by_id == held.credential.person_id:
        raise RuleBroken(_("You cannot correct the name on your own certificate. Ask another manager to do it."))
    demand_independent(session, by_id, held.credential.person_id)
    if by_id is not None and by_id in names_changed_by(session, held.credential.person_id):
        raise RuleBroken(
            _("You changed the name of this account, so you do not decide about a certificate on it. Ask a colleague.")
        )
    doubts_about(names, demand_checked(session, held.credential.person_id), held.claim)  # refuses titles
    if (names.latin, names.local) == (held.written.name, held.written.local_name):
        raise BadInput("name", _("The name is already written like this."))
    if len(reason.strip()) < SHORTEST_REASON:
        raise BadInput("reason", _("Say in a few words why the name is corrected."))
    events.publish(
        session,
        NameCorrected(
            subject=f"credential:{held.credential.id}",
            actor_id=by_id,
            at=now,
            person_id=held.credential.person_id,
            version=held.version.no + 1,
            reason=reason.strip(),
        ),
    )
    fix_issuer(session, setting.issuer.did, now)
    confirmation = _written(session, held.claim, names, by_id=by_id, reason=reason.strip(), now=now)
    return add_version(
        session,
        held.credential,
        confirmation,
        setting,
        before=held.version,
        valid_until=held.version.valid_until,
        now=now,
    )


def valid_until(achievement: Achievement, claim: Claim) -> datetime | None:
    """Until when what was earned holds; none: without end."""
    return period_ends(claim.earned_at, claim.begins_at, achievement.valid_months)


def has_lapsed(achievement: Achievement, claim: Claim, now: datetime) -> bool:
    """Whether a certificate for this would be over before it was made; the last moment itself is past."""
    until = valid_until(achievement, claim)
    return until is not None and until <= now


def demand_open(session: Session, claim: Claim) -> None:
    """Refuse a claim that became a certificate already, or from which none is made."""
    session.refresh(claim, ["taken_at", "withdrawn_at"])
    if claim.taken_at is not None:
        raise Conflict(_(TAKEN))
    if claim.withdrawn_at is not None:
        raise RuleBroken(_("This result no longer leads to a certificate. Look at “My certificates”."))


def demand_renewed_good(session: Session, claim: Claim, now: datetime) -> None:
    """Refuse to make what renews a certificate that is suspended: it waits until that is decided."""
    renewed = renewed_certificate(session, claim)
    if renewed is not None and renewed.standing(now) is Standing.SUSPENDED:
        raise RuleBroken(
            _("The certificate that this one renews is suspended. The new one is created when that is decided.")
        )


def fix_issuer(session: Session, did: str, now: datetime) -> None:
    """The first certificate fixes the name of the issuer; another name is refused ever after.

    The first has drawn its number before, so no other issues until it is committed.
    """
    before = issued_under(session)
    check_unchanged(did, before)
    if before is None:
        session.add(IssuedUnder(id=1, did=did, at=now))
        session.flush()


def _demand_newest(session: Session, held: HeldCredential) -> None:
    """Let one correction at a time go on, and only on what the person saw."""
    session.execute(select(Credential.id).where(Credential.id == held.credential.id).with_for_update())
    newest = select(func.max(CredentialVersion.no)).where(CredentialVersion.credential_id == held.credential.id)
    if session.scalars(newest).one() != held.version.no and not held.being_made:
        raise Conflict(_("Somebody else has just changed this certificate. Load the page again."))


def _written(
    session: Session, claim: Claim, names: Names, *, by_id: int | None, reason: str | None, now: datetime
) -> NameConfirmation:
    row = NameConfirmation(
        claim_id=claim.id, name=names.latin, local_name=names.local, reason=reason, by_id=by_id, at=now
    )
    session.add(row)
    session.flush()
    return row


def add_version(
    session: Session,
    credential: Credential,
    confirmation: NameConfirmation,
    setting: Issuing,
    *,
    before: CredentialVersion | None,
    valid_until: datetime | None,
    now: datetime,
) -> CredentialVersion:
    """The first version, or the one after `before`, with its place in a list and its unsigned document.

    The document is checked before anybody signs it.
    """
    claim = session.get_one(Claim, credential.claim_id)
    achievement = session.get_one(Achievement, claim.achievement_id)
    place, index = take_place(session, now=now)
    valid_from = version_begins(now, claim.begins_at, before.valid_from if before else None)
    values: dict[str, Any] = {
        "credential_id": credential.id,
        "no": before.no + 1 if before else 1,
        "confirmation_id": confirmation.id,
        "made_at": now.replace(microsecond=0),
        "valid_from": valid_from.replace(microsecond=0),
        "valid_until": valid_until.replace(microsecond=0) if valid_until else None,
        "status_list_id": place.id,
        "status_index": index,
        "issuer_did": setting.issuer.did,
        "issuer_name": setting.name,
        "site_url": setting.site_url,
    }
    version = CredentialVersion(**values, unsigned={})
    award = award_of(credential, version, claim, achievement, confirmation, list_name=place.name)
    email = person_of(session, credential.person_id).email or ""
    version.unsigned = document.build(replace(award, email=email, salt=ids.new_token(SALT)))
    validation.check(version.unsigned)
    session.add(version)
    session.flush()
    return version
