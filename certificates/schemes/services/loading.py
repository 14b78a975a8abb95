"""A scheme that was read, kept as its newest version; the same text again changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.api import load_rubric
from certificates.schemes.events import SchemeLoaded
from certificates.schemes.models import Scheme, SchemeVersion
from certificates.schemes.queries.versions import definition_of, scheme_named
from certificates.schemes.rules.comparison import SchemeDifference, differences
from certificates.schemes.rules.definition import as_document
from certificates.schemes.scheme_folder.reading import ReadScheme
from lms import events, ids
from lms.text.problems import Problem


class SchemeRefused(Exception):
    """The folder has faults; nothing of it was kept."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass(frozen=True)
class SchemeLoading:
    """The version of this text, whether it is new, and what it changes against the one before."""

    version: SchemeVersion
    is_new: bool
    changes: Sequence[SchemeDifference] = ()


def load_scheme(session: Session, read: ReadScheme, *, actor_id: int | None, now: datetime) -> SchemeLoading:
    """Keep it with its rubrics; nobody applies under it before a second person has put it in use.

    Raises SchemeRefused.
    """
    if read.definition is None:
        raise SchemeRefused(read.problems)
    found = scheme_named(session, read.definition.slug, lock=True)
    before = found.newest if found and found.versions else None
    if before is not None and before.digest == read.digest:
        return SchemeLoading(before, is_new=False)
    for _slug, rubric in sorted(read.rubrics.items()):
        load_rubric(session, rubric, by_id=actor_id, now=now)
    scheme = found.row if found else Scheme(uuid=ids.new_uuid(), slug=read.definition.slug)
    session.add(scheme)
    session.flush()
    made = SchemeVersion(
        uuid=ids.new_uuid(),
        scheme_id=scheme.id,
        no=before.no + 1 if before else 1,
        definition=as_document(read.definition),
        digest=read.digest,
        loaded_by_id=actor_id,
        loaded_at=now,
        approved_by_id=None,
        approved_at=None,
        used_from=None,
    )
    session.add(made)
    session.flush()
    events.publish(
        session,
        SchemeLoaded(
            subject=f"scheme:{scheme.id}", actor_id=actor_id, at=now, version_id=made.id, no=made.no, digest=made.digest
        ),
    )
    changes = differences(definition_of(before), read.definition) if before else ()
    return SchemeLoading(made, is_new=True, changes=changes)
