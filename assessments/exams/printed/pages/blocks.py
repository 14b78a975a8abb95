"""The questions of a frozen paper as blocks to be printed; made from what a page may show, so without any key."""

from collections.abc import Callable, Iterable, Mapping
from string import ascii_uppercase
from typing import Any

from assessments.exams.pages.paper import fields_of
from assessments.exams.printed.rules.inline import inline_runs
from assessments.exams.printed.services.keying import SPOT, squares_of
from assessments.exams.queries.attempts import AskedQuestion
from assessments.items.queries.definitions import Stored
from assessments.items.rendering.fields import QuestionFields
from assessments.items.scoring.answers import Json
from lms.i18n import _

Block = dict[str, Any]


def printed_question(question: AskedQuestion, stored: Stored) -> Block:
    """One question: its number, its words, its picture where it has one, and where it is answered."""
    fields = fields_of(question, stored)
    picture = stored.body.get("picture", {})
    shown = []
    if stored.picture_url:
        shown = [{"is": "picture", "url": stored.picture_url, "alt": picture.get("alt", "")}]
    if stored.kind == SPOT:
        squares = squares_of(stored)
        shown[0] |= {"columns": squares.columns, "rows": squares.down, "ratio": picture["height"] / picture["width"]}
    told = BLOCKS[stored.kind](fields)
    return {
        "no": question.position,
        "stem": inline_runs(stored.stem),
        "blocks": [*told, *shown] if stored.kind == SPOT else [*shown, *told],
    }


def lettered(options: Iterable[Json]) -> list[tuple[str, Json]]:
    """Options with their letters, in the order of the paper."""
    return [(ascii_uppercase[number % 26], option) for number, option in enumerate(options)]


def _hint(words: str) -> Block:
    return {"is": "hint", "text": words}


def _runs(option: Mapping[str, Any]) -> list[dict[str, str]]:
    return inline_runs(option.get("html") or "") or [{"text": option["text"], "style": ""}]


def _boxes(*texts: list[dict[str, str]]) -> Block:
    return {"is": "boxes", "options": list(texts)}


def _plain(text: str) -> list[dict[str, str]]:
    return [{"text": text, "style": ""}]


def _one_choice(q: QuestionFields) -> list[Block]:
    return [_hint(_("Tick one box.")), _boxes(*map(_runs, q.options))]


def _several(q: QuestionFields) -> list[Block]:
    limit = q.body.get("limit")
    words = _("Choose at most %(limit)s.", limit=limit) if limit else None
    return [
        _hint(words or _("Choose all that are right. A wrong choice costs points.")),
        _boxes(*map(_runs, q.options)),
    ]


def _true_false(_q: QuestionFields) -> list[Block]:
    return [_hint(_("Tick one box.")), _boxes(_plain(_("True")), _plain(_("False")))]


def _number(q: QuestionFields) -> list[Block]:
    units = list(q.body.get("unit_words") or q.body["units"])
    hint = [_hint(_("Write the number, and circle the unit."))] if len(units) > 1 else []
    return [*hint, {"is": "line", "label": _("Your number"), "after": "  /  ".join(units), "short": True}]


def _angle(_q: QuestionFields) -> list[Block]:
    return [
        _hint(_("Measure on the picture.")),
        {"is": "line", "label": _("Angle in degrees"), "after": "°", "short": True},
    ]


def _spot(q: QuestionFields) -> list[Block]:
    words = _(
        "Mark each place with a cross. The square in which the middle of a cross lies counts. At most %(limit)s "
        "crosses; a cross in the wrong place costs points.",
        limit=q.body["limit"],
    )
    return [_hint(words)]


def _short_text(q: QuestionFields) -> list[Block]:
    exactly = _("A word or a few, written exactly: capitals or accents matter.")
    loosely = _("A word or a few. Capitals, accents and spaces do not matter.")
    words = exactly if q.body["exactly"] else loosely
    return [_hint(words), {"is": "line", "label": _("Your answer"), "after": "", "short": False}]


def _matching(q: QuestionFields) -> list[Block]:
    words = _("Write for each line the letter of what belongs to it. A letter may fit several lines, or none.")
    prompts = {"is": "pairs", "prompts": [_runs(one) for one in q.body["prompts"]]}
    return [_hint(words), prompts, _letters(q.options)]


def _letters(options: Iterable[Json], label: str = "") -> Block:
    return {"is": "letters", "label": label, "options": [[sign, _runs(one)] for sign, one in lettered(options)]}


def _ordering(q: QuestionFields) -> list[Block]:
    words = _("Put the steps in order: write 1 into the box of the first step, 2 into that of the second, and so on.")
    return [_hint(words), _boxes(*map(_runs, q.options))]


def _gaps(q: QuestionFields) -> list[Block]:
    text: list[dict[str, str]] = []
    lists: list[Block] = []
    for number, (html, gap) in enumerate(q.pieces, 1):
        text += inline_runs(str(html))
        if gap:
            text.append({"text": str(number), "style": "gap"})
            if list(q.options_of(gap)):
                lists.append(_letters(q.options_of(gap), _("Gap %(number)s", number=number)))
    hint = (
        _("Write into each gap. Where a gap has a list, write the letter.")
        if lists
        else _("Fill the gaps in the text.")
    )
    return [_hint(hint), {"is": "text", "runs": text}, *lists]


def _manifest(q: QuestionFields) -> list[Block]:
    words = _("Tick each consignment that you would inspect. A needless inspection costs points.")
    if q.body["limit"]:
        words += " " + _("At most %(limit)s inspections.", limit=q.body["limit"])
    table = {"is": "table", "columns": list(q.body["columns"]), "rows": [line["cells"] for line in q.body["lines"]]}
    return [_hint(words), table, _boxes(_plain(_("None of them needs an inspection")))]


def _permit(q: QuestionFields) -> list[Block]:
    known = [[one["label"], one["text"]] for one in q.body["beside"]]
    beside = [{"is": "facts", "label": _("What you know besides"), "facts": known}] if known else []
    fields = [
        [{"text": f"{one['label']}: ", "style": "strong"}, *_plain(one["text"] or "–")] for one in q.body["fields"]
    ]
    words = _("Tick each field that is wrong. A right field that you tick costs points.")
    boxes = {"is": "boxes", "label": q.body["document"], "options": fields}
    return [*beside, _hint(words), boxes, _boxes(_plain(_("Nothing in this document is wrong")))]


BLOCKS: dict[str, Callable[[QuestionFields], list[Block]]] = {
    "one-choice": _one_choice,
    "several-choices": _several,
    "true-false": _true_false,
    "number": _number,
    "angle": _angle,
    "short-text": _short_text,
    "matching": _matching,
    "ordering": _ordering,
    "gaps": _gaps,
    "manifest": _manifest,
    "permit": _permit,
    SPOT: _spot,
}
