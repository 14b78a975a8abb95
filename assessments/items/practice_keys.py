"""What is right in the practice items of lessons, for a page that is read without a connection.

Practice items alone: an item is asked in one place, so what is told here tells nothing about a quiz or an exam.
"""

from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from assessments.items.definitions import Stored, definitions
from assessments.items.kinds import Json, KindName
from assessments.items.lesson_checks import versions_by_key
from assessments.items.practice_words import result_words
from assessments.items.registry import kind
from assessments.items.shown import html_by_id
from lms.i18n import _, decimal_sign, language

BODY = ("picture", "limit", "units", "unit_words")  # what is needed of a body beside the key and the parts
MARKED = frozenset({KindName.TRUE_FALSE, KindName.SPOT})  # kinds whose parts are words of the program


def practice_keys(session: Session, course_version_id: int, checks: Collection[str]) -> Mapping[str, object]:
    """The checks by id with what is right, and the words of their results."""
    numbers = versions_by_key(session, course_version_id)
    wanted = [check for check in checks if check in numbers]
    stored = definitions(session, (numbers[check] for check in wanted), language())
    known = {check: stored[numbers[check]] for check in wanted}
    return {
        "checks": {check: told(one) for check, one in known.items()},
        "decimal": decimal_sign(),
        "words": result_words({KindName(one.kind) for one in known.values()}),
    }


def told(stored: Stored) -> Json:
    """One item with its key; its parts are those of a review of no answer."""
    name, of_kind = KindName(stored.kind), kind(stored.kind)
    review = of_kind.review(stored.definition, None)
    body = {part: stored.body[part] for part in BODY if part in stored.body}
    if name is KindName.GAPS:
        body |= {"gaps": stored.body["gaps"], "options": stored.body["options"]}
    one: Json = {
        "kind": name,
        "key": of_kind.key(stored.definition),
        "body": body,
        "parts": [
            {
                "option": part.option,
                "about": part.about,
                "right": part.right,
                "text": _(part.text) if name in MARKED else part.text,
            }
            for part in review.parts
        ],
        "explain": stored.explain,
    }
    if name is not KindName.GAPS and (html := html_by_id(stored.body)):
        one["html"] = html
        for part in one["parts"]:
            del part["text"]
    if "zones" in review.drawing:
        one["zones"] = review.drawing["zones"]
    return one
