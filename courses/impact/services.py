"""The official Appendices kept as an administrator loaded them, and the courses read for what they name."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from courses.catalogue.services.exporting import files_of
from courses.events import AppendicesLoaded
from courses.impact import queries
from courses.impact.models import FILE_NAME_LENGTH, KeptAppendices
from courses.impact.official_lists import kept_lists
from courses.impact.official_lists.appendices_file import day_in_name, read_appendices
from courses.impact.passages.folders import folder_passages
from courses.impact.queries import TaughtVersion
from courses.impact.rules.comparing import Comparison, Touched, compare
from courses.impact.rules.places import Named, PassageKind, all_named
from courses.impact.rules.taxa import Taxa
from courses.impact.taxa_file import read_taxa_file
from lms import events, ids
from lms.cache import Cache
from lms.errors import BadInput, RuleBroken
from lms.i18n import _

_taxa = Cache(1)
_named = Cache(16)
ONE = "shipped"


@dataclass(frozen=True)
class SentList:
    """A file as it was sent, and the day that its sender says it speaks of; none: the name of the file says it."""

    name: str
    content: bytes
    valid_on: date | None = None


def keep_appendices(session: Session, sent: SentList, *, by: int, now: datetime) -> KeptAppendices:
    """Read a file and keep what it lists; raises BadInput for another kind, no day, or one loaded before."""
    digest = hashlib.sha256(sent.content).hexdigest()
    before = queries.kept_by_digest(session, digest)
    if before is not None:
        raise BadInput("file", _("This file was loaded before, on %(day)s.", day=before.at.date().isoformat()))
    read = read_appendices(sent.content)
    valid_on = sent.valid_on or day_in_name(sent.name)
    if valid_on is None:
        raise BadInput("valid_on", _("Say which day this list speaks of: its name has no date."))
    if valid_on > now.date():
        raise BadInput("valid_on", _("This day has not come yet. Give the day on which the list was downloaded."))
    kept = KeptAppendices(
        uuid=ids.new_uuid(),
        file_name=sent.name.replace("\0", "")[-FILE_NAME_LENGTH:],
        digest=digest,
        size=len(sent.content),
        rows=read.rows,
        columns=list(read.columns),
        valid_on=valid_on,
        key=kept_lists.keep(read.listed),
        at=now,
        by_id=by,
    )
    session.add(kept)
    session.flush()
    events.publish(
        session,
        AppendicesLoaded(
            subject=f"appendices:{kept.id}",
            actor_id=by,
            at=now,
            valid_on=valid_on.isoformat(),
            digest=digest,
            rows=read.rows,
        ),
    )
    return kept


def known_taxa() -> Taxa:
    """The taxa that come with the product, read once a process."""
    found: Taxa | None = _taxa.get(ONE)
    if found is None:
        read = read_taxa_file()
        if read.problems:
            raise RuleBroken(f"taxa.csv has faults. The first: {read.problems[0]}")
        found = read.taxa
        _taxa[ONE] = found
    return found


def comparison_of(session: Session, kept: KeptAppendices) -> Comparison:
    """The courses on offer compared with a list, and with the list before it."""
    before = queries.kept_before(session, kept)
    earlier = kept_lists.kept_list(before.key) if before else None
    named = [one for version in queries.taught_versions(session) for one in named_in(session, version)]
    found = compare(named, known_taxa(), kept_lists.kept_list(kept.key), earlier)
    return replace(found, touched=tuple(_without_questions(one) for one in found.touched))


def _without_questions(touched: Touched) -> Touched:
    """What questions ask and what is right in them is read where the look is written down, so here no word of it."""
    places = [replace(one, sentence="") if one.kind is PassageKind.QUESTION else one for one in touched.places]
    return replace(touched, places=tuple(dict.fromkeys(places)))


def named_in(session: Session, version: TaughtVersion) -> Sequence[Named]:
    """What a version names, which never changes; files stand under the name of their course."""
    found: Sequence[Named] | None = _named.get(version.hash)
    if found is None:
        passages = folder_passages(files_of(session, version.id))
        whole = [replace(one, file=f"{version.slug}/{one.file}") for one in passages]
        found = all_named(whole, known_taxa())
        _named[version.hash] = found
    return found
