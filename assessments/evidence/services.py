"""Evidence added and withdrawn; witnesses asked, and what they say, once and for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from assessments.evidence import queries
from assessments.evidence.events import DossierRead, EvidenceAdded, EvidenceWithdrawn, WitnessAsked, WitnessEnded
from assessments.evidence.models import EvidenceItem, WitnessRequest
from assessments.evidence.purposes import EVIDENCE_FILES, SHOWS_PEOPLE
from assessments.evidence.rules import (
    EARLIEST,
    LETTERS_A_DAY,
    MOST_CODES,
    MOST_WITNESSES,
    EvidenceContent,
    OwnEvidenceKind,
    PeopleShown,
    WitnessEnd,
    WitnessState,
    WrongCodes,
    competence_codes,
    content_digest,
    witness_state,
)
from lms import ids
from lms.access import Viewer
from lms.errors import BadInput, Conflict, RuleBroken
from lms.events import publish
from lms.i18n import _
from lms.people.api import person_of
from lms.queue.jobs import enqueue
from lms.uploads.api import attach_files, sort_of

LETTER = "witness-letter"
WORDS_MOST = 4000  # characters
REVIEW_LEAST = 80  # characters of a self-review: a word alone reviews nothing


@dataclass(frozen=True)
class EvidenceDraft:
    """What somebody typed of what they did; `codes` as they were typed."""

    kind: OwnEvidenceKind
    title: str
    day: date
    place: str
    text: str
    codes: str
    people_shown: PeopleShown | None


@dataclass(frozen=True)
class WitnessDraft:
    """Whom somebody names as a witness, and the language of the letter."""

    name: str
    function: str
    email: str
    language: str


def add_evidence(
    session: Session, draft: EvidenceDraft, files: Sequence[str], *, person_id: int, now: datetime
) -> EvidenceItem:
    """Add evidence of one's own, with whole files of one's own; what it says is never changed after this."""
    if not EARLIEST <= draft.day <= (now + timedelta(days=1)).date():  # in the east it is tomorrow already
        raise BadInput("day", _("Type the day on which it was. It is not in the future."))
    if draft.kind is OwnEvidenceKind.SELF_REVIEW and len(draft.text.strip()) < REVIEW_LEAST:
        raise BadInput(
            "text",
            _("Write your self-review here, in at least %(least)s characters: what went well, what did not, and what"
              " you will do in another way.", least=REVIEW_LEAST),
        )  # fmt: skip
    if not draft.text and not files:
        raise BadInput("text", _("Write what you did, or add a file."))
    codes = _codes(draft.codes)
    uuid = ids.new_uuid()
    rows = attach_files(session, person_id, files, purpose=EVIDENCE_FILES.name, to=f"{queries.REF}{uuid}", now=now)
    if draft.people_shown is None and any(sort_of(row) in SHOWS_PEOPLE for row in rows):
        raise BadInput("people_shown", _("Say whether people can be recognised in the files, and whether they agreed."))
    said = EvidenceContent(
        kind=draft.kind,
        title=draft.title,
        day=draft.day.isoformat(),
        place=draft.place,
        text=draft.text,
        competences=codes,
        people_shown=draft.people_shown or "",
        files=[str(row.kept_key).partition(".")[0] for row in rows],
    )
    item = EvidenceItem(
        uuid=uuid,
        person_id=person_id,
        kind=draft.kind,
        title=draft.title,
        day=draft.day,
        place=draft.place,
        text=draft.text,
        competences=codes,
        people_shown=draft.people_shown,
        digest=content_digest(said),
        added_at=now,
    )
    session.add(item)
    session.flush()
    publish(
        session,
        EvidenceAdded(subject=f"person:{person_id}", actor_id=person_id, at=now, item_id=item.id, digest=item.digest),
    )
    return item


def _codes(typed: str) -> list[str]:
    try:
        return competence_codes(typed)
    except WrongCodes as fault:
        if not fault.wrong:
            raise BadInput("codes", _("Name at most %(most)s competences.", most=MOST_CODES)) from fault
        text = _(
            "“%(code)s” is not the code of a competence. Use letters, digits, dots and hyphens, such as T-2.1.",
            code=fault.wrong[:60],
        )
        raise BadInput("codes", text) from fault


def withdraw_evidence(session: Session, uuid: str, reason: str, *, viewer: Viewer, now: datetime) -> None:
    """Withdraw evidence of one's own, with a reason: it stays in the record, and nobody is asked about it any more."""
    item = queries.own_item(session, viewer, uuid)
    if not reason.strip():
        raise BadInput("reason", _("Write why you withdraw it."))
    done = session.execute(
        update(EvidenceItem)
        .where(EvidenceItem.id == item.id, EvidenceItem.withdrawn_at.is_(None))
        .values(withdrawn_at=now, withdrawn_reason=reason.strip())
        .returning(EvidenceItem.id)
    ).first()
    if done is None:
        raise Conflict(_("This evidence was withdrawn already. Nothing was changed."))
    session.refresh(item)
    for row in queries.requests_of(session, [item.id]).get(item.id, ()):
        if row.ended is None:
            _end(session, row, item, WitnessEnd.WITHDRAWN, by_id=viewer.id, now=now)
    publish(
        session,
        EvidenceWithdrawn(subject=f"person:{item.person_id}", actor_id=viewer.id, at=now, item_id=item.id),
    )


def ask_witness(session: Session, uuid: str, draft: WitnessDraft, *, viewer: Viewer, now: datetime) -> WitnessRequest:
    """Have somebody asked what they saw, by a letter with a link; at most three are asked about one piece."""
    item = queries.own_item(session, viewer, uuid)
    if item.withdrawn_at is not None:
        raise RuleBroken(_("This evidence was withdrawn. Nobody is asked about it any more."))
    email = draft.email.strip()
    if email.lower() == (person_of(session, viewer.id).email or "").lower():
        raise BadInput("email", _("This is your own address. A witness is somebody else."))
    asked = queries.requests_of(session, [item.id]).get(item.id, ())
    if len(asked) >= MOST_WITNESSES:
        raise RuleBroken(_("You can ask three people about one piece of evidence. You have asked three already."))
    if any(row.email.lower() == email.lower() for row in asked):
        raise BadInput("email", _("This person has been asked already, and has not answered yet."))
    if queries.asked_since(session, item.person_id, now - timedelta(days=1)) >= LETTERS_A_DAY:
        raise RuleBroken(_("You have named %(most)s witnesses within a day. Continue tomorrow.", most=LETTERS_A_DAY))
    row = WitnessRequest(
        uuid=ids.new_uuid(),
        item_id=item.id,
        name=draft.name.strip(),
        function=draft.function.strip(),
        email=email,
        language=draft.language,
        asked_at=now,
    )
    session.add(row)
    session.flush()
    publish(
        session,
        WitnessAsked(
            subject=f"person:{item.person_id}", actor_id=viewer.id, at=now, item_id=item.id, request_id=row.id
        ),
    )
    enqueue(session, LETTER, {"request_id": row.id}, now=now)
    return row


def withdraw_request(session: Session, uuid: str, request_uuid: str, *, viewer: Viewer, now: datetime) -> None:
    """Ask a witness nothing any more; what one has said stays."""
    item = queries.own_item(session, viewer, uuid)
    rows = queries.requests_of(session, [item.id]).get(item.id, ())
    row = next((one for one in rows if one.uuid == request_uuid), None)
    if row is None:
        raise Conflict(_("Nobody with this name is asked here. Nothing was changed."))
    _end(session, row, item, WitnessEnd.WITHDRAWN, by_id=viewer.id, now=now)


def give_word(
    session: Session, request_uuid: str, words: str, answered_as: str, *, confirms: bool, now: datetime
) -> None:
    """Keep what a witness saw: in their words and with their name, once; whoever named them cannot change it."""
    row, item = _waiting(session, request_uuid, now)
    if not words.strip():
        raise BadInput("words", _("Write what you saw, in your own words."))
    if len(words) > WORDS_MOST:
        raise BadInput("words", _("Use at most %(most)s characters.", most=WORDS_MOST))
    if not answered_as.strip():
        raise BadInput("answered_as", _("Type your name, so that it is clear who answered."))
    if not confirms:
        raise BadInput("confirms", _("Tick the box to confirm that you saw this yourself."))
    _end(session, row, item, WitnessEnd.CONFIRMED, by_id=None, now=now, words=words.strip(), said_as=answered_as)


def decline(session: Session, request_uuid: str, *, now: datetime) -> None:
    """A witness did not see it, or does not know the person: that is told, and nothing more is asked."""
    row, item = _waiting(session, request_uuid, now)
    _end(session, row, item, WitnessEnd.DECLINED, by_id=None, now=now)


def note_dossier_read(session: Session, person_id: int, *, by_id: int, names: bool, place: str, now: datetime) -> None:
    """Write down who read the dossier of somebody else, with names or without."""
    subject = f"person:{person_id}"
    publish(session, DossierRead(subject=subject, actor_id=by_id, at=now, names=names, place=place))


def forget_addresses(session: Session, *, now: datetime) -> None:
    """Forget the addresses of witnesses whose link has run out."""
    for row in queries.expired_addresses(session, now):
        row.email = ""
    session.flush()


def _waiting(session: Session, request_uuid: str, now: datetime) -> tuple[WitnessRequest, EvidenceItem]:
    found = queries.request_by_uuid(session, request_uuid)
    if found is None or witness_state(found[0].asked_at, found[0].ended, now) is not WitnessState.WAITING:
        raise Conflict(_("This link was already used, or has expired. Your answer was not saved."))
    return found


def _end(
    session: Session,
    row: WitnessRequest,
    item: EvidenceItem,
    reason: WitnessEnd,
    *,
    by_id: int | None,
    now: datetime,
    words: str | None = None,
    said_as: str | None = None,
) -> None:
    """End a request once, also when two do so at one moment, and forget the address."""
    done = session.execute(
        update(WitnessRequest)
        .where(WitnessRequest.id == row.id, WitnessRequest.ended_at.is_(None))
        .values(
            ended_at=now,
            ended=reason,
            email="",
            words=words,
            answered_as=said_as.strip()[:120] if said_as else None,
        )
        .returning(WitnessRequest.id)
    ).first()
    if done is None:
        raise Conflict(_("This is already over. Nothing was changed."))
    session.refresh(row)
    publish(
        session,
        WitnessEnded(
            subject=f"person:{item.person_id}",
            actor_id=by_id,
            at=now,
            item_id=item.id,
            request_id=row.id,
            reason=reason,
        ),
    )
