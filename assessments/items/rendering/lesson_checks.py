"""Practice items inside lessons: the port that courses offer. Their result comes at once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from assessments.items.kinds.registry import scored
from assessments.items.queries.definitions import Stored, definitions
from assessments.items.queries.practice import versions_by_key
from assessments.items.rendering.bodies import html_by_id
from assessments.items.rendering.fields import question_fields
from assessments.items.rendering.kind_files import judges, scripts
from assessments.items.scoring.answers import BadAnswer, Form
from courses.api import CheckAnswer, CheckBlocks, CheckPlace, ShownPicture, shown_picture
from lms.i18n import _, decimal_sign, language


def lesson_checks(
    session: Session, course_version_id: int, places: Sequence[CheckPlace], answer: CheckAnswer | None
) -> CheckBlocks:
    """The checks in HTML; with `answer`, that one with its result."""
    numbers = versions_by_key(session, course_version_id)
    wanted = [place for place in places if place.id in numbers]
    stored = definitions(session, (numbers[place.id] for place in wanted), language())
    html, outcome = {}, ""
    for place in wanted:
        own = answer.form if answer is not None and answer.check == place.id else None
        made, came_out = _block(stored[numbers[place.id]], place, own)
        html[place.id], outcome = Markup(made), came_out or outcome  # noqa: S704  # made by our template
    kinds = {stored[numbers[place.id]].kind for place in wanted}
    pictures = [picture for place in wanted if (picture := _picture(stored[numbers[place.id]]))]
    fetched = tuple(picture.url for picture in pictures if picture.kilobytes is None)
    return CheckBlocks(html, scripts(kinds), ("items.css",), judges(kinds), outcome, fetched)


def _picture(stored: Stored) -> ShownPicture | None:
    """The picture of a question, if it has one, as this device shows it."""
    if not stored.picture_url:
        return None
    picture = stored.body["picture"]
    return shown_picture(stored.picture_url, picture["width"], picture["height"], picture["alt"])


def _block(stored: Stored, place: CheckPlace, form: Form | None) -> tuple[str, str]:
    """A check in HTML, and how an answer to it came out; nothing where none was given, or none that can be judged."""
    value: Any = None
    error, review = "", None
    if form is not None:
        of_kind = scored(stored.kind)
        try:
            value = of_kind.check_answer(stored.definition, of_kind.parse_form(form), decimal=decimal_sign())
            review = of_kind.review(stored.definition, value) if value is not None else None
            error = "" if review else _("Give an answer first.")
        except BadAnswer as fault:
            error = _(fault.template, **fault.values)
    fields = question_fields(
        stored.kind,
        dict(stored.body),
        value,
        prefix=place.anchor,
        stem_html=stored.stem,
        picture_url=stored.picture_url,
    )
    picture = _picture(stored)
    fields = replace(fields, error=error, kilobytes=picture.kilobytes if picture else None)
    html = render_template(
        "items/check.html",
        place=place,
        q=fields,
        review=review,
        stored=stored,
        option_html=html_by_id(stored.body),
    )
    return html, review.outcome.value if review else ""
