"""Holders of certificates of schemes are reminded of their end, as the practice rule of their scheme says."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from flask_babel import format_date
from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.candidates.rules.reminders import AFTER, LATE_DAYS, reminder_due
from certificates.credentials.models import Claim, CredentialVersion
from certificates.credentials.queries.held import HeldCredential, credentials_held
from certificates.credentials.rules.lifecycle import Standing
from certificates.schemes.models import SchemeVersion
from certificates.schemes.rules.definition import PracticeRule, from_document
from certificates.schemes.rules.releasing import KIND
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.messages.kinds import MessageKind, Params, PerPerson, Said
from lms.messages.models import Message
from lms.messages.rules.delivery import Channel
from lms.messages.services.sending import send_messages

AHEAD = timedelta(days=800)  # no scheme reminds earlier: a window for renewal is shorter than the certificate is valid


def ending_said(params: Params, _language: str) -> Said:
    """The certificate ends, or has ended: what to do about it."""
    day = format_date(date.fromisoformat(params["ends_on"]), "long")
    if params["months"] == AFTER:
        title, text = (
            _("Your certificate has ended"),
            _(
                "Your certificate “%(title)s” was valid until %(day)s. You can still ask for its renewal for "
                "%(days)s days after that.",
                title=params["title"],
                day=day,
                days=params["grace_days"],
            ),
        )
    else:
        title, text = (
            _("Your certificate ends soon"),
            _(
                "Your certificate “%(title)s” is valid until %(day)s. Collect the evidence of your practice, and ask "
                "for its renewal in time.",
                title=params["title"],
                day=day,
            ),
        )
    return Said(title, text, "/candidacies", _("See your status"))


ENDING = MessageKind(
    "certificate.ending",
    _l("Your certificate ends soon"),
    ending_said,
    {"title": str, "ends_on": str, "months": int, "grace_days": int},
    Channel.AT_ONCE,
)


def remind(session: Session, *, now: datetime) -> int:
    """Send each reminder that is due once; how many were sent. Six queries, and some for each reminder."""
    held = [one for one in _ending(session, now) if one.standing(now) in {Standing.IN_FORCE, Standing.EXPIRED}]
    rules = _rules(session, held)
    sent = 0
    for one in held:
        rule, until = rules[one.achievement.source_id], one.version.valid_until
        if until is None:
            continue
        ends_on = until.astimezone(UTC).date()
        months = reminder_due(ends_on, rule.reminders, now.date())
        if months is None or _was_sent(session, one, months):
            continue
        params = {
            "title": one.achievement.title, "ends_on": ends_on.isoformat(), "months": months,
            "grace_days": rule.grace_days,
        }  # fmt: skip
        person_id = one.credential.person_id
        sent += send_messages(
            session, ENDING, [person_id], PerPerson({person_id: params}), by_id=None, now=now,
            replace_key=_key(one, months),
        )  # fmt: skip
    return sent


def _ending(session: Session, now: datetime) -> list[HeldCredential]:
    """The certificates of schemes near their end that nothing renews yet."""
    of_scheme = Claim.source_ref.startswith(f"{KIND}:")
    near = CredentialVersion.valid_until.between(now - timedelta(days=LATE_DAYS + 1), now + AHEAD)
    found = credentials_held(session, of_scheme, near)
    people = {one.credential.person_id for one in found}
    if not people:
        return []
    renewing: dict[tuple[int, str], set[int]] = defaultdict(set)
    for claim in session.scalars(
        select(Claim).where(of_scheme, Claim.person_id.in_(people), Claim.withdrawn_at.is_(None))
    ):
        renewing[claim.person_id, claim.source_ref].add(claim.id)
    return [one for one in found if one.claim.id == max(renewing[one.credential.person_id, one.claim.source_ref])]


def _rules(session: Session, held: Sequence[HeldCredential]) -> dict[int, PracticeRule]:
    """By version of a scheme, what keeps its certificates alive."""
    wanted = {one.achievement.source_id for one in held}
    rows = session.scalars(select(SchemeVersion).where(SchemeVersion.id.in_(wanted)))
    return {row.id: from_document(row.definition).practice for row in rows}


def _was_sent(session: Session, held: HeldCredential, months: int) -> bool:
    sent = select(Message.id).where(
        Message.replace_key == _key(held, months), Message.person_id == held.credential.person_id
    )
    return session.scalars(sent.limit(1)).first() is not None


def _key(held: HeldCredential, months: int) -> str:
    return f"credential:{held.credential.id}:ends:{months}"
