"""How a name is written on a certificate: checked as it is typed, and compared with the checked name of the account."""

import unicodedata
from dataclasses import dataclass

from sqlalchemy.orm import Session

from certificates.credentials.issuing.names import clean_name
from certificates.credentials.models import Claim, NameRequest
from certificates.credentials.queries.name_requests import approved_request
from certificates.credentials.rules.spelling import Doubt, doubts, titles_added
from certificates.documents.font_coverage import check_printable
from lms.errors import BadInput, RuleBroken
from lms.gettext_noop import N_
from lms.i18n import _
from lms.people.api import CheckedName, checked_names_of

NOT_CHECKED = N_(
    "The name of this account is not checked yet. First somebody must compare it with "
    "the identity document of the person. Until then the certificate waits."
)
WAITS = N_("This name is different from the checked name of the account. First a manager must agree to it.")


@dataclass(frozen=True)
class Names:
    """The name in Latin letters, and in the script of the country; the second may be empty."""

    latin: str
    local: str = ""


def clean_names(typed_latin: str, typed_local: str) -> Names:
    """The two names as they are kept; what the certificate cannot show is refused beside its field."""
    latin = clean_name("name", typed_latin)
    if any(_is_letter(sign) and not unicodedata.name(sign, "").startswith("LATIN ") for sign in latin):
        raise BadInput("name", _("Use Latin letters here. The other field is for the script of your country."))
    check_printable("name", latin)
    local = clean_name("local_name", typed_local) if typed_local.strip() else ""
    check_printable("local_name", local)
    return Names(latin, "" if local == latin else local)


def checked_name(session: Session, person_id: int) -> CheckedName | None:
    """The names of the account, if somebody compared them with an identity document."""
    return checked_names_of(session, [person_id]).get(person_id)


def demand_checked(session: Session, person_id: int) -> CheckedName:
    """The same, and a refusal where nobody did: a certificate is made only on a checked name."""
    found = checked_name(session, person_id)
    if found is None:
        raise RuleBroken(_(NOT_CHECKED))
    return found


def doubts_about(names: Names, checked: CheckedName, claim: Claim) -> frozenset[Doubt]:
    """What a manager must judge; a title beside the checked name is refused beside its field."""
    titles = titles_added(names.latin, checked.name)
    if titles:
        words = _("Titles are not part of a name. Leave this out: %(titles)s.", titles=" ".join(titles).rstrip("."))
        raise BadInput("name", words)
    return compared(names, checked, claim)


def compared(names: Names, checked: CheckedName, claim: Claim) -> frozenset[Doubt]:
    """The same of a name that was asked for already."""
    return doubts(
        names.latin,
        names.local,
        name=checked.name,
        local_name=checked.local_name,
        named_at=checked.named_at,
        earned_at=claim.earned_at,
    )


def demand_agreed(session: Session, claim: Claim, names: Names) -> NameRequest | None:
    """Refuse a name of which nobody knows whose it is; answers the agreement of a manager where it took one."""
    checked = demand_checked(session, claim.person_id)
    if not doubts_about(names, checked, claim):
        return None
    found = approved_request(session, claim.id)
    wanted = (names.latin, names.local, checked.name, checked.local_name)
    if found is None or (found.name, found.local_name, found.account_name, found.account_local_name) != wanted:
        raise RuleBroken(_(WAITS))
    return found


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign).startswith("L") and unicodedata.category(sign) != "Lm"
