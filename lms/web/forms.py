"""Base of all forms: the page form with its token, fields that refuse in words, and faults shown beside a field."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Response, make_response, render_template, request
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import DateField, Field, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import Select

from lms.errors import BadInput
from lms.i18n import English, Lazy, _, lazy

WORDS_MOST = 200  # letters
Named = TypeVar("Named", bound=StrEnum)
Otherwise = TypeVar("Otherwise")


class PageForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF carries no types
    """A form of a page, with its token against forgery."""


def show(form: FlaskForm, fault: BadInput) -> None:
    """Put what the service found beside its field; without such a field, above the form."""
    field = form._fields.get(fault.field)
    if field is None:
        form.form_errors.append(fault.message)
    else:
        field.errors = [*field.errors, fault.message]


def typed(field: Field) -> str:
    """What stands in a field of text; nothing is an empty text."""
    return str(field.data or "")


def words_asked(name: str) -> str:
    """The words by which a list is narrowed, as the address carries them under this name."""
    return " ".join(request.args.get(name, "").split())[:WORDS_MOST]


def page_asked() -> int:
    """Which page of a list the address names; the first where it names none."""
    return request.args.get("page", 1, type=int)


def choice_asked(known: type[Named], name: str, otherwise: Otherwise) -> Named | Otherwise:
    """What the address or the form names of these; where it names none that there is, what is meant then."""
    wished = request.values.get(name)
    return next((one for one in known if one == wished), otherwise)


def without_nul(text: str | None) -> str:
    """What was typed, without outer spaces and without what no keyboard types and PostgreSQL refuses."""
    return (text or "").replace("\0", "").strip()


def options(pairs: Iterable[tuple[str, Any]], group: str | None = None) -> list[Any]:
    """Values with their words, as a field offers them; under a heading of its own if there is a group."""
    return [SelectChoice(value=str(value), label=label, optgroup=group) for value, label in pairs]


def needed(text: str) -> list[DataRequired]:
    """A field that must be filled, with words that say with what."""
    return [DataRequired(text)]


def at_most(most: int) -> Length:
    """No more characters than these; the edge itself is allowed."""
    return Length(max=most, message=lazy("Use at most %(most)s characters.", most=most))


class Options(Select):
    """A list that opens; an option whose words the catalogue of the page lacks says that it is English."""

    @classmethod
    def render_option(cls, choice: Any, **more: Any) -> Markup:  # type: ignore[override]  # newer than its stubs
        """One option."""
        label = choice.label.text() if isinstance(choice.label, Lazy) else choice.label
        if isinstance(label, English):
            more |= {"lang": "en", "dir": "ltr"}
        return super().render_option(choice, **more)


class Day(DateField):
    """A day as browsers send it, and as people type it where there is no calendar."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it, or say how to write it."""
        try:
            super().process_formdata(valuelist)
        except ValueError as fault:
            raise ValueError(_("Write the day as year, month and day, such as 2027-03-31.")) from fault


class Listed:
    """A field that takes only what its list offers, and says so in words."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not on the list."""
        try:
            super().pre_validate(form)  # type: ignore[misc]  # of the field that this is mixed into
        except ValidationError as fault:
            raise ValidationError(lazy("Choose from the list.")) from fault


class Choice(Listed, SelectField):
    """One of a list that opens."""

    widget = Options()


class Radio(Listed, RadioField):
    """One of some buttons."""


class Several(Listed, SelectMultipleField):
    """Any number of some boxes."""


def form_page(template: str, form: FlaskForm, **values: Any) -> Response:
    """A page with a form; with something to correct it says so in its status too."""
    return make_response(render_template(template, form=form, **values), 422 if form.errors else 200)
