"""Late answers in words: when each was given, and what a decision about them came to."""

from datetime import timedelta

from flask_babel import format_timedelta

from assessments.exams.models import Result
from assessments.exams.pages.percentages import percent_words
from assessments.exams.rules.late import DeviceClaim, LateTiming
from lms.i18n import _


def decided_words(before: Result, after: Result) -> tuple[str, str]:
    """What a decision about late answers came to, and how to say it."""
    recorded = _("Your decision is recorded.")
    if after is before:
        return recorded, "success"
    score = percent_words(after.percent)
    if before.passed and not after.passed:
        words = _(
            "With these answers the result is %(score)s: not passed. It was passed before. A "
            "certificate that depends on it stays valid until somebody revokes it.",
            score=score,
        )
        return f"{recorded} {words}", "warning"
    words = _("The result is now %(score)s: passed.", score=score) if after.passed else _(
        "The result is now %(score)s: not passed.", score=score
    )  # fmt: skip
    return f"{recorded} {words}", "success"


def timing_words(timing: LateTiming, *, by_person: bool) -> str:
    """What the server saw of a late answer, and whether the device agrees: one or two plain sentences."""
    return f"{_seen(timing, by_person=by_person)} {_claimed(timing, by_person=by_person)}"


def _span(length: timedelta) -> str:
    return str(format_timedelta(length, threshold=1.5))  # "90 seconds" rather than "2 minutes"


def _seen(timing: LateTiming, *, by_person: bool) -> str:
    span = _span(timing.since_closing if timing.since_result is None else timing.since_result)
    if timing.since_result is None:
        if by_person:
            return _("Server time: %(span)s after the exam was submitted.", span=span)
        return _("Server time: %(span)s after the time was up.", span=span)
    if by_person:
        return _("Server time: after the exam was submitted, and %(span)s after the result was shown.", span=span)
    return _("Server time: after the time was up, and %(span)s after the result was shown.", span=span)


def _claimed(timing: LateTiming, *, by_person: bool) -> str:
    match timing.claim:
        case DeviceClaim.NOTHING:
            return _("The device gives no time.")
        case DeviceClaim.AFTER:
            return _("The time of the device agrees.")
        case DeviceClaim.IMPOSSIBLE:
            return _("The time of the device cannot be right.")
    span = _span(timing.before_closing or timedelta(0))
    if by_person:
        return _("The time of the device is different: it says %(span)s before the exam was submitted.", span=span)
    if timing.contradicted:
        return _("The time of the device is different: it says %(span)s before the time was up.", span=span)
    return _("The device says that the answer was given %(span)s before the time was up.", span=span)
