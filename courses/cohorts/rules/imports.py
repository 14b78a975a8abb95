"""What an import makes of each row of its file: judged against who is known, changing nothing. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256

from courses.cohorts.rules.addresses import known_domains, suggested
from courses.cohorts.rules.alike import alike, name_key
from courses.cohorts.rules.joining import Fit
from lms.gettext_noop import N_


class RowState(StrEnum):
    """What becomes of a row."""

    NEW = "new"  # an account is proposed
    PROPOSED = "proposed"  # by an earlier import, and waits for a decision
    JOINS = "joins"
    WAITS_FOR_RUN = "waits-for-run"
    ELSEWHERE = "elsewhere"
    ALREADY_IN = "already-in"
    SIMILAR = "similar"
    MISTYPED = "mistyped"
    TWICE = "twice"
    CLOSED = "closed"
    LEADS = "leads"
    NOT_AGAIN = "not-again"
    NO_PLACE = "no-place"
    UNREADABLE = "unreadable"


class ImportState(StrEnum):
    """Where an import is in its life."""

    CHECKED = "checked"  # a proposal: nothing has changed
    APPLYING = "applying"
    APPLIED = "applied"
    UNDONE = "undone"


OF_FIT = {
    Fit.NEW: RowState.JOINS,
    Fit.RESUMES: RowState.JOINS,
    Fit.RUN_OPEN: RowState.WAITS_FOR_RUN,
    Fit.ELSEWHERE: RowState.ELSEWHERE,
    Fit.ALREADY_IN: RowState.ALREADY_IN,
    Fit.LEADS: RowState.LEADS,
    Fit.CLOSED: RowState.CLOSED,
    Fit.NOT_AGAIN: RowState.NOT_AGAIN,
}
JOINING = frozenset({RowState.JOINS, RowState.WAITS_FOR_RUN, RowState.ELSEWHERE})  # these change something
TO_ANSWER = frozenset({RowState.SIMILAR, RowState.MISTYPED})  # left out until somebody says what is right

AS_WRITTEN, CORRECTED, SOMEBODY_ELSE, SAME = "as-written", "corrected", "somebody-else", "same:"

TWO_ACCOUNTS = N_("The user name and the e-mail address belong to two accounts. Correct one of them in the file.")
OTHER_NAME = N_("The account with this user name or address has another name. Check whether it is the same person.")
NO_SUCH_PLACE = N_("There is no administration “%(name)s”. Write its name as it is here.")
WHICH_PLACE = N_("The cohort is for a whole country: name the administration of this officer in the file.")
NO_SUCH_UNIT = N_("The administration has no unit “%(name)s”. The account is created without one.")
NO_SUCH_LANGUAGE = N_("“%(name)s” is not a language of this site. The account is created without one.")
SAME_ROW = N_("The same person is in row %(row)s.")
MEANT = N_("Do you mean %(email)s?")
LIKE = N_("There is an account with a similar name: %(names)s. Say whether it is the same person.")
WAITS = N_("An account is proposed already and waits for a decision.")
UNIT_SHOWN = 3  # accounts of similar names in one sentence


@dataclass(frozen=True, slots=True)
class Remark:
    """A text that is marked for translation, and the values that it holds."""

    text: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A row of the file; e-mail and user name as the database keeps them."""

    number: int
    name: str = ""
    local_name: str = ""
    email: str = ""
    username: str = ""
    administration: str = ""
    unit: str = ""
    language: str = ""
    problems: tuple[tuple[str, Remark], ...] = ()  # by column


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """What an import knows of an account."""

    id: int
    username: str
    email: str
    name: str
    local_name: str
    administration_id: int | None
    unit: str = ""


@dataclass(frozen=True)
class ImportFacts:
    """Who and what a file is judged against."""

    by_login: Sequence[KnownAccount]  # whose e-mail or user name stands in the file
    by_place: Sequence[KnownAccount]  # everybody of the administrations of the file
    administrations: Mapping[str, int]  # by the key of their names
    units: Mapping[tuple[int, str], int]
    languages: Mapping[str, str]
    home: int | None  # the administration of the cohort
    shown_of: frozenset[int] = frozenset()  # of whose people names may be shown
    earlier: Mapping[str, int] = field(default_factory=dict)  # people by the key of a row of an earlier import
    proposed: frozenset[str] = frozenset()  # keys of rows for which an account is proposed


@dataclass(frozen=True)
class Matched:
    """A row with whom it names: an account, or nobody yet; a state where nothing becomes of it."""

    row: ImportRow
    key: str = ""
    person_id: int | None = None
    administration_id: int | None = None
    unit_id: int | None = None
    language: str | None = None
    state: RowState | None = None
    said: tuple[Remark, ...] = ()
    similar: tuple[KnownAccount, ...] = ()
    meant: str = ""  # the address that was probably meant


def row_key(row: ImportRow, administration_id: int | None) -> str:
    """What tells that a row of another file is the same; names nobody."""
    parts = (row.email, row.username, name_key(row.name), name_key(row.local_name), str(administration_id or ""))
    return sha256("\n".join(parts).encode()).hexdigest()


def match_rows(rows: Sequence[ImportRow], known: ImportFacts, answers: Mapping[int, str]) -> list[Matched]:
    """Whom each row names; `answers` are by row what somebody said of similar names and mistyped addresses."""
    domains = known_domains(one.email for one in known.by_place)
    emails = {one.email: one for one in known.by_login if one.email}
    keys = {one.username: one for one in known.by_login}
    people = {one.id: one for one in (*known.by_place, *known.by_login)}
    found = [_matched(row, known, answers.get(row.number, ""), domains, emails, keys) for row in rows]
    found = _without_repeats(found)
    found = _compared(found, known, answers)
    return [_with_name_compared(one, people) for one in found]


def _matched(
    row: ImportRow,
    known: ImportFacts,
    answer: str,
    domains: frozenset[str],
    emails: Mapping[str, KnownAccount],
    keys: Mapping[str, KnownAccount],
) -> Matched:
    """One row by itself."""
    if row.problems:
        only_email = {column for column, _said in row.problems} == {"email"}
        state = RowState.MISTYPED if only_email else RowState.UNREADABLE
        return Matched(row, state=state, said=tuple(said for _column, said in row.problems))
    meant = suggested(row.email, domains) if row.email and row.email not in emails else None
    if meant and answer == CORRECTED:
        row, meant = replace(row, email=meant), None
    holders = {one.id: one for one in (emails.get(row.email), keys.get(row.username)) if one is not None}
    if len(holders) > 1:
        return Matched(row, state=RowState.MISTYPED, said=(Remark(TWO_ACCOUNTS),))
    if holders:
        (holder,) = holders.values()
        return Matched(row, row_key(row, holder.administration_id), holder.id, holder.administration_id)
    if meant and answer != AS_WRITTEN:
        return Matched(row, state=RowState.MISTYPED, said=(Remark(MEANT, {"email": meant}),), meant=meant)
    return _placed(row, known)


def _placed(row: ImportRow, known: ImportFacts) -> Matched:
    """A row of whom no account is known: where the account would be made."""
    home = known.administrations.get(name_key(row.administration)) if row.administration else known.home
    if home is None:
        said = Remark(NO_SUCH_PLACE, {"name": row.administration}) if row.administration else Remark(WHICH_PLACE)
        return Matched(row, state=RowState.NO_PLACE, said=(said,))
    notes = []
    unit = known.units.get((home, name_key(row.unit))) if row.unit else None
    if row.unit and unit is None:
        notes.append(Remark(NO_SUCH_UNIT, {"name": row.unit}))
    language = known.languages.get(row.language.casefold()) if row.language else None
    if row.language and language is None:
        notes.append(Remark(NO_SUCH_LANGUAGE, {"name": row.language}))
    key = row_key(row, home)
    return Matched(row, key, known.earlier.get(key), home, unit, language, said=tuple(notes))


def _without_repeats(found: Sequence[Matched]) -> list[Matched]:
    """The same rows; of those that name one person every later one is a repeat."""
    first: dict[object, int] = {}
    told = []
    for one in found:
        told_by: list[object] = []
        if one.state is None:
            row = one.row
            logins = [("login", text) for text in (row.email, row.username) if text]
            bare = ("name", name_key(row.name), name_key(row.local_name), one.administration_id)
            told_by = [("person", one.person_id)] if one.person_id is not None else [*logins] or [bare]
        before = next((first[sign] for sign in told_by if sign in first), None)
        if before is not None:
            told.append(replace(one, state=RowState.TWICE, said=(Remark(SAME_ROW, {"row": before}),)))
            continue
        first |= dict.fromkeys(told_by, one.row.number)
        told.append(one)
    return told


def _compared(found: Sequence[Matched], known: ImportFacts, answers: Mapping[int, str]) -> list[Matched]:
    """The same rows; who would be new is compared with the names of the same administration."""
    wanted = {
        place: (one.administration_id, [name for name in (one.row.name, one.row.local_name) if name])
        for place, one in enumerate(found)
        if one.state is None and one.person_id is None
    }
    taken = {one.person_id for one in found if one.person_id is not None}
    others = (
        (one, one.administration_id, [name for name in (one.name, one.local_name) if name])
        for one in known.by_place
        if one.id not in taken and one.administration_id in known.shown_of
    )
    near = alike(wanted, others)
    return [
        _newcomer(one, near.get(place, []), known, answers.get(one.row.number, "")) if place in wanted else one
        for place, one in enumerate(found)
    ]


def _newcomer(one: Matched, near: Sequence[KnownAccount], known: ImportFacts, answer: str) -> Matched:
    """A row without an account, as somebody answered; nobody is merged by a name alone."""
    if one.key in known.proposed:
        return replace(one, state=RowState.PROPOSED, said=(Remark(WAITS),))
    same = next((other for other in near if answer == f"{SAME}{other.id}"), None)
    if same is not None:
        return replace(one, person_id=same.id)
    if near and answer != SOMEBODY_ELSE:
        names = ", ".join(f"{other.name} ({other.unit})" if other.unit else other.name for other in near[:UNIT_SHOWN])
        said = (*one.said, Remark(LIKE, {"names": names}))
        return replace(one, state=RowState.SIMILAR, said=said, similar=tuple(near[:UNIT_SHOWN]))
    return replace(one, state=RowState.NEW)


def _with_name_compared(one: Matched, people: Mapping[int, KnownAccount]) -> Matched:
    """A row that found its account by a login; a name that is quite another is pointed out."""
    account = people.get(one.person_id or 0)
    if account is None or one.state is not None or not one.row.name:
        return one
    words = set(name_key(one.row.name).split())
    if words & set(name_key(f"{account.name} {account.local_name}").split()):
        return one
    return replace(one, said=(*one.said, Remark(OTHER_NAME)))


def judged(one: Matched, fits: Mapping[int, Fit]) -> RowState:
    """What becomes of a row, once it is known how each person fits the cohort."""
    if one.state is not None:
        return one.state
    return OF_FIT[fits[one.person_id]] if one.person_id is not None else RowState.NEW
