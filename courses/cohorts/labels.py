"""What states of cohorts and participants are called on pages; lazy texts, so that each page speaks its language."""

from courses.cohorts.rules.board import BoardFilter, BoardOrder
from courses.cohorts.rules.joining import Fit
from courses.cohorts.rules.states import CohortState, ParticipantStatus, Phase
from lms.i18n import lazy

COHORT_STATES = {  # words and tone of a chip
    CohortState.PROPOSED: (lazy("waits for approval"), "warn"),
    CohortState.REFUSED: (lazy("refused"), "bad"),
    CohortState.OPEN: (lazy("open"), "ok"),
    CohortState.ENDED: (lazy("ended"), ""),
}
PHASES = {  # of an open cohort
    Phase.BEFORE: (lazy("not started yet"), "info"),
    Phase.RUNNING: (lazy("in progress"), "ok"),
    Phase.OVER: (lazy("past its last day"), "warn"),
}
STATUSES = {
    ParticipantStatus.JOINED: (lazy("in the cohort"), "ok"),
    ParticipantStatus.WAITS_FOR_APPROVAL: (lazy("waits for approval"), "warn"),
    ParticipantStatus.WAITS_FOR_RUN: (lazy("finishes another run first"), "warn"),
    ParticipantStatus.REFUSED: (lazy("not approved"), "bad"),
    ParticipantStatus.WITHDRAWN: (lazy("withdrawn"), ""),
    ParticipantStatus.MOVED: (lazy("moved to another cohort"), ""),
    ParticipantStatus.SUBSTITUTED: (lazy("substituted"), ""),
    ParticipantStatus.ENDED: (lazy("took part until the end"), ""),
}
JOINED = {  # said to an officer after joining
    Fit.NEW: lazy("You are in the cohort. The course is open to you."),
    Fit.RESUMES: lazy("You are in the cohort again. Continue where you stopped."),
    Fit.RUN_OPEN: lazy("Your choice is kept."),
    Fit.ELSEWHERE: lazy("You wait for approval: somebody responsible for your administration decides."),
    Fit.ALREADY_IN: lazy("You have joined this cohort already."),
}
BROUGHT = {  # said to a trainer about somebody who comes from elsewhere, such as a substitute
    Fit.NEW: lazy("The officer is in the cohort."),
    Fit.RESUMES: lazy("The officer is in the cohort again."),
    Fit.RUN_OPEN: lazy("The officer has another run of this course open, and decides what happens with it."),
    Fit.ELSEWHERE: lazy("The officer works elsewhere: somebody responsible there decides whether they may join."),
    Fit.ALREADY_IN: lazy("The officer is in the cohort already."),
}
BOARD_FILTERS = {
    BoardFilter.ALL: lazy("All"),
    BoardFilter.NEED_YOU: lazy("Need you"),
    BoardFilter.NOT_BEGUN: lazy("Not begun"),
    BoardFilter.BEHIND: lazy("Behind"),
    BoardFilter.STUCK: lazy("Stuck"),
    BoardFilter.WAITS_FOR_EXAM: lazy("Wait for the exam"),
    BoardFilter.PASSED: lazy("Passed"),
}
BOARD_ORDERS = {
    BoardOrder.NAME: lazy("By name"),
    BoardOrder.PROGRESS: lazy("Least far first"),
    BoardOrder.SEEN: lazy("Longest away first"),
}
