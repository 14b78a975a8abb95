"""What rows and numbers of figures are called on pages, in files and on paper."""

from certificates.reporting.queries.of_fund import NOT_TOLD
from lms.i18n import _, lazy
from lms.people.api import Sex, country_name

LEFT_OUT = lazy("left out")
SEXES = {Sex.FEMALE.value: lazy("Women"), Sex.MALE.value: lazy("Men"), NOT_TOLD: lazy("Others, or no answer")}
LENGTHS = {1: lazy("A quarter"), 2: lazy("Half a year"), 4: lazy("A year")}
WHY_LEFT_OUT = lazy(
    "Numbers of fewer than five people are left out, and a few others that would show "
    "them. So nobody can be recognised."
)


def said(value: int | None) -> str:
    """A number, or that it is left out."""
    return str(LEFT_OUT) if value is None else str(value)


def place(code: str) -> str:
    """What a country is called; of people who work in no administration nobody knows one."""
    return country_name(code) if code else _("No administration")
