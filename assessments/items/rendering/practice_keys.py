"""What is right in the practice items of lessons, for a page that is read without a connection.

Practice items alone: an item is asked in one place, so what is told here tells nothing about a quiz or an exam.
"""

from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from assessments.items.kinds.base import BrowserPractice
from assessments.items.kinds.registry import kind, scored
from assessments.items.queries.definitions import Stored, definitions
from assessments.items.queries.practice import versions_by_key
from assessments.items.rendering.bodies import html_by_id
from assessments.items.rendering.kind_files import practice_of
from assessments.items.rendering.practice_words import result_words
from assessments.items.scoring.answers import Json
from assessments.items.scoring.choices import without_feedback
from lms.i18n import _, decimal_sign, language
from lms.text.markup import inline_html


def practice_keys(session: Session, course_version_id: int, checks: Collection[str]) -> Mapping[str, object]:
    """The checks by id with what is right, and the words of their results.

    A check whose kind is not judged in the browser is left out: the page then says that it needs a connection.
    """
    numbers = versions_by_key(session, course_version_id)
    wanted = [check for check in checks if check in numbers]
    stored = definitions(session, (numbers[check] for check in wanted), language())
    known = {check: stored[numbers[check]] for check in wanted}
    judged = {check: (one, how) for check, one in known.items() if (how := practice_of(kind(one.kind)))}
    return {
        "checks": {check: told(one, how) for check, (one, how) in judged.items()},
        "decimal": decimal_sign(),
        "words": result_words({one.kind for one in known.values()}),
    }


def told(stored: Stored, how: BrowserPractice) -> Json:
    """One item with its key; its parts are those of a review of no answer."""
    of_kind = scored(stored.kind)
    review = of_kind.review(stored.definition, None)
    one: Json = {
        "kind": stored.kind,
        "key": without_feedback(of_kind.key(stored.definition)),
        "body": {part: stored.body[part] for part in how.body if part in stored.body},
        "parts": [
            {
                "option": part.option,
                "about": part.about,
                "right": part.right,
                "text": _(part.text) if how.own_words else part.text,
                **({"feedback": inline_html(part.feedback)} if part.feedback else {}),
            }
            for part in review.parts
        ],
        "explain": stored.explain,
    }
    if how.shows_html and (html := html_by_id(stored.body)):
        one["html"] = html
        for part in one["parts"]:
            del part["text"]
    if "zones" in review.drawing:
        one["zones"] = review.drawing["zones"]
    return one
