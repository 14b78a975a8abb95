"""What states and reasons of certificates are called on pages."""

from certificates.credentials.standing import Reason, Standing
from lms.words import lazy as _l

STANDINGS = {
    Standing.MAKING: (_l("being made"), "info"),
    Standing.IN_FORCE: (_l("in force"), "ok"),
    Standing.EXPIRED: (_l("expired"), "warn"),
    Standing.REPLACED: (_l("replaced"), "warn"),
    Standing.REVOKED: (_l("revoked"), "bad"),
}
REASONS = {
    Reason.ERROR: _l("It was issued in error"),
    Reason.RESULT_ANNULLED: _l("The result of the exam was annulled"),
    Reason.MISCONDUCT: _l("Misconduct"),
    Reason.OWN_WISH: _l("At the holder's own wish"),
}
WHY = {**REASONS, Reason.NAME_CORRECTED: _l("The name was corrected")}
DEMONSTRATION = _l(
    "Demonstration: the people are invented and the certificates certify nothing. "
    "Links and codes open only on this computer."
)
