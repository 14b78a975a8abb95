"""Moves as a kind of application: the receiving side finds them beside the others, and answers."""

from datetime import datetime

from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.i18n import _, lazy
from lms.people import labels
from lms.people.rules import shown_names
from lms.people.transfers import queries
from lms.people.transfers.letters import tell_answered
from lms.people.transfers.queries import TransferFacts
from lms.people.transfers.rules import TransferOutcome
from lms.people.transfers.services import asking
from lms.ports import ApplicationKind, ApplicationRow, ApplicationVerdict

OUTCOMES = {
    TransferOutcome.ACCEPTED: lazy("accepted"),
    TransferOutcome.REFUSED: lazy("refused"),
    TransferOutcome.WITHDRAWN: lazy("withdrawn"),
}


def transfer_row(one: TransferFacts) -> ApplicationRow:
    """A move, as the receiving side's list shows it."""
    answer = one.answer
    return ApplicationRow(
        uuid=one.row.uuid,
        title=_("from %(sending)s to %(receiving)s", sending=one.sending.name, receiving=one.receiving.name),
        applicant=shown_names(one.person.name, one.person.local_name),
        since=one.row.asked_at,
        place=f"{one.receiving.name}, {labels.country_name(one.receiving.country)}",
        place_key=one.receiving.uuid,
        words=one.row.words,
        outcome=str(OUTCOMES[TransferOutcome(answer.outcome)]) if answer else "",
        reason=answer.reason if answer else "",
        decided_at=answer.at if answer else None,
        decided_by=one.answered_by or "",
    )


def waiting_transfers(session: Session, viewer: Viewer) -> list[ApplicationRow]:
    """What waits for the receiving side."""
    return [transfer_row(one) for one in queries.waiting(session, viewer)]


def answered_transfers(session: Session, viewer: Viewer) -> list[ApplicationRow]:
    """What the receiving side answered."""
    return [transfer_row(one) for one in queries.answered(session, viewer)]


def answer_transfer(session: Session, uuid: str, verdict: ApplicationVerdict, by: Viewer, now: datetime) -> str:
    """Take the person over, or not; the person is told."""
    row = queries.transfer_to_answer(session, by, uuid)
    if verdict.approves:
        asking.accept(session, row, by=by, now=now)
        outcome, said = TransferOutcome.ACCEPTED, _("Accepted. The person works in your administration now.")
    else:
        asking.refuse(session, row, verdict.reason, by=by, now=now)
        outcome, said = TransferOutcome.REFUSED, _("Refused. The person stays where they are, and is told.")
    tell_answered(session, row, outcome, verdict.reason.strip(), now=now)
    return said


TRANSFER_KIND = ApplicationKind(
    name="transfer",
    title=lazy("Move"),
    waiting=waiting_transfers,
    decided=answered_transfers,
    standing=queries.standing,
    decide=answer_transfer,
)
