"""Practice items inside lessons: the port that courses offer. Their result comes at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from assessments.items.kinds.registry import scored
from assessments.items.queries.definitions import Stored, definitions
from assessments.items.queries.practice import versions_by_key
from assessments.items.rendering.bodies import html_by_id
from assessments.items.rendering.fields import filled_from, question_fields
from assessments.items.rendering.kind_files import judges, scripts
from assessments.items.scoring.answers import BadAnswer, Form
from assessments.items.scoring.reviews import Review
from courses.api import CheckAnswer, CheckBlocks, CheckPlace, ShownPicture, shown_picture
from lms.i18n import _, decimal_sign, language

VERSION: Final = "of"  # the button's field: which version of the question its page showed
AGAIN: Final = "again"  # the other button's: empty the check


@dataclass(frozen=True)
class _Told:
    """What is said of an answer: how it came out, or why it was not judged; nothing where none was given."""

    review: Review | None = None
    error: str = ""
    is_stale: bool = False

    @property
    def outcome(self) -> str:
        """In one word; empty where nothing was judged."""
        return self.review.outcome.value if self.review else ""


def lesson_checks(
    session: Session, course_version_id: int, places: Sequence[CheckPlace], answer: CheckAnswer | None
) -> CheckBlocks:
    """The checks in HTML; with `answer`, that one with its result, and the others as they were filled in."""
    numbers = versions_by_key(session, course_version_id)
    wanted = [place for place in places if place.id in numbers]
    stored = definitions(session, (numbers[place.id] for place in wanted), language())
    html, about, said = {}, _Told(), Markup()
    for place in wanted:
        one, own = stored[numbers[place.id]], _own_fields(place.id, answer)
        told = _judged(one, own) if answer is not None and answer.check == place.id else _Told()
        html[place.id] = _block(one, place, own, told)
        if told != _Told():
            about, said = told, _said(one, place, told)
    kinds = {stored[numbers[place.id]].kind for place in wanted}
    pictures = [picture for place in wanted if (picture := _picture(stored[numbers[place.id]]))]
    return CheckBlocks(
        html,
        scripts(kinds),
        ("items.css",),
        judges(kinds),
        pictures=tuple(picture.url for picture in pictures if picture.kilobytes is None),
        outcome=about.outcome,
        told=said,
        is_stale=about.is_stale,
    )


def _own_fields(check: str, answer: CheckAnswer | None) -> Form:
    """What was sent for this check; a page that a phone kept from before had a form for each, with plain names."""
    if answer is None:
        return {}
    prefix = names_of(check)
    own = {name.removeprefix(prefix): values for name, values in answer.form.items() if name.startswith(prefix)}
    if answer.check != check:
        return own
    pressed = {name: answer.form[name] for name in (AGAIN, VERSION) if name in answer.form}
    return pressed if AGAIN in pressed else {**(own or answer.form), **pressed}


def names_of(check: str) -> str:
    """What stands in front of the names of the fields of a check, since one form holds all checks of a page."""
    return f"{check}."


def _judged(stored: Stored, form: Form) -> _Told:
    """How the fields of a check came out; nothing where they are to be empty again."""
    if AGAIN in form:
        return _Told()
    if list(form.get(VERSION, ())) not in ([], [str(stored.no)]):
        return _Told(
            error=_(
                "This question has changed since you opened the page. Your answer was not checked. "
                "Read the question again and answer it."
            ),
            is_stale=True,
        )
    of_kind = scored(stored.kind)
    try:
        value = of_kind.check_answer(stored.definition, of_kind.parse_form(form), decimal=decimal_sign())
    except BadAnswer as fault:
        return _Told(error=_(fault.template, **fault.values))
    return (
        _Told(of_kind.review(stored.definition, value))
        if value is not None
        else _Told(error=_("Give an answer first."))
    )


def _picture(stored: Stored) -> ShownPicture | None:
    """The picture of a question, if it has one, as this device shows it."""
    if not stored.picture_url:
        return None
    picture = stored.body["picture"]
    return shown_picture(stored.picture_url, picture["width"], picture["height"], picture["alt"])


def _block(stored: Stored, place: CheckPlace, form: Form, told: _Told) -> Markup:
    """A check in HTML, filled in as it was sent."""
    fields = question_fields(
        stored.kind, dict(stored.body), None, prefix=place.anchor, stem_html=stored.stem, picture_url=stored.picture_url
    )
    picture = _picture(stored)
    fields = replace(
        fields,
        filled=fields.filled if told.is_stale else filled_from(stored.kind, form),
        error=told.error,
        error_apart=True,
        kilobytes=picture.kilobytes if picture else None,
        names=names_of(place.id),
    )
    made = render_template("items/check.html", place=place, q=fields, stored=stored, told=_said(stored, place, told))
    return Markup(made)  # noqa: S704  # made by our template


def _said(stored: Stored, place: CheckPlace, told: _Told) -> Markup:
    """What stands under the button of a check that was answered; nothing under others."""
    picture = _picture(stored)
    made = render_template(
        "items/told.html",
        place=place,
        stored=stored,
        review=told.review,
        error=told.error,
        option_html=html_by_id(stored.body),
        kilobytes=picture.kilobytes if picture else None,
    )
    return Markup(made.strip())  # noqa: S704  # made by our template
