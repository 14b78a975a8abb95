"""What states of cohorts and participants are called on pages; lazy texts, so that each page speaks its language."""

from courses.cohorts.rules.board import BoardFilter, BoardOrder
from courses.cohorts.rules.import_undo import KeptBecause
from courses.cohorts.rules.imports import ImportState, RowState
from courses.cohorts.rules.joining import Fit
from courses.cohorts.rules.meeting_codes import CodeVerdict
from courses.cohorts.rules.meetings import MeetingStep
from courses.cohorts.rules.recurrence import ClockReading, SeriesRefusal
from courses.cohorts.rules.rolls import LineSource, Presence
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
    ParticipantStatus.WAITS_FOR_RUN: (lazy("first finishes an earlier start"), "warn"),
    ParticipantStatus.REFUSED: (lazy("not approved"), "bad"),
    ParticipantStatus.WITHDRAWN: (lazy("withdrawn"), ""),
    ParticipantStatus.MOVED: (lazy("moved to another cohort"), ""),
    ParticipantStatus.SUBSTITUTED: (lazy("replaced"), ""),
    ParticipantStatus.ENDED: (lazy("took part until the end"), ""),
}
JOINED = {  # said to an officer after joining
    Fit.NEW: lazy("You are in the cohort. The course is open to you."),
    Fit.RESUMES: lazy("You are in the cohort again. Continue where you stopped."),
    Fit.RUN_OPEN: lazy("Your choice is saved."),
    Fit.ELSEWHERE: lazy("You wait for approval: somebody responsible for your administration decides."),
    Fit.ALREADY_IN: lazy("You have joined this cohort already."),
}
BROUGHT = {  # said to a trainer about somebody who comes from elsewhere, such as a substitute
    Fit.NEW: lazy("The officer is in the cohort."),
    Fit.RESUMES: lazy("The officer is in the cohort again."),
    Fit.RUN_OPEN: lazy("The officer has already started this course, and decides what happens with it."),
    Fit.ELSEWHERE: lazy("The officer works elsewhere: somebody responsible there decides whether they may join."),
    Fit.ALREADY_IN: lazy("The officer is in the cohort already."),
}
BOARD_FILTERS = {
    BoardFilter.ALL: lazy("All"),
    BoardFilter.NEED_YOU: lazy("Need help"),
    BoardFilter.LATE: lazy("Late"),
    BoardFilter.NOT_BEGUN: lazy("Not started"),
    BoardFilter.BEHIND: lazy("Behind"),
    BoardFilter.STUCK: lazy("Stuck"),
    BoardFilter.WAITS_FOR_EXAM: lazy("Wait for the exam"),
    BoardFilter.FAILED: lazy("Not passed"),
    BoardFilter.PASSED: lazy("Passed"),
}
BOARD_ORDERS = {
    BoardOrder.NAME: lazy("By name"),
    BoardOrder.PROGRESS: lazy("Least progress first"),
    BoardOrder.SEEN: lazy("Longest away first"),
}
ROW_STATES = {  # what becomes of a row of an import
    RowState.NEW: (lazy("new: an account is proposed"), "info"),
    RowState.JOINS: (lazy("joins"), "ok"),
    RowState.WAITS_FOR_RUN: (lazy("first finishes an earlier start"), "ok"),
    RowState.ELSEWHERE: (lazy("from another administration: waits for approval"), "warn"),
    RowState.ALREADY_IN: (lazy("already in the cohort"), ""),
    RowState.PROPOSED: (lazy("an account is proposed already"), ""),
    RowState.SIMILAR: (lazy("similar name"), "warn"),
    RowState.MISTYPED: (lazy("address typed wrong?"), "warn"),
    RowState.TWICE: (lazy("twice in the file"), ""),
    RowState.NO_PLACE: (lazy("no administration"), "bad"),
    RowState.UNREADABLE: (lazy("cannot be read"), "bad"),
    RowState.CLOSED: (lazy("the account is closed"), "bad"),
    RowState.LEADS: (lazy("leads the cohort"), ""),
    RowState.NOT_AGAIN: (lazy("may not start the course again"), "bad"),
}
IMPORT_STATES = {
    ImportState.CHECKED: (lazy("not imported"), "warn"),
    ImportState.APPLYING: (lazy("in progress"), "info"),
    ImportState.APPLIED: (lazy("imported"), "ok"),
    ImportState.UNDONE: (lazy("reversed"), ""),
}
KEPT_BECAUSE = {
    KeptBecause.CHANGED: lazy("Their place in the cohort has changed since."),
    KeptBecause.USED: lazy("They have started the course."),
    KeptBecause.SIGNED_IN: lazy("They have signed in, so the account stays open."),
    KeptBecause.ELSEWHERE: lazy("The account is used in another cohort or course."),
    KeptBecause.NOT_YOURS: lazy("You may not close this account. Ask the person who manages people there."),
}
STEPS = {  # of a meeting; one that is planned as usual needs no word
    MeetingStep.SCHEDULED: None,
    MeetingStep.MOVED: (lazy("moved"), "warn"),
    MeetingStep.CHANGED: (lazy("changed"), "info"),
    MeetingStep.CANCELLED: (lazy("cancelled"), "bad"),
}
PRESENCES = {
    Presence.PRESENT: (lazy("present"), "ok"),
    Presence.LATE: (lazy("late"), "warn"),
    Presence.LEFT_EARLY: (lazy("left early"), "warn"),
    Presence.EXCUSED: (lazy("excused"), "info"),
    Presence.ABSENT: (lazy("absent"), "bad"),
}
LINE_SOURCES = {
    LineSource.LIST: lazy("on the list"),
    LineSource.SHEET: lazy("from the printed sheet"),
    LineSource.DECISION: lazy("by decision"),
    LineSource.CODE: lazy("with the code"),
    LineSource.SELF: lazy("by themselves"),
}
CLOCKS = {  # of a time of the wall clock
    ClockReading.SKIPPED: lazy(
        "The clocks go forward on this day, and %(typed)s does not exist. The meeting starts at %(held)s."
    ),
    ClockReading.TWICE: lazy(
        "The clocks go back on this day, and there are two times %(typed)s. The first one is used."
    ),
}
SERIES_REFUSALS = {
    SeriesRefusal.NO_WEEKDAY: ("weekdays", lazy("Choose at least one day of the week.")),
    SeriesRefusal.NO_END: ("until", lazy("Say when the series ends: either its last day or a number.")),
    SeriesRefusal.NOTHING: ("until", lazy("There is no such day of the week between the first day and the last.")),
    SeriesRefusal.TOO_MANY: ("until", lazy("A series has at most 200 meetings and lasts at most three years.")),
    SeriesRefusal.BAD_LENGTH: ("minutes", lazy("A meeting lasts from 5 minutes to 12 hours.")),
    SeriesRefusal.UNKNOWN_ZONE: ("day", lazy("Choose a time zone from the list.")),
}
CODE_REFUSALS = {
    CodeVerdict.LATE: lazy(
        "This code has expired. Type the code that is on the screen now. If the meeting is "
        "over, ask your trainer to record your attendance."
    ),
    CodeVerdict.WRONG: lazy(
        "This is not the code of this meeting. Look at the screen and type the eight digits again."
    ),
}
