"""What a person has from a course, as the pages of courses show it."""

from collections.abc import Iterable
from datetime import datetime

from flask import url_for

from certificates.credentials.models import Claim
from certificates.credentials.queries.held import HeldCredential
from certificates.register.pages.pictures import award_picture
from courses.api import CourseAward


def award_of(one: HeldCredential, now: datetime) -> CourseAward:
    """A certificate in force."""
    url = url_for("certificates.one", uuid=one.credential.uuid)
    return CourseAward(url, is_waiting=False, until=one.version.valid_until, picture=award_picture(one, now))


def award_that_waits(claim: Claim, *, needs_holder: bool) -> CourseAward:
    """The right to a certificate that is not made yet."""
    return CourseAward(url_for("certificates.claim", uuid=claim.uuid), is_waiting=True, needs_holder=needs_holder)


def ends_last(certificates: Iterable[HeldCredential], now: datetime) -> HeldCredential | None:
    """Of certificates in force the one that ends last; one without end does."""
    until = ((one.version.valid_until, one) for one in certificates)
    return max(until, key=lambda one: (one[0] is None, one[0] or now), default=(None, None))[1]
