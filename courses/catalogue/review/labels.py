"""How the pieces of a course are called."""

from collections.abc import Mapping
from typing import Any

from courses.catalogue.review.rules.standing import PieceKind
from lms.i18n import lazy as _l

PIECES: Mapping[str, Any] = {
    PieceKind.LESSON: _l("Lesson"),
    PieceKind.QUESTION: _l("Question"),
    PieceKind.WORD: _l("Word"),
}
