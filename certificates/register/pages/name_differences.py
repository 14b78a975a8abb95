"""What differs between the name on a certificate and the name of the account, for lists of managers."""

from dataclasses import dataclass

from certificates.credentials.rules.spelling import spelled_alike
from lms.i18n import _
from lms.people.api import PersonInfo


@dataclass(frozen=True)
class NameDifference:
    """The account's name, and in a word how the certificate departs from it."""

    account: str
    word: str
    tone: str


def difference(name: str, local_name: str, holder: PersonInfo) -> NameDifference | None:
    """How the names on a certificate depart from those of the account today; nothing where they are the same."""
    account = f"{holder.name} ({holder.local_name})" if holder.local_name else holder.name
    if not spelled_alike(name, holder.name):
        return NameDifference(account, _("another name"), "warn")
    if local_name and local_name not in {holder.name, holder.local_name}:
        return NameDifference(account, _("another name in the country's script"), "warn")
    if not holder.name_checked:
        return NameDifference(account, _("account not checked"), "warn")
    return NameDifference(account, _("another spelling"), "info") if name != holder.name else None
