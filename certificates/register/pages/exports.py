"""Lists of certificates and of names to judge as they are exported."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from certificates.credentials.queries.held import HeldCredential
from certificates.credentials.queries.name_requests import AskedName
from certificates.register.labels import STANDINGS
from certificates.register.pages.claim_states import ClaimShown, ClaimState
from certificates.register.pages.name_differences import difference
from lms.i18n import lazy as _l
from lms.people.api import PersonInfo
from lms.tables.writing.columns import OutputColumn, OutputKind

Row = tuple[Any, ...]
NUMBER = OutputColumn("number", _l("Number"))
CERTIFICATE = OutputColumn("certificate", _l("Certificate"))
VALID_UNTIL = OutputColumn("valid_until", _l("Valid until"), OutputKind.MOMENT)
STATE = OutputColumn("state", _l("Status"))
COHORT = OutputColumn("cohort", _l("Cohort"))
ADMINISTRATION = OutputColumn("administration", _l("Administration"))

MANAGED_COLUMNS = (
    OutputColumn("name", _l("Name")),
    OutputColumn("account", _l("Name of the account, where it differs")),
    OutputColumn("difference", _l("What differs")),
    NUMBER,
    CERTIFICATE,
    ADMINISTRATION,
    VALID_UNTIL,
    STATE,
    COHORT,
)
NAME_COLUMNS = (
    OutputColumn("name", _l("Requested name")),
    OutputColumn("local_name", _l("Requested name in the country's script")),
    OutputColumn("account", _l("Checked name of the account")),
    OutputColumn("account_local", _l("Checked name in the country's script")),
    OutputColumn("doubts", _l("What differs")),
    CERTIFICATE,
    ADMINISTRATION,
    OutputColumn("asked_at", _l("Requested on"), OutputKind.MOMENT),
)
OWN_COLUMNS = (CERTIFICATE, OutputColumn("name", _l("Name")), NUMBER, VALID_UNTIL, STATE, COHORT)
CLAIMS = {
    ClaimState.UNCHECKED: _l("Waits for your name to be checked"),
    ClaimState.TO_CONFIRM: _l("Waits for you"),
    ClaimState.WAITS: _l("Waits for a manager"),
    ClaimState.LAPSED: _l("Too late for this certificate"),
    ClaimState.SUSPENDED: _l("Waits for a decision"),
    ClaimState.REFUSED: _l("Waits for you"),
}


def managed_rows(found: Iterable[HeldCredential], holders: Mapping[int, PersonInfo], now: datetime) -> Iterator[Row]:
    """Certificates as rows of `MANAGED_COLUMNS`."""
    for one in found:
        holder = holders[one.credential.person_id]
        differs = difference(one.written.name, one.written.local_name, holder)
        yield (
            one.written.name,
            differs.account if differs else None,
            differs.word if differs else None,
            one.credential.number,
            one.title,
            holder.administration,
            one.version.valid_until,
            STANDINGS[one.standing(now)][0],
            one.credential.taught_in.get("cohort"),
        )


def name_rows(found: Iterable[tuple[AskedName, PersonInfo, Iterable[Any]]]) -> Iterator[Row]:
    """Names that wait as rows of `NAME_COLUMNS`."""
    for one, holder, doubts in found:
        asked = one.request
        yield (
            asked.name,
            asked.local_name,
            asked.account_name,
            asked.account_local_name,
            " ".join(str(doubt) for doubt in doubts),
            one.achievement.title,
            holder.administration,
            asked.asked_at,
        )


def own_rows(claims: Iterable[ClaimShown], held: Iterable[HeldCredential], now: datetime) -> Iterator[Row]:
    """What one has earned and holds as rows of `OWN_COLUMNS`."""
    for claim in claims:
        yield claim.title, None, None, None, CLAIMS[claim.state], None
    for one in held:
        standing = STANDINGS[one.standing(now)][0]
        named = one.written.name, one.credential.number, one.version.valid_until
        yield one.title, *named, standing, one.credential.taught_in.get("cohort")
