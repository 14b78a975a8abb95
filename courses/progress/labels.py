"""What states and filters of progress are called on pages."""

from courses.cohorts.rules.board import BoardFilter, BoardOrder
from courses.progress.rules import LastSeen
from lms.i18n import lazy
from lms.people.api import PlaceKind

STATES = {
    BoardFilter.ALL: lazy("All"),
    BoardFilter.NOT_BEGUN: lazy("Not started"),
    BoardFilter.IN_PROGRESS: lazy("In progress"),
    BoardFilter.STUCK: lazy("Stuck"),
    BoardFilter.WAITS_FOR_EXAM: lazy("Wait for the exam"),
    BoardFilter.FAILED: lazy("Not passed"),
    BoardFilter.PASSED: lazy("Passed"),
}
ORDERS = {
    BoardOrder.ATTENTION: lazy("Needs attention first"),
    BoardOrder.NAME: lazy("By name"),
    BoardOrder.PROGRESS: lazy("Least progress first"),
    BoardOrder.SEEN: lazy("Longest away first"),
}
LAST_SEEN = {
    LastSeen.ANY: lazy("At any time"),
    LastSeen.WEEK: lazy("In the last 7 days"),
    LastSeen.MONTH: lazy("In the last 30 days"),
    LastSeen.LONGER: lazy("Longer ago"),
    LastSeen.NEVER: lazy("Never"),
}
PLACES = {
    PlaceKind.UNIT: lazy("Unit"),
    PlaceKind.ADMINISTRATION: lazy("Administration"),
    PlaceKind.COUNTRY: lazy("Country"),
}
