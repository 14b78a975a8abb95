"""Lists of certificates as files."""

from certificates.register.pages.claim_states import ClaimState
from certificates.register.pages.exports import CLAIMS


def test_whatever_a_claim_waits_for_is_said_in_its_file():
    assert set(CLAIMS) == set(ClaimState)
