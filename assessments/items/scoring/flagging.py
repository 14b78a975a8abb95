"""Flags: parts that a person accuses, and the plain statement that there is nothing to accuse."""

from collections.abc import Sequence

from assessments.items.scoring.answers import BadAnswer, Form, Phrase
from lms.gettext_noop import N_

NOTHING = "=nothing"  # the box that says so; no id of a part has such a sign
MOST_SENT = 100

FLAG_PHRASES = {
    "notLine": Phrase(N_("This line does not exist. Choose one of the lines shown.")),
    "noneAndMore": Phrase(N_("You ticked “none” and something else too. Clear one of the two.")),
    "ticked": Phrase(N_("You ticked %(ticked)s. Tick at most %(limit)s."), {"ticked": "{ticked}", "limit": "{limit}"}),
}


def check_flags(ids: Sequence[str], raw: object, limit: int | None = None) -> list[str] | None:
    """The flagged ids in the order of the parts, each once; [] is “nothing is wrong”, None is no answer."""
    if raw is None or raw == "":
        return None
    chosen = raw if isinstance(raw, list | tuple) else [raw]
    if len(chosen) > MOST_SENT:
        raise BadAnswer(N_("These are more choices than there are options."))
    if any(not isinstance(one, str) or one not in (*ids, NOTHING) for one in chosen):
        raise BadAnswer(N_("This line does not exist. Choose one of the lines shown."))
    if NOTHING in chosen and len(set(chosen)) > 1:
        raise BadAnswer(N_("You ticked “none” and something else too. Clear one of the two."))
    found = [one for one in ids if one in chosen]
    if limit is not None and len(found) > limit:
        raise BadAnswer(N_("You ticked %(ticked)s. Tick at most %(limit)s."), ticked=len(found), limit=limit)
    return found


def flags_of(form: Form) -> object:
    """Every ticked field `answer`; None where none was ticked."""
    return [value for value in form.get("answer", ()) if value] or None
