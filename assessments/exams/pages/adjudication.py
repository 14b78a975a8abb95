"""What a decision about late answers came to, in words."""

from assessments.exams.models import Result
from assessments.exams.pages.percentages import percent_words
from lms.i18n import _


def decided_words(before: Result, after: Result) -> tuple[str, str]:
    """What a decision about late answers came to, and how to say it."""
    recorded = _("Your decision is recorded.")
    if after is before:
        return recorded, "success"
    score = percent_words(after.percent)
    if before.passed and not after.passed:
        words = _(
            "With these answers the result is %(score)s: not passed, and it was passed before. "
            "A certificate that rests on it stays in force until somebody revokes it.",
            score=score,
        )
        return f"{recorded} {words}", "warning"
    words = _("The result is now %(score)s: passed.", score=score) if after.passed else _(
        "The result is now %(score)s: not passed.", score=score
    )  # fmt: skip
    return f"{recorded} {words}", "success"
