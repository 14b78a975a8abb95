"""How pieces stand, in a word or two."""

from collections.abc import Iterable, Mapping
from typing import Any

from courses.catalogue.review.rules.standing import Need, PieceState, ReviewVerdict
from courses.permissions import CourseRole
from lms.i18n import lazy as _l

STATES: Mapping[str, tuple[Any, str]] = {
    PieceState.NEVER: (_l("not checked yet"), ""),
    PieceState.CHECKED: (_l("checked"), "ok"),
    PieceState.CHANGED: (_l("changed since"), "warn"),
    PieceState.RETURNED: (_l("returned"), "bad"),
}
VERDICTS: Mapping[str, Any] = {ReviewVerdict.SIGNED: _l("signed"), ReviewVerdict.RETURNED: _l("returned")}
ROLES: Mapping[str, Any] = {
    CourseRole.LAW_SPECIALIST: _l("Specialist in law"),
    CourseRole.SPECIES_SPECIALIST: _l("Specialist in species"),
}


def need_words(needs: Iterable[Need], names: Mapping[int, str]) -> list[str]:
    """Whose signatures are needed, each in words."""
    return [names.get(one.person_id, "") if one.person_id is not None else str(ROLES[one.role]) for one in needs]
