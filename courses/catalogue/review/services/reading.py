"""Pieces signed or returned by a specialist: never one's own, and never another text than the one that was read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courses.catalogue.models import CourseVersion
from courses.catalogue.queries import lock_course
from courses.catalogue.review import queries
from courses.catalogue.review.models import CoursePiece, PieceReading
from courses.catalogue.review.pieces import digest
from courses.catalogue.review.rules.differences import SentenceChange, side_by_side
from courses.catalogue.review.rules.standing import ReviewVerdict, SpecialistReading, newest_of_each, sources_changed
from courses.catalogue.review.services.keeping import was_written
from courses.catalogue.review.services.publishing import publish_when_signed
from courses.events import CoursePieceRead
from lms import events, ids
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.i18n import _, ngettext


@dataclass(frozen=True)
class Specialist:
    """Who reads: with what function, as they say it, and by which rights for this course."""

    person_id: int
    function: str
    rights: tuple[str, ...]


@dataclass(frozen=True)
class AskedPiece:
    """A piece as it stood on the page from which somebody signs or returns it."""

    kind: str
    name: str
    text_hash: str
    sources_hash: str


@dataclass(frozen=True)
class PieceRemark:
    """What is wrong, and with which sentence."""

    sentence: str
    text: str


def seen_hash(sources: Mapping[str, str]) -> str:
    """One hash for all the sources of a piece."""
    return digest(dict(sources))


def sign_pieces(
    session: Session, version_id: int, language: str, asked: Sequence[AskedPiece], by: Specialist, *, now: datetime
) -> int:
    """Sign these pieces as they were read; answers how many were signed now, those signed before not among them.

    Where one of them says something else by now, none is signed, and it is said what changed.
    """
    if not asked:
        raise BadInput("piece", _("Choose at least one text that you have read."))
    version, pieces = _as_read(session, version_id, language, asked)
    _demand_not_own(session, version, pieces, by)
    read = queries.readings_of(session, version.course_id, language)
    new = [one for one in pieces if not _has_signed(one, read.get(queries.name_of(one), ()), by)]
    for one in new:
        write_reading(session, version, one, by, ReviewVerdict.SIGNED, PieceRemark("", ""), now)
    if new:
        was_written(session, version.course_id)
        publish_when_signed(session, version.course_id, now=now)
    return len(new)


def return_piece(
    session: Session,
    version_id: int,
    language: str,
    asked: AskedPiece,
    by: Specialist,
    remark: PieceRemark,
    *,
    now: datetime,
) -> CoursePiece:
    """Return a piece with a remark on one of its sentences; it is not checked until its text changes or is signed."""
    version, pieces = _as_read(session, version_id, language, [asked])
    piece = pieces[0]
    _demand_not_own(session, version, pieces, by)
    if remark.sentence not in queries.texts(session, [piece.text_hash]).get(piece.text_hash, []):
        raise BadInput("sentence", _("Choose the sentence that your remark is about."))
    write_reading(session, version, piece, by, ReviewVerdict.RETURNED, remark, now)
    was_written(session, version.course_id)
    return piece


def _as_read(
    session: Session, version_id: int, language: str, asked: Sequence[AskedPiece]
) -> tuple[CourseVersion, list[CoursePiece]]:
    """The pieces as they are now, locked against two who sign at once; another text, or a newer version, is told."""
    page = session.get(CourseVersion, version_id)
    if page is None:
        raise NotFound
    lock_course(session, page.course_id)
    version = queries.version_under_review(session, page.course_id)
    if version is None:
        raise NotFound
    known = {(one.kind, one.name): one for one in queries.pieces_of_version(session, version.id, language)}
    before = {(one.kind, one.name): one for one in queries.pieces_of_version(session, page.id, language)}
    found, faults = [], []
    for one in asked:
        piece = known.get((one.kind, one.name))
        if piece is None:
            was = before.get((one.kind, one.name))
            title = queries.called(was) if was else one.name
            faults.append(_("“%(title)s” is no longer in the course.", title=title))
        elif (one.text_hash, one.sources_hash) != (piece.text_hash, seen_hash(piece.sources)):
            faults.append(_changed(session, one, before.get((one.kind, one.name)), piece))
        else:
            found.append(piece)
    if faults:
        raise Conflict(" ".join([*faults, _("Nothing was saved. Open the page again and read what changed.")]))
    return version, found


def _changed(session: Session, asked: AskedPiece, before: CoursePiece | None, now: CoursePiece) -> str:
    """What changed in a piece since the page was opened."""
    said = [_("“%(title)s” has changed since you opened this page.", title=queries.called(now))]
    if asked.text_hash != now.text_hash:
        known = queries.texts(session, [asked.text_hash, now.text_hash])
        pairs = side_by_side(known.get(asked.text_hash, []), known.get(now.text_hash, []))
        count = sum(one.change is not SentenceChange.SAME for one in pairs)
        said.append(ngettext("%(num)d sentence is different.", "%(num)d sentences are different.", count))
    codes = sources_changed(before.sources, now.sources) if before else ()
    if codes:
        said.append(_("These sources are different: %(codes)s.", codes=", ".join(codes)))
    return " ".join(said)


def _demand_not_own(session: Session, version: CourseVersion, pieces: Iterable[CoursePiece], by: Specialist) -> None:
    """Nobody signs or returns a text that they loaded themselves, or whose source they did, as far as that is known."""
    pieces = list(pieces)
    loaders = queries.loaders_of(session, version.course_id, pieces)
    own = [queries.called(one) for one in pieces if by.person_id in loaders[one.id]]
    if own:
        raise RuleBroken(
            _("You loaded this text yourself. Somebody else has to check it: %(titles)s", titles="; ".join(own))
        )


def _has_signed(piece: CoursePiece, readings: Iterable[SpecialistReading], by: Specialist) -> bool:
    own = next((one for one in newest_of_each(readings) if one.by_id == by.person_id), None)
    return own is not None and own.verdict is ReviewVerdict.SIGNED and own.fits(queries.content_of(piece))


def write_reading(
    session: Session,
    version: CourseVersion,
    piece: CoursePiece,
    by: Specialist,
    verdict: ReviewVerdict,
    remark: PieceRemark,
    now: datetime,
) -> None:
    """Write one reading of a piece, and the entry of the record for it."""
    row = PieceReading(
        uuid=ids.new_uuid(),
        course_id=version.course_id,
        course_version_id=version.id,
        language=piece.language,
        kind=piece.kind,
        name=piece.name,
        text_hash=piece.text_hash,
        sources=dict(piece.sources),
        verdict=verdict,
        sentence=remark.sentence,
        remark=remark.text,
        by_id=by.person_id,
        function=by.function,
        rights=sorted(by.rights),
        at=now,
    )
    session.add(row)
    session.flush()
    happened = CoursePieceRead(
        subject=f"course:{version.course_id}",
        actor_id=by.person_id,
        at=now,
        reading=row.uuid,
        language=piece.language,
        kind=piece.kind,
        piece=piece.name,
        verdict=verdict.value,
        text_hash=piece.text_hash,
    )
    events.publish(session, happened)
