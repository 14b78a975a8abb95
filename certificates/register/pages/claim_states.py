"""How what was earned stands with its name, and whom its holder asks where somebody else must act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from certificates.credentials.models import Achievement, Claim, NameRequest
from certificates.credentials.queries.held import renewed_certificates
from certificates.credentials.queries.name_requests import newest_requests
from certificates.credentials.rules.lifecycle import NameOutcome, Standing
from certificates.credentials.services.claims import fell_for_fault
from certificates.credentials.services.confirming import has_lapsed
from certificates.credentials.services.naming import checked_name
from certificates.credentials.sources.course_words import titles_said
from certificates.permissions import CertificatePermission
from certificates.schemes.rules.releasing import is_of_scheme
from lms.access import Permission
from lms.i18n import _
from lms.people.api import CheckedName, appointed_by, names_changed_by, nearest_holders

SHOWN = 3  # people whom one may ask; more are no help


class ClaimState(StrEnum):
    """What comes next before the certificate is made."""

    UNCHECKED = "unchecked"  # somebody must compare the account's name with the identity document
    TO_CONFIRM = "to-confirm"  # the holder says how the name is written
    WAITS = "waits"  # a manager must judge the name
    LAPSED = "lapsed"  # too late: the certificate would be over before it was made
    SUSPENDED = "suspended"  # the certificate that it renews is: this one is made once that is decided
    REFUSED = "refused"  # a manager refused the name; the holder confirms another


@dataclass(frozen=True)
class ClaimShown:
    """Something earned, and what stands between it and its certificate."""

    claim: Claim
    achievement: Achievement
    state: ClaimState
    checked: CheckedName | None
    request: NameRequest | None
    title: str  # what was earned, in the language of its reader where it speaks that
    fell: bool = False  # the certificate that it would have renewed was revoked for a fault

    @property
    def of_scheme(self) -> bool:
        """Whether a scheme awards it: then no course leads to it."""
        return is_of_scheme(self.claim.source_ref)


def claims_shown(
    session: Session, person_id: int, rows: list[tuple[Claim, Achievement]], now: datetime, *, language: str = ""
) -> list[ClaimShown]:
    """The open claims of one person; two queries, however many they are, and two more where one is a renewal.

    One more finds their titles in the language of the reader, where that is not their own.
    """
    if not rows:
        return []
    checked = checked_name(session, person_id)
    requests = newest_requests(session, [claim.id for claim, _achievement in rows])
    renewed = renewed_certificates(session, [claim for claim, _achievement in rows])
    titles = titles_said(session, (achievement for _claim, achievement in rows), language)
    suspended = {claim_id for claim_id, held in renewed.items() if held.standing(now) is Standing.SUSPENDED}
    return [
        ClaimShown(
            claim,
            achievement,
            claim_state(
                checked is not None,
                requests.get(claim.id),
                over=has_lapsed(achievement, claim, now),
                suspended=claim.id in suspended,
            ),
            checked,
            requests.get(claim.id),
            titles[achievement.id],
            claim.id in renewed and fell_for_fault(renewed[claim.id]),
        )
        for claim, achievement in rows
    ]


def whom_to_ask(session: Session, shown: ClaimShown) -> str | None:
    """A sentence with the people who can act now; nothing where the holder can."""
    person_id = shown.claim.person_id
    if shown.state is ClaimState.UNCHECKED:
        return _asked(nearest_holders(session, Permission.NAME_CHECK, person_id, appointed_by(session, [person_id])))
    if shown.state is ClaimState.WAITS:
        return _asked(judges_of(session, person_id))
    return None


def judges_of(session: Session, person_id: int) -> list[str]:
    """Who can judge the name of this person: a manager of their scope, else of the whole programme."""
    partial = names_changed_by(session, person_id) | appointed_by(session, [person_id])
    return nearest_holders(session, CertificatePermission.CREDENTIAL_MANAGE, person_id, partial)


def _asked(names: list[str]) -> str:
    if not names:
        return _("Nobody here can do this yet. Ask the administrator of your site to give somebody this task.")
    return _("You can ask: %(names)s.", names=", ".join(names[:SHOWN]))


def claim_states(
    session: Session, rows: Sequence[tuple[Claim, Achievement, NameRequest | None]], now: datetime, *, checked: bool
) -> list[ClaimState]:
    """How these claims stand, whether the name of their holder is checked being known; no query but for renewals."""
    renewed = renewed_certificates(session, [claim for claim, *_rest in rows])
    suspended = {claim_id for claim_id, held in renewed.items() if held.standing(now) is Standing.SUSPENDED}
    return [
        claim_state(checked, request, over=has_lapsed(achievement, claim, now), suspended=claim.id in suspended)
        for claim, achievement, request in rows
    ]


def claim_state(checked: bool, request: NameRequest | None, *, over: bool, suspended: bool) -> ClaimState:
    """What comes next; `over`: its time is, `suspended`: the certificate that it renews is."""
    if over:
        return ClaimState.LAPSED
    if suspended:
        return ClaimState.SUSPENDED
    if not checked:
        return ClaimState.UNCHECKED
    if request is not None and request.outcome is None:
        return ClaimState.WAITS
    refused = request is not None and request.outcome == NameOutcome.REFUSED
    return ClaimState.REFUSED if refused else ClaimState.TO_CONFIRM
