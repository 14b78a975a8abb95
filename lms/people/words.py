"""What the choices and faults of this area are called on pages; lazy texts, so that each page speaks its language."""

from babel import Locale
from flask_babel import get_locale

from lms.access import Role
from lms.people.rules import (
    DIFFERENT_LEAST,
    PASSWORD_LEAST,
    PASSWORD_MOST,
    AdministrationKind,
    PasswordFault,
    SecretPurpose,
    SecretState,
    UnitKind,
)
from lms.words import lazy as _l

ROLES = {
    Role.OFFICER: _l("Officer"),
    Role.TRAINER: _l("Trainer"),
    Role.ASSESSOR: _l("Assessor"),
    Role.PROGRAMME_MANAGER: _l("Programme manager"),
    Role.ADMINISTRATOR: _l("Administrator"),
}
ADMINISTRATION_KINDS = {
    AdministrationKind.CUSTOMS: _l("Customs"),
    AdministrationKind.POLICE: _l("Police"),
    AdministrationKind.WILDLIFE: _l("Wildlife authority"),
    AdministrationKind.CITES: _l("CITES authority"),
}
UNIT_KINDS = {
    UnitKind.PORT: _l("Port"),
    UnitKind.AIRPORT: _l("Airport"),
    UnitKind.BORDER_POST: _l("Border post"),
    UnitKind.OFFICE: _l("Office"),
}
SECRETS = {
    SecretPurpose.INVITE: _l("Link of an invitation"),
    SecretPurpose.RESET: _l("Link for a new password"),
    SecretPurpose.SLIP: _l("Code on a slip"),
}
PASSWORD_FAULTS = {
    PasswordFault.SHORT: _l(
        "Use at least %(least)s characters. Three or four words make a good password.", least=PASSWORD_LEAST
    ),
    PasswordFault.LONG: _l("Use at most %(most)s characters.", most=PASSWORD_MOST),
    PasswordFault.MONOTONOUS: _l("Use at least %(least)s different characters.", least=DIFFERENT_LEAST),
    PasswordFault.OWN_NAME: _l("Do not use your own name in the password."),
}
LINK_UNKNOWN = _l(
    "This link is not known here. Perhaps a part of it was cut off: copy the whole link from the letter. "
    "If that does not help, ask for a new one."
)
LINK_OVER = {
    SecretState.USED: _l(
        "This link has been used. It works once. If you have set your password with it, sign in. "
        "If it was not you, tell your administrator and ask for a new link."
    ),
    SecretState.ENDED: _l("A newer link or code was made, so this one no longer works. Use the newest."),
    SecretState.EXPIRED: _l("This link has expired. Nothing was changed. Ask for a new one."),
}
CODE_UNKNOWN = _l(
    "This code does not belong to this user name. Compare both with your slip, letter by letter. "
    "If they are right, ask your administrator for a new slip."
)
CODE_OVER = {
    SecretState.USED: _l(
        "This code has been used. It works once. If you have set your password with it, sign in. "
        "If it was not you, tell your administrator."
    ),
    SecretState.ENDED: _l("A newer slip or link was made, so this code no longer works. Use the newest."),
    SecretState.EXPIRED: _l("This code has expired. Ask your administrator for a new slip."),
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
