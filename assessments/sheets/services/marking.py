"""Marking a sheet: rate, comment, flag, grade, seal, open again; every act is an event, and the same key is one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from assessments.independence.api import demand_free
from assessments.rubrics.rules.definition import in_language
from assessments.sheets.events import SheetMarked, SheetReopened, SheetSealed
from assessments.sheets.models import Performance, Sheet, SheetEvent
from assessments.sheets.queries.observations import was_told
from assessments.sheets.queries.sheets import (
    RatedSheet,
    as_known,
    event_with_key,
    events_of,
    line_of,
    lock_performance,
    sheet_standing,
    sheets_of_performances,
)
from assessments.sheets.rules.standing import (
    WHOLE,
    SheetContent,
    SheetFact,
    content_digest,
    unrated,
    without_reason,
)
from assessments.sheets.rules.states import Occasion, SheetAct, Way
from assessments.sheets.rules.visibility import blindness_over
from assessments.sheets.services.performances import PARTS, here
from assessments.sheets.services.reconciling import after_seal
from lms import events
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.i18n import _, language

KEY_LONGEST, WORDS_LONGEST, REASON_LEAST = 36, 2000, 5  # signs


@dataclass(frozen=True)
class Bringing:
    """Who brings something to a sheet, how, and what their device says of itself; nothing counts by its clock."""

    actor_id: int
    way: Way = Way.LINE
    device: str | None = None
    device_seq: int | None = None
    device_at: datetime | None = None
    offset_ms: int | None = None


@dataclass(frozen=True)
class SheetEntry:
    """One act as it is written."""

    act: SheetAct
    criterion: str | None = None
    level: int | None = None
    words: str | None = None


def rate(
    session: Session, sheet: Sheet, criterion: str, level: int, *, key: str, by: Bringing, now: datetime
) -> SheetEvent:
    """Give a level on one criterion; it may be changed until the sheet is sealed."""

    def check(found: RatedSheet) -> SheetEntry:
        demand_rating(found, criterion, level)
        return SheetEntry(SheetAct.RATE, criterion, level)

    return _act(session, sheet, key, by, now, check)


def comment(
    session: Session, sheet: Sheet, criterion: str | None, words: str, *, key: str, by: Bringing, now: datetime
) -> SheetEvent:
    """Say something on a criterion, or on the whole; no words take back what was said."""

    def check(found: RatedSheet) -> SheetEntry:
        demand_comment(found, criterion, words)
        return SheetEntry(SheetAct.COMMENT, criterion or None, words=words.strip())

    return _act(session, sheet, key, by, now, check)


def flag(session: Session, sheet: Sheet, *, borderline: bool, key: str, by: Bringing, now: datetime) -> SheetEvent:
    """Call the performance borderline, or take that back."""

    def check(found: RatedSheet) -> SheetEntry:
        if borderline and not found.definition.borderline:
            raise BadInput("flagged", _("This rubric has no mark for borderline performances."))
        return SheetEntry(SheetAct.FLAG, level=int(borderline))

    return _act(session, sheet, key, by, now, check)


def grade(session: Session, sheet: Sheet, position: int, *, key: str, by: Bringing, now: datetime) -> SheetEvent:
    """Give the global grade, before the total shows; from then on it stays."""

    def check(found: RatedSheet) -> SheetEntry:
        demand_grade(found, position)
        return SheetEntry(SheetAct.GRADE, level=position)

    return _act(session, sheet, key, by, now, check)


def seal(session: Session, sheet: Sheet, *, key: str, by: Bringing, now: datetime) -> SheetEvent:
    """Close a whole sheet; where the pair is sealed now, the two are reconciled in the same step."""
    demand_key(key)
    lock_performance(session, sheet.performance_id)
    known = event_with_key(session, sheet.id, key)
    if known is not None:
        return known
    session.refresh(sheet)
    found = sheet_standing(session, sheet)
    demand_assessor(session, found, by, now)
    if found.standing.sealed:
        raise BadInput("seal", _("This sheet is sealed already."))
    demand_whole(found)
    event = append(session, found, SheetEntry(SheetAct.SEAL), key=key, by=by, now=now)
    after_seal(session, found.performance, sheet, now=now)
    return event


def reopen(session: Session, sheet: Sheet, reason: str, *, key: str, by: Bringing, now: datetime) -> SheetEvent:
    """Open a sealed sheet again, with a reason, as long as the other of the pair is not sealed."""
    demand_key(key)
    lock_performance(session, sheet.performance_id)
    known = event_with_key(session, sheet.id, key)
    if known is not None:
        return known
    session.refresh(sheet)
    found = sheet_standing(session, sheet)
    demand_assessor(session, found, by, now)
    if not found.standing.sealed:
        raise BadInput("reason", _("This sheet is not sealed. You can change it."))
    if not REASON_LEAST <= len(reason.strip()) <= WORDS_LONGEST:
        raise BadInput("reason", _("Say briefly why the sheet is opened again. The reason is saved."))
    if found.performance.occasion == Occasion.CALIBRATION:
        raise RuleBroken(_("You have seen the agreed levels. A sheet of a reference performance stays sealed."))
    if was_told(session, found):
        raise RuleBroken(_("The trainee may already read this sheet. It stays sealed."))
    among = sheets_of_performances(session, [sheet.performance_id])[sheet.performance_id]
    if blindness_over(as_known(among)):
        raise RuleBroken(
            _("Both sheets of this performance are sealed. Nothing on them changes any more. Tell the moderator.")
        )
    return append(session, found, SheetEntry(SheetAct.REOPEN, words=reason.strip()), key=key, by=by, now=now)


def append(
    session: Session, found: RatedSheet, entry: SheetEntry, *, key: str, by: Bringing, now: datetime
) -> SheetEvent:
    """Write one event behind those that were seen; where somebody was faster nothing is written."""
    return append_all(session, found, [(entry, key)], by=by, now=now)[-1]


def append_all(
    session: Session, found: RatedSheet, entries: Sequence[tuple[SheetEntry, str]], *, by: Bringing, now: datetime
) -> list[SheetEvent]:
    """Write some events, each under its key, in their order: all of them, or nothing where somebody was faster."""
    sheet = found.row
    seen = sheet.revision
    taken = session.scalars(
        update(Sheet)
        .where(Sheet.id == sheet.id, Sheet.revision == seen)
        .values(revision=seen + len(entries))
        .returning(Sheet.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if taken is None:
        raise Conflict(_("This sheet was changed somewhere else at the same moment. Load the page again."))
    set_committed_value(sheet, "revision", seen + len(entries))
    made = [
        SheetEvent(
            sheet_id=sheet.id, no=no, key=key, act=entry.act, criterion=entry.criterion, level=entry.level,
            words=entry.words, way=by.way, device=by.device, device_seq=by.device_seq, device_at=by.device_at,
            offset_ms=by.offset_ms, actor_id=by.actor_id, at=now,
        )
        for no, (entry, key) in enumerate(entries, seen + 1)
    ]  # fmt: skip
    session.add_all(made)
    session.flush()
    sealed = any(event.act == SheetAct.SEAL for event in made)
    lines = [(one.key, line_of(one)) for one in events_of(session, [sheet.id])[sheet.id]] if sealed else []
    for event in made:
        _tell(session, sheet, event, lines[: event.no])
    return made


def _tell(session: Session, sheet: Sheet, event: SheetEvent, lines: Sequence[tuple[str, SheetFact]]) -> None:
    """One entry of the audit trail for each event; that of a seal vouches for all before it, which these lines are."""
    told: dict[str, Any] = {"subject": f"sheet:{sheet.id}", "actor_id": event.actor_id, "at": event.at}
    if event.act == SheetAct.SEAL:
        events.publish(session, SheetSealed(**told, no=event.no, way=event.way, digest=content_digest(lines)))
    elif event.act == SheetAct.REOPEN:
        events.publish(session, SheetReopened(**told, no=event.no, reason=event.words or ""))
    else:
        events.publish(session, SheetMarked(**told, no=event.no, act=event.act))


def _act(
    session: Session, sheet: Sheet, key: str, by: Bringing, now: datetime, check: Callable[[RatedSheet], SheetEntry]
) -> SheetEvent:
    demand_key(key)
    known = event_with_key(session, sheet.id, key)
    if known is not None:
        return known
    session.refresh(sheet)
    found = sheet_standing(session, sheet)
    demand_assessor(session, found, by, now)
    if found.standing.sealed:
        raise BadInput("seal", _("This sheet is sealed. To change it, open it again and say why."))
    return append(session, found, check(found), key=key, by=by, now=now)


def demand_key(key: str) -> None:
    """A key is a short text that names one act."""
    if not 0 < len(key) <= KEY_LONGEST:
        raise BadInput("key", _("The key of this entry must have 1 to %(most)s characters.", most=KEY_LONGEST))


def demand_assessor(session: Session, found: RatedSheet, by: Bringing, now: datetime) -> None:
    """Only the assessor marks, and only somebody who is still independent of whom they rate."""
    if by.actor_id != found.row.assessor_id:
        raise NotFound
    demand_independent_of(session, found.row.assessor_id, found.performance, now)


def demand_independent_of(session: Session, assessor_id: int, performance: Performance, now: datetime) -> None:
    """Refused where a fact stands between the assessor and whoever performed."""
    part = PARTS[Occasion(performance.occasion)]
    if part is not None and performance.person_id is not None:
        demand_free(session, assessor_id, performance.person_id, part, now=now, here=here(performance))


def demand_rating(found: RatedSheet, criterion: str, level: int) -> None:
    """A criterion of the rubric, and one of its levels."""
    known = found.definition.criterion(criterion)
    if known is None:
        _unknown_criterion(criterion)
    if level not in found.definition.values:
        raise BadInput(
            f"rating-{criterion}",
            _(
                "“%(criterion)s”: choose one of the levels %(levels)s.",
                criterion=in_language(known.title, language()),
                levels=", ".join(map(str, found.definition.values)),
            ),
        )


def demand_comment(found: RatedSheet, criterion: str | None, words: str) -> None:
    """A criterion of the rubric or the whole, and not too many words."""
    if criterion and found.definition.criterion(criterion) is None:
        _unknown_criterion(criterion)
    if len(words) > WORDS_LONGEST:
        raise BadInput(
            f"comment-{criterion or WHOLE}", _("Use at most %(most)s characters for a comment.", most=WORDS_LONGEST)
        )


def demand_grade(found: RatedSheet, position: int) -> None:
    """One of the grades of the rubric, given before the total has shown."""
    if not 0 <= position < len(found.definition.grades):
        raise BadInput("grade", _("Choose one of the global grades."))
    if found.standing.grade_fixed and position != found.standing.content.grade:
        raise BadInput(
            "grade", _("You have seen the total. You gave the global grade before it, and cannot change it.")
        )


def demand_whole(found: RatedSheet) -> None:
    """Every criterion is rated, the global grade is given, and there are reasons where the rubric wants them."""
    content = found.standing.content
    for code in unrated(found.definition, content):
        raise BadInput(f"rating-{code}", _("“%(criterion)s” has no rating yet.", criterion=criterion_said(found, code)))
    if content.grade is None:
        raise BadInput("grade", _("Give the global grade first. Then you see the total, and you can seal the sheet."))
    for code in without_reason(found.definition, content):
        raise BadInput(
            f"comment-{code}",
            _("“%(criterion)s”: say what you saw. This level needs a reason.", criterion=criterion_said(found, code)),
        )


def criterion_said(found: RatedSheet, code: str) -> str:
    """What a criterion is called, in the language of the reader."""
    known = found.definition.criterion(code)
    return in_language(known.title, language()) if known else code


def _unknown_criterion(criterion: str) -> NoReturn:
    raise BadInput("criterion", _("The rubric has no criterion “%(criterion)s”.", criterion=criterion[:40]))


def fill_sheet(
    session: Session, sheet: Sheet, content: SheetContent, *, keys: Callable[[str], str], by: Bringing, now: datetime
) -> None:
    """Write all that differs from what stands, all or nothing; `keys` names each act, so that twice is once.

    A rating or grade that is not in the content stays as it was.
    """
    session.refresh(sheet)
    stands = sheet_standing(session, sheet).standing.content
    for code, level in content.ratings.items():
        if stands.ratings.get(code) != level:
            rate(session, sheet, code, level, key=keys(f"rate:{code}"), by=by, now=now)
    for code, words in content.comments.items():
        if stands.comments.get(code, "") != words.strip():
            comment(session, sheet, code or None, words, key=keys(f"comment:{code}"), by=by, now=now)
    if content.flagged != stands.flagged:
        flag(session, sheet, borderline=content.flagged, key=keys("flag"), by=by, now=now)
    if content.grade is not None and content.grade != stands.grade:
        grade(session, sheet, content.grade, key=keys("grade"), by=by, now=now)
