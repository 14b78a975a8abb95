"""Plans of a workshop on paper: the wall plan, a page for each room and person; a port of assessments, filled here."""

import json
from collections.abc import Mapping

from assessments.api import PlanSheets
from certificates.documents import typesetting
from certificates.documents.certificate_pdf import HOUSE
from certificates.documents.font_coverage import printable_part

PAGE = "workshop-plans"
LONGEST = 16  # signs of a word that a column holds at 11 pt; they are hyphenated where that helps


def workshop_plans_pdf(plans: PlanSheets) -> bytes:
    """The plans as one PDF of as many pages as they need; signs that no font has are left out."""
    return typesetting.pdf(HOUSE, PAGE, plan_inputs(plans), made_at=plans.made_at)


def plan_inputs(plans: PlanSheets) -> Mapping[str, str]:
    """What the page takes; words that no column holds may break, so that none runs over its edge."""
    shown = {
        "title": printable_part(plans.title),
        "language": plans.language,
        "sideways": plans.sideways,
        "sheets": [
            {
                "title": _printed(one.title),
                "facts": [[name, _printed(value)] for name, value in one.facts],
                "head": [_printed(cell) for cell in one.head],
                "rows": [[_printed(cell) for cell in row] for row in one.rows],
                "note": _printed(one.note),
            }
            for one in plans.sheets
        ],
    }
    return {"plans": json.dumps(shown, ensure_ascii=False)}


def _printed(text: str) -> str:
    lines = (printable_part(line) for line in text.split("\n"))
    return typesetting.may_break("\n".join(lines), LONGEST)
