"""What states and reasons of certificates are called on pages."""

from certificates.credentials.rules.lifecycle import Standing, StatusReason
from certificates.credentials.rules.spelling import Doubt
from lms.i18n import lazy as _l

STANDINGS = {
    Standing.MAKING: (_l("being made"), "info"),
    Standing.NOT_YET: (_l("not valid yet"), "info"),
    Standing.IN_FORCE: (_l("valid"), "ok"),
    Standing.SUSPENDED: (_l("suspended"), "bad"),
    Standing.EXPIRED: (_l("expired"), "warn"),
    Standing.REPLACED: (_l("replaced"), "warn"),
    Standing.REVOKED: (_l("revoked"), "bad"),
}
WHY = {
    StatusReason.ERROR: _l("It was issued in error"),
    StatusReason.RESULT_ANNULLED: _l("The result of the exam was annulled"),
    StatusReason.MISCONDUCT: _l("Misconduct"),
    StatusReason.OWN_WISH: _l("At the holder's own wish"),
    StatusReason.NAME_CORRECTED: _l("The name was corrected"),
    StatusReason.UNDER_REVIEW: _l("It is being reviewed"),
    StatusReason.REINSTATED: _l("A suspension was lifted"),
    StatusReason.OVERTURNED: _l("It was put in force again"),
    StatusReason.WITHDRAWN: _l("It was withdrawn by a decision under its scheme"),
}
DOUBTS = {
    Doubt.LATIN: _l("The name in Latin letters is more than another spelling of the checked name."),
    Doubt.LOCAL: _l("The name in the country's script does not stand checked in the account. No machine compares it."),
    Doubt.RENAMED: _l("The account got its name after this was earned, from the person who checked it."),
}
UNCHECKED_SINCE = _l("The name of the account no longer counts as checked.")
RENAMED_SINCE = _l("The account has another name since.")
DEMONSTRATION = _l("Demonstration: everything is invented.")  # one line on a phone; a wide page says the rest as well
DEMONSTRATION_MORE = _l("The certificates certify nothing. Links and codes open only on this computer.")
