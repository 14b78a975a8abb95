"""How a name is written on a certificate: checked as it is typed, so that nothing is found out when it is printed."""

import unicodedata
from dataclasses import dataclass

from certificates.credentials.issuing.names import clean_name
from certificates.documents.font_coverage import check_printable
from lms.errors import BadInput
from lms.i18n import _


@dataclass(frozen=True)
class Names:
    """The name in Latin letters, and in the script of the country; the second may be empty."""

    latin: str
    local: str = ""


def checked_names(typed_latin: str, typed_local: str) -> Names:
    """The two names as they are kept; what the certificate cannot show is refused beside its field."""
    latin = clean_name("name", typed_latin)
    if any(_is_letter(sign) and not unicodedata.name(sign, "").startswith("LATIN ") for sign in latin):
        raise BadInput("name", _("Use Latin letters here. The other field is for the script of your country."))
    check_printable("name", latin)
    local = clean_name("local_name", typed_local) if typed_local.strip() else ""
    check_printable("local_name", local)
    return Names(latin, "" if local == latin else local)


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign).startswith("L") and unicodedata.category(sign) != "Lm"
