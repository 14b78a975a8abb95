"""How differences and places are called on pages."""

from courses.impact.rules.listings import DifferenceKind
from courses.impact.rules.places import PassageKind
from lms.i18n import lazy as _l

DIFFERENCES = {
    DifferenceKind.APPENDIX: (_l("Other Appendix"), "bad"),
    DifferenceKind.ANNOTATION: (_l("Other annotation"), "bad"),
    DifferenceKind.LEFT: (_l("Left the Appendices"), "bad"),
    DifferenceKind.NEW: (_l("Listed now"), "bad"),
    DifferenceKind.NOT_FOUND: (_l("Not in the list"), "warn"),
    DifferenceKind.HIGHER: (_l("Listed with its group"), "info"),
}
KINDS = {
    PassageKind.LESSON: _l("Lesson"),
    PassageKind.QUESTION: _l("Question"),
    PassageKind.WORD: _l("Word"),
    PassageKind.FIGURE: _l("Figure"),
    PassageKind.COURSE: _l("Course"),
    PassageKind.SOURCE: _l("Source"),
}
