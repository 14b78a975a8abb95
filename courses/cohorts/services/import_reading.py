"""A file of officers is read and kept as a proposal; nothing else changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from courses.cohorts.models.imports import FILE_NAME_LENGTH, CohortAccountProposal, CohortImport
from courses.cohorts.queries.cohorts import FoundCohort, lock
from courses.cohorts.rules.imports import ImportRow, ImportState, Remark
from courses.cohorts.rules.states import CohortState
from lms import ids
from lms.errors import RuleBroken
from lms.gettext_noop import N_
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.people.api import is_key, normal_login
from lms.tables.reading.columns import InputColumn, InputKind
from lms.tables.reading.reader import WHOLE_ROW, ReadRow, read_table

KEPT = timedelta(days=30)  # how long a file that nobody applied is kept, and the rows of one that was
COLUMNS = (
    InputColumn(
        "name",
        _l("Name"),
        ("name", "full name", "officer", "nom", "nom complet", "nom et prénom", "agent", "nome", "nome completo"),
        InputKind.NAME,
        required=True,
        filled=True,
    ),
    InputColumn(
        "local_name",
        _l("Name in the local script"),
        ("local name", "name in the local script", "nom local", "nom en écriture locale", "nome local"),
        InputKind.NAME,
    ),
    InputColumn(
        "email",
        _l("E-mail address"),
        ("email", "email address", "mail", "courriel", "adresse électronique", "adresse e-mail", "correio eletrónico"),
        InputKind.EMAIL,
    ),
    InputColumn(
        "username",
        _l("User name"),
        ("user name", "username", "login", "identifiant", "nom d’utilisateur", "utilizador", "nome de utilizador"),
    ),
    InputColumn(
        "administration",
        _l("Administration"),
        ("administration", "agency", "authority", "administração", "autoridade", "service"),
    ),
    InputColumn("unit", _l("Unit"), ("unit", "office", "post", "unité", "bureau", "poste", "unidade", "posto")),
    InputColumn("language", _l("Language"), ("language", "langue", "língua", "idioma")),
)
TITLES: Mapping[str, Any] = {one.key: one.title for one in COLUMNS} | {WHOLE_ROW: _l("Row")}
TEXTS = ("name", "local_name", "administration", "unit", "language")
NO_USER_NAME = N_(
    "“%(text)s” is not a user name. It has 3 to 40 letters from a to z, digits, dots, hyphens, underscores."
)


@dataclass(frozen=True)
class SentFile:
    """A file as somebody sent it."""

    name: str
    content: bytes


def keep_import(session: Session, cohort: FoundCohort, sent: SentFile, *, by: int, now: datetime) -> CohortImport:
    """Read a file and keep its rows as a proposal; a file of which nothing can be read is refused whole."""
    lock(session, cohort.id)
    if cohort.state is not CohortState.OPEN:
        raise RuleBroken(_("This cohort is not open, so nobody can join it."))
    table = read_table(sent.content, COLUMNS)
    row = CohortImport(
        uuid=ids.new_uuid(),
        cohort_id=cohort.id,
        file_name=sent.name.replace("\x00", "")[-FILE_NAME_LENGTH:],
        digest=sha256(sent.content).hexdigest(),
        rows=[_kept(_row(one)) for one in table.rows],
        notes=[one.as_data() for one in table.notes],
        answers={},
        kept=[],
        state=ImportState.CHECKED,
        by_id=by,
        at=now,
        fault="",
    )
    session.add(row)
    session.flush()
    return row


def rows_kept(row: CohortImport) -> list[ImportRow]:
    """The rows of a proposal."""
    return [_unkept(one) for one in row.rows]


def discard(session: Session, row: CohortImport) -> None:
    """Forget a file that is not applied."""
    if row.state != ImportState.CHECKED:
        raise RuleBroken(_("This file is already imported. Undo the import instead."))
    session.delete(row)
    session.flush()


def forget_old_files(session: Session, now: datetime) -> None:
    """Forget files that nobody applied, and the rows of those of which nothing waits any more."""
    old = now - KEPT
    session.execute(delete(CohortImport).where(CohortImport.state == ImportState.CHECKED, CohortImport.at < old))
    waits = exists(
        select(CohortAccountProposal.id).where(
            CohortAccountProposal.import_id == CohortImport.id, CohortAccountProposal.decided_at.is_(None)
        )
    )
    over = update(CohortImport).where(CohortImport.applied_at < old, ~waits)
    session.execute(over.values(rows=[], answers={}).execution_options(synchronize_session=False))


def _row(read: ReadRow) -> ImportRow:
    """A row of the file; e-mail and user name as the database keeps them."""
    texts = {key: str(read.values.get(key) or "") for key in TEXTS}
    problems = [(one.column, Remark(one.said.text, one.said.values)) for one in read.problems]
    username = normal_login(str(read.values.get("username") or ""))
    if username and not is_key(username):
        problems.append(("username", Remark(NO_USER_NAME, {"text": username[:60]})))
    email = normal_login(str(read.values.get("email") or ""))
    return ImportRow(read.number, email=email, username=username, problems=tuple(problems), **texts)


def _kept(row: ImportRow) -> dict[str, Any]:
    """A row as data."""
    values = {key: getattr(row, key) for key in ("number", "email", "username", *TEXTS)}
    problems = [[column, {"text": said.text, "values": dict(said.values)}] for column, said in row.problems]
    return {key: value for key, value in values.items() if value} | ({"problems": problems} if problems else {})


def _unkept(data: Mapping[str, Any]) -> ImportRow:
    problems = tuple((column, Remark(said["text"], said["values"])) for column, said in data.get("problems", ()))
    return ImportRow(**{**data, "problems": problems})
