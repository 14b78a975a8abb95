"""The rows of a file judged against who is known now; changes nothing. Not more queries for more rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courses.cohorts.models.imports import CohortImport
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.queries.imports import people_of_earlier, rows_proposed
from courses.cohorts.rules.alike import name_key
from courses.cohorts.rules.imports import (
    ImportFacts,
    ImportRow,
    ImportState,
    KnownAccount,
    Matched,
    RowState,
    judged,
    match_rows,
)
from courses.cohorts.rules.joining import Fit
from courses.cohorts.services.import_reading import rows_kept
from courses.cohorts.services.joining import judge
from lms.errors import BadInput, RuleBroken
from lms.i18n import _
from lms.people.api import (
    AccountName,
    AdministrationInfo,
    accounts_of_administrations,
    accounts_of_logins,
    all_administrations,
    units_of_administrations,
)

BATCH = 5000  # people judged in one go; a statement takes no more than some ten thousand values


@dataclass(frozen=True)
class JudgedRow:
    """A row, whom it names, and what becomes of it."""

    matched: Matched
    state: RowState

    @property
    def row(self) -> ImportRow:
        """What the file says."""
        return self.matched.row


def judge_import(
    session: Session, cohort: FoundCohort, row: CohortImport, *, languages: Mapping[str, str], now: datetime
) -> list[JudgedRow]:
    """What would become of each row now. `languages` are codes by what people write for them."""
    rows = rows_kept(row)
    matched = match_rows(rows, _known(session, cohort, rows, languages), answers_of(row))
    people = list({one.person_id for one in matched if one.person_id is not None and one.state is None})
    fits: dict[int, Fit] = {}
    for begin in range(0, len(people), BATCH):
        found = judge(session, cohort, people[begin : begin + BATCH], now=now)
        fits |= {person_id: one.fit for person_id, one in found.items()}
    return [JudgedRow(one, judged(one, fits)) for one in matched]


def answers_of(row: CohortImport) -> dict[int, str]:
    """What somebody said of rows, by their numbers."""
    return {int(number): answer for number, answer in row.answers.items()}


def answer(session: Session, row: CohortImport, said: Mapping[int, str], allowed: Mapping[int, Iterable[str]]) -> None:
    """Keep what somebody says of similar names and mistyped addresses; what no page offered is refused."""
    demand_checked(row)
    for number, one in said.items():
        if one not in allowed.get(number, ()):
            raise BadInput("answers", _("Choose one of the answers of row %(row)s.", row=number))
    row.answers = {**row.answers, **{str(number): one for number, one in said.items()}}
    session.flush()


def demand_checked(row: CohortImport) -> None:
    """Refuse what only a file takes that is not applied."""
    if row.state != ImportState.CHECKED:
        raise RuleBroken(_("This file is already imported. Load the page again."))


def _known(session: Session, cohort: FoundCohort, rows: list[ImportRow], languages: Mapping[str, str]) -> ImportFacts:
    """Who and what the rows are compared with: eight queries, and one more for some thousand logins."""
    every = all_administrations(session)
    places = _places(cohort, every)
    here = cohort.place
    own = {one.id for one in every if here.administration_id in (one.id, None) and one.country == here.country}
    named = {places[key] for row in rows if (key := name_key(row.administration)) in places}
    involved = named | ({here.administration_id} if here.administration_id is not None else set())
    logins = [text for row in rows for text in (row.email, row.username) if text]
    return ImportFacts(
        by_login=_accounts(accounts_of_logins(session, logins)),
        by_place=_accounts(accounts_of_administrations(session, involved)),
        administrations=places,
        units={(home, name_key(name)): number for number, home, name in units_of_administrations(session, involved)},
        languages=languages,
        home=here.administration_id,
        shown_of=frozenset(own),
        earlier=people_of_earlier(session, cohort.id),
        proposed=rows_proposed(session, cohort.id),
    )


def _accounts(found: Iterable[AccountName]) -> list[KnownAccount]:
    return [
        KnownAccount(
            one.id, one.username, one.email or "", one.name, one.local_name, one.administration_id, one.unit or ""
        )
        for one in found
    ]


def _places(cohort: FoundCohort, every: Iterable[AdministrationInfo]) -> dict[str, int]:
    """Administrations by the key of their names; of namesakes the one in the country of the cohort, else neither."""
    found: dict[str, list[AdministrationInfo]] = {}
    for one in every:
        found.setdefault(name_key(one.name), []).append(one)
    told = {}
    for key, ones in found.items():
        near = [one for one in ones if one.country == cohort.row.country] or ones
        if len(near) == 1:
            told[key] = near[0].id
    return told
