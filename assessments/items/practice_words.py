"""The words of a result that is given without a connection: the same as those that the server writes."""

from collections.abc import Callable, Collection, Mapping

from assessments.items.kinds import KindName
from assessments.items.numerals import LONGEST as LONGEST_NUMBER
from assessments.items.wording import LONGEST
from lms.i18n import _, decimal_sign

Words = Mapping[str, str]


def _of_all() -> Words:
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
        "none": _("Give an answer first."),
        "needsLine": _("This question needs a connection. Your answer stands here until the line is back."),
        "notShown": _("This is not one of the options. Choose one of those shown."),
    }


def _of_choices() -> Words:
    return {
        "onlyOne": _("Choose only one option."),
        "trueOrFalse": _("Choose “True” or “False”."),
        "most": _("Choose at most %(limit)s options.", limit="{limit}"),
    }


def _of_figures() -> Words:
    number = {"text": "{text}", "decimal": decimal_sign()}
    return {
        "notNumber": _("“%(text)s” is not a number. Write figures only, such as 12%(decimal)s5.", **number),
        "numberTooLong": _("This is too long for a number. Write at most %(longest)s signs.", longest=LONGEST_NUMBER),
        "unit": _("Choose the unit of your number."),
        "notUnit": _("This unit is not one of those shown."),
        "twoUnits": _(
            "You typed “%(typed)s” but chose “%(chosen)s”. Use one unit.", typed="{typed}", chosen="{chosen}"
        ),
    }


def _of_pictures() -> Words:
    size = {"width": "{width}", "height": "{height}"}
    return {
        **_of_figures(),
        "mark": _("Mark %(number)s", number="{n}"),
        "angle": _("An angle lies between 0 and 180 degrees."),
        "arms": _("Move the handles apart. A handle lies on the corner."),
        "threePoints": _("An angle needs three points: one arm, the corner, the other arm."),
        "places": _("Line %(line)s: write two numbers with a space between, such as 120 80.", line="{line}"),
        "placesTooLong": _("This is too long. Write one place a line, as two numbers."),
        "tooMany": _("Mark at most %(most)s places. Remove one first.", most="{limit}"),
        "outside": _("This place lies outside the picture. It is %(width)s wide and %(height)s high.", **size),
    }


def _of_orders() -> Words:
    return {
        "place": _("you: place %(number)s", number="{n}"),
        "noPlace": _("you: no place"),
        "notStep": _("This is not one of the steps. Put in order those that are shown."),
        "notPlace": _("A place is a number from 1 to %(last)s.", last="{last}"),
        "twoSteps": _("Two steps have the place %(place)s. Give each a place of its own.", place="{place}"),
    }


def _of_words() -> Words:
    number = "{number}"
    return {
        "gap": _("Gap %(number)s", number="{n}"),
        "notGap": _("This is not one of the gaps. Fill those that are shown."),
        "tooLong": _("This is too long. Write at most %(longest)s signs.", longest=LONGEST),
        "unreadable": _("This text holds signs that cannot be read. Type it again."),
        "gapTooLong": _("Gap %(number)s: write at most %(longest)s signs.", number=number, longest=LONGEST),
        "gapUnreadable": _("Gap %(number)s holds something that cannot be read. Type it again.", number=number),
    }


def _of_flags() -> Words:
    return {
        "notLine": _("This is not one of the lines. Choose among those shown."),
        "noneAndMore": _("You ticked “none” and something else too. Untick one of the two."),
        "ticked": _("You ticked %(ticked)s. Tick at most %(limit)s.", ticked="{ticked}", limit="{limit}"),
    }


def _of_manifests() -> Words:
    hits, flagged, suspicious = "{hits}", "{flagged}", "{suspicious}"
    return {
        **_of_flags(),
        "inspectedNothing": _("You inspected nothing."),
        "noneSuspicious": _("No consignment is suspicious."),
        "precision": _(
            "Precision: %(percent)s %%. Inspections that were right: %(hits)s of %(flagged)s.",
            percent="{precision}", hits=hits, flagged=flagged,
        ),
        "recall": _(
            "Recall: %(percent)s %%. Suspicious consignments that you found: %(hits)s of %(suspicious)s.",
            percent="{recall}", hits=hits, suspicious=suspicious,
        ),
        "both": _("Both together (F1): %(percent)s %%.", percent="{f1}"),
    }  # fmt: skip


def _of_permits() -> Words:
    counts = {"all": "{planted}", "hits": "{hits}", "false": "{false}"}
    return {
        **_of_flags(),
        "found": _(
            "Wrong fields that you found: %(hits)s of %(all)s. Right fields that you accused: %(false)s.", **counts
        ),
        "clean": _("Nothing in this document is wrong. Fields that you accused: %(false)s.", false="{false}"),
    }


BY_KIND: Mapping[KindName, Callable[[], Words]] = {
    **dict.fromkeys((KindName.ONE_CHOICE, KindName.SEVERAL_CHOICES, KindName.TRUE_FALSE), _of_choices),
    KindName.NUMBER: _of_figures,
    **dict.fromkeys((KindName.SPOT, KindName.ANGLE), _of_pictures),
    KindName.ORDERING: _of_orders,
    **dict.fromkeys((KindName.GAPS, KindName.SHORT_TEXT), _of_words),
    KindName.MANIFEST: _of_manifests,
    KindName.PERMIT: _of_permits,
}


def result_words(kinds: Collection[KindName]) -> dict[str, str]:
    """The words that results of these kinds may need; what a script fills in stands in braces."""
    found = dict(_of_all())
    for name, words in BY_KIND.items():
        if name in kinds:
            found.update(words())
    return found
