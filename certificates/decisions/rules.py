"""Decisions about certificates: their kinds, their reasons, and which certificate each is about."""

from certificates.credentials.rules.lifecycle import StatusReason

SUSPENSION = "suspension"  # by one person
REVOCATION = "revocation"  # by two
REVOCATION_BY_ONE = "revocation-by-one"
REVIEWED = StatusReason.UNDER_REVIEW.value  # why it is suspended: somebody looks into something
SECOND_LOOK = "second-look"  # or: somebody proposed to revoke it, and a second person looks at that
TWO_PERSON = (StatusReason.MISCONDUCT, StatusReason.RESULT_ANNULLED)


def subject_of(credential_id: int) -> str:
    """How decisions name a certificate."""
    return f"credential:{credential_id}"


def credential_of(subject: str) -> int:
    """The certificate that a decision names."""
    return int(subject.partition(":")[2])
