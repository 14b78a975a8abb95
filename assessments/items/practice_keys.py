"""What is right in the practice items of lessons, for a page that is read without a connection.

Practice items alone: an item is asked in one place, so what is told here tells nothing about a quiz or an exam.
"""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy.orm import Session

from assessments.items.definitions import Stored, definitions
from assessments.items.kinds import Json, KindName
from assessments.items.lesson_checks import versions_by_key
from assessments.items.registry import kind
from lms.words import _, decimal_sign, language

SCRIPTS = ("practice.js", "result.js")
SCORED = frozenset(  # the kinds whose rules the script knows; for any other it says that it needs the line
    {
        KindName.ONE_CHOICE,
        KindName.SEVERAL_CHOICES,
        KindName.TRUE_FALSE,
        KindName.NUMBER,
        KindName.SPOT,
        KindName.ANGLE,
    }
)


def practice_keys(session: Session, course_version_id: int, checks: Collection[str]) -> Mapping[str, object]:
    """The checks by id with what is right, and the words of their results."""
    numbers = versions_by_key(session, course_version_id)
    wanted = [check for check in checks if check in numbers]
    stored = definitions(session, (numbers[check] for check in wanted), language())
    known = {check: stored[numbers[check]] for check in wanted if stored[numbers[check]].kind in SCORED}
    return {
        "checks": {check: _told(one) for check, one in known.items()},
        "decimal": decimal_sign(),
        "words": result_words(),
    }


def _told(stored: Stored) -> Json:
    """One item with its key; its parts are those of a review of no answer."""
    of_kind = kind(stored.kind)
    options = {one["id"]: one["html"] for one in stored.body.get("options", ())}
    review = of_kind.review(stored.definition, None)
    return {
        "kind": stored.kind,
        "key": of_kind.key(stored.definition),
        "body": {name: value for name, value in stored.body.items() if name != "options"},
        "parts": [
            {
                "option": part.option,
                "right": part.right,
                "text": _(part.text) if stored.kind in {KindName.TRUE_FALSE, KindName.SPOT} else part.text,
                "html": options.get(part.option, ""),
            }
            for part in review.parts
        ],
        "zones": review.drawing.get("zones", []),
        "explain": stored.explain,
    }


def result_words() -> dict[str, Any]:
    """The words of a result, the same as those that the server writes."""
    return {
        "right": _("Right"),
        "partly": _("Partly right"),
        "wrong": _("Wrong"),
        "error": _("Error:"),
        "chosenRight": _("your answer, right"),
        "chosenWrong": _("your answer, wrong"),
        "missed": _("missed"),
        "answer": _("right answer"),
        "mark": _("Mark %(number)s", number="{n}"),
        "none": _("Give an answer first."),
        "needsLine": _("This question needs a connection. Your answer stands here until the line is back."),
        "notNumber": _(
            "“%(text)s” is not a number. Write figures only, such as 12%(decimal)s5.",
            text="{text}",
            decimal=decimal_sign(),
        ),
        "unit": _("Choose the unit of your number."),
        "twoUnits": _(
            "You typed “%(typed)s” but chose “%(chosen)s”. Use one unit.", typed="{typed}", chosen="{chosen}"
        ),
        "angle": _("An angle lies between 0 and 180 degrees."),
        "arms": _("Move the handles apart. A handle lies on the corner."),
        "places": _("Line %(line)s: write two numbers with a space between, such as 120 80.", line="{line}"),
        "most": _("Choose at most %(limit)s options.", limit="{limit}"),
        "tooMany": _("Mark at most %(most)s places. Remove one first.", most="{limit}"),
        "outside": _(
            "This place lies outside the picture. It is %(width)s wide and %(height)s high.",
            width="{width}",
            height="{height}",
        ),
    }
