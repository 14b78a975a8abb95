"""What the choices and faults of this area are called on pages; lazy texts, so that each page speaks its language."""

from babel import Locale
from flask_babel import get_locale

from lms.i18n import lazy
from lms.people.rules import (
    DIFFERENT_LEAST,
    PASSWORD_LEAST,
    PASSWORD_MOST,
    AdministrationKind,
    ContactKind,
    PasswordFault,
    SecretPurpose,
    SecretState,
    UnitKind,
)

ADMINISTRATION_KINDS = {
    AdministrationKind.CUSTOMS: lazy("Customs"),
    AdministrationKind.POLICE: lazy("Police"),
    AdministrationKind.WILDLIFE: lazy("Wildlife authority"),
    AdministrationKind.CITES: lazy("CITES authority"),
}
UNIT_KINDS = {
    UnitKind.PORT: lazy("Port"),
    UnitKind.AIRPORT: lazy("Airport"),
    UnitKind.BORDER_POST: lazy("Border post"),
    UnitKind.OFFICE: lazy("Office"),
}
CONTACTS = {
    ContactKind.SUPERIOR: lazy("Own manager"),
    ContactKind.WILDLIFE: lazy("Wildlife or CITES authority"),
    ContactKind.POLICE: lazy("Police"),
    ContactKind.RESCUE: lazy("Rescue centre for live animals"),
}
SECRETS = {
    SecretPurpose.INVITE: lazy("Link of an invitation"),
    SecretPurpose.RESET: lazy("Link for a new password"),
    SecretPurpose.SLIP: lazy("Code on a slip"),
}
PASSWORD_FAULTS = {
    PasswordFault.SHORT: lazy(
        "Use at least %(least)s characters. Three or four words make a good password.", least=PASSWORD_LEAST
    ),
    PasswordFault.LONG: lazy("Use at most %(most)s characters.", most=PASSWORD_MOST),
    PasswordFault.MONOTONOUS: lazy("Use at least %(least)s different characters.", least=DIFFERENT_LEAST),
    PasswordFault.COMMON: lazy(
        "This password is too easy to guess: one word or name, digits, or a row of keys. Use "
        "three or four words that do not belong together."
    ),
    PasswordFault.OWN_NAME: lazy("Do not use your own name in the password."),
    PasswordFault.HOUSE_NAME: lazy("Do not use the name of your administration or of this site in the password."),
}
LINK_UNKNOWN = lazy(
    "This link does not exist. Perhaps a part is missing: copy the whole link from the "
    "e-mail. If that does not help, ask for a new one."
)
LINK_OVER = {
    SecretState.USED: lazy(
        "This link was already used. It works once. If you set your password with it, sign "
        "in. If it was not you, tell your administrator and ask for a new link."
    ),
    SecretState.ENDED: lazy("There is a newer link or code, so this one no longer works. Use the newest."),
    SecretState.EXPIRED: lazy("This link has expired. Nothing was changed. Ask for a new one."),
}
CODE_UNKNOWN = lazy(
    "This code does not belong to this user name. Compare both with your slip, character "
    "by character. If they are right, ask your administrator for a new slip."
)
CODE_OVER = {
    SecretState.USED: lazy(
        "This code was already used. It works once. If you set your password with it, sign "
        "in. If it was not you, tell your administrator."
    ),
    SecretState.ENDED: lazy("There is a newer slip or link, so this code no longer works. Use the newest."),
    SecretState.EXPIRED: lazy("This code has expired. Ask your administrator for a new slip."),
}
NOT_ISO = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})


def is_country(code: str) -> bool:
    """Whether these are the two letters of a country or territory."""
    return len(code) == 2 and code.isalpha() and code not in NOT_ISO and code in Locale("en").territories


def countries() -> dict[str, str]:
    """Every country and territory by its two letters, in the language of the page, in the order of its names."""
    names = (get_locale() or Locale("en")).territories
    known = {code: name for code, name in names.items() if is_country(code)}
    return dict(sorted(known.items(), key=lambda pair: pair[1]))


def country_name(code: str) -> str:
    """What a country is called in the language of the page."""
    return str((get_locale() or Locale("en")).territories.get(code, code))
