"""What states and reasons of certificates are called on pages."""

from certificates.credentials.rules.lifecycle import Standing, StatusReason
from certificates.credentials.rules.spelling import Doubt
from lms.i18n import lazy as _l

STANDINGS = {
    Standing.MAKING: (_l("being created"), "info"),
    Standing.NOT_YET: (_l("not valid yet"), "info"),
    Standing.IN_FORCE: (_l("valid"), "ok"),
    Standing.SUSPENDED: (_l("suspended"), "bad"),
    Standing.EXPIRED: (_l("expired"), "warn"),
    Standing.REPLACED: (_l("replaced"), "warn"),
    Standing.REVOKED: (_l("revoked"), "bad"),
}
WHY = {
    StatusReason.ERROR: _l("It was issued in error"),
    StatusReason.RESULT_ANNULLED: _l("The result of the exam was cancelled"),
    StatusReason.MISCONDUCT: _l("Misconduct"),
    StatusReason.OWN_WISH: _l("The holder asked for it"),
    StatusReason.NAME_CORRECTED: _l("The name was corrected"),
    StatusReason.UNDER_REVIEW: _l("It is being reviewed"),
    StatusReason.REINSTATED: _l("A suspension was lifted"),
    StatusReason.OVERTURNED: _l("It is valid again"),
    StatusReason.WITHDRAWN: _l("It was withdrawn by a decision under its scheme"),
}
DOUBTS = {
    Doubt.LATIN: _l("The name in Latin letters is not just another spelling of the checked name."),
    Doubt.LOCAL: _l("The name in the country's script is not checked in the account. No machine compares it."),
    Doubt.RENAMED: _l(
        "The person who checked the name of the account also changed it after the certificate was earned."
    ),
}
UNCHECKED_SINCE = _l("The name of the account no longer counts as checked.")
RENAMED_SINCE = _l("The name of the account has changed.")
DEMONSTRATION = _l("Demonstration: everything is invented.")  # one line on a phone; a wide page says the rest as well
DEMONSTRATION_MORE = _l("The certificates certify nothing. Links and codes open only on this computer.")
