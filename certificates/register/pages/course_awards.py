"""What a person has from courses, as the pages of courses show it: the port of courses."""

from collections.abc import Collection, Mapping
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from certificates.credentials.models import Claim
from certificates.credentials.policy import claimed_by, held_by
from certificates.credentials.queries.held import HeldCredential, credentials_held, open_claims
from certificates.credentials.rules.lifecycle import Standing
from certificates.credentials.sources.course_exam import course_of, course_ref
from certificates.register.pages.claim_states import ClaimState, claims_shown
from certificates.register.pages.pictures import award_picture
from courses.api import CourseAward
from lms.access import Viewer


def award_of(one: HeldCredential, now: datetime) -> CourseAward:
    """A certificate in force."""
    url = url_for("certificates.one", uuid=one.credential.uuid)
    return CourseAward(url, is_waiting=False, until=one.version.valid_until, picture=award_picture(one, now))


def course_awards(
    session: Session, person: Viewer, course_ids: Collection[int], now: datetime
) -> Mapping[int, CourseAward]:
    """By course: what waits for this person, else the certificate in force that ends last."""
    refs = [course_ref(course_id) for course_id in course_ids]
    found: dict[int, CourseAward] = {}
    for one in credentials_held(session, held_by(person), Claim.source_ref.in_(refs)):
        if one.standing(now) is not Standing.IN_FORCE:
            continue
        course_id, until = course_of(one.claim.source_ref), one.version.valid_until
        before = found.get(course_id)
        if before is None or (before.until is not None and (until is None or until > before.until)):
            found[course_id] = award_of(one, now)
    claims = open_claims(session, claimed_by(person), Claim.source_ref.in_(refs))
    for shown in claims_shown(session, person.id, claims, now):
        if shown.state is not ClaimState.LAPSED:
            url = url_for("certificates.claim", uuid=shown.claim.uuid)
            theirs = shown.state in {ClaimState.TO_CONFIRM, ClaimState.REFUSED}
            found[course_of(shown.claim.source_ref)] = CourseAward(url, is_waiting=True, needs_holder=theirs)
    return found
