"""Translation of a result that is given without a connection: the same sentences as those that the server writes."""

from collections.abc import Collection

from assessments.items.kinds.registry import kind
from assessments.items.rendering.kind_files import practice_of
from assessments.items.scoring.answers import DECIMAL, Phrase
from lms.i18n import _, decimal_sign


def _of_all() -> dict[str, str]:
    return {
        "right": _("Right"),
        "partly": _("Partly right"),
        "wrong": _("Wrong"),
        "error": _("Error:"),
        "chosenRight": _("your answer, right"),
        "chosenPartly": _("your answer, partly right"),
        "chosenWrong": _("your answer, wrong"),
        "missed": _("missed"),
        "answer": _("right answer"),
        "again": _("Try again"),
        "none": _("Give an answer first."),
        "needsLine": _("This question needs a connection. Your answer stays here until you are online again."),
        "notShown": _("This option does not exist. Choose one of the options shown."),
    }


def result_words(kinds: Collection[str]) -> dict[str, str]:
    """The words that results of these kinds may need; what a script fills in stands in braces."""
    found = _of_all()
    for name in sorted(kinds):
        if practice := practice_of(kind(name)):
            found.update({key: _said(phrase) for key, phrase in practice.phrases.items()})
    return found


def _said(phrase: Phrase) -> str:
    values = {name: decimal_sign() if value is DECIMAL else value for name, value in phrase.values.items()}
    return _(phrase.template, **values)
