"""What topics, parts, sections and states of missions are called; lazy texts, so that each page speaks its language."""

from collections.abc import Mapping
from typing import Any

from assessments.missions.models import MissionPart
from assessments.missions.rules.entries import EntryFault, ObservationGrade, Priority, Section, TaskState, Topic
from assessments.missions.rules.following import FollowUpState
from assessments.missions.rules.hosts import HostSaid
from assessments.missions.rules.readiness import Readiness
from lms.i18n import lazy as _l

TOPICS: Mapping[str, Any] = {
    Topic.TRAINING: _l("Training frameworks"),
    Topic.LEGAL: _l("Legal instruments"),
    Topic.RISK: _l("Risk management"),
    Topic.OPERATIONS: _l("Operations"),
}
PARTS: Mapping[str, Any] = {
    MissionPart.LEAD: _l("Lead"),
    MissionPart.FACILITATOR: _l("Facilitator"),
    MissionPart.SUPERVISING_EXPERT: _l("Supervising expert"),
    MissionPart.CANDIDATE: _l("Candidate"),
}
SECTIONS: Mapping[str, Any] = {
    Section.INTERVIEW: _l("Interviews"),
    Section.OBSERVATION: _l("Observations"),
    Section.RECOMMENDATION: _l("Recommendations"),
    Section.TASK: _l("Action plan"),
}
ONE_OF: Mapping[str, Any] = {
    Section.INTERVIEW: _l("Interview"),
    Section.OBSERVATION: _l("Observation"),
    Section.RECOMMENDATION: _l("Recommendation"),
    Section.TASK: _l("Task"),
}
GRADES: Mapping[str, Any] = {
    ObservationGrade.STRENGTH: _l("Strength"),
    ObservationGrade.NEED: _l("Need"),
    ObservationGrade.URGENT_NEED: _l("Urgent need"),
}
PRIORITIES: Mapping[str, Any] = {Priority.HIGH: _l("High"), Priority.MEDIUM: _l("Medium"), Priority.LOW: _l("Low")}
TASK_STATES: Mapping[str, Any] = {
    TaskState.OPEN: _l("Open"),
    TaskState.UNDER_WAY: _l("In progress"),
    TaskState.DONE: _l("Done"),
}
FIELDS: Mapping[str, Any] = {
    "topic": _l("Topic"),
    "office": _l("Function of the person"),
    "held_on": _l("Day of the interview"),
    "finding": _l("Finding"),
    "evidence": _l("Evidence"),
    "grade": _l("Grade"),
    "words": _l("Text"),
    "priority": _l("Priority"),
    "owner": _l("Owner, by role"),
    "due_on": _l("Due on"),
    "indicator": _l("Indicator"),
    "state": _l("Status"),
}
OFFERED: Mapping[str, Mapping[str, Any]] = {
    "topic": TOPICS,
    "grade": GRADES,
    "priority": PRIORITIES,
    "state": TASK_STATES,
}
FAULTS: Mapping[EntryFault, Any] = {
    EntryFault.MISSING: _l("Fill in this field."),
    EntryFault.TOO_LONG: _l("This text is too long. Make it shorter."),
    EntryFault.NOT_OFFERED: _l("Choose from the list."),
    EntryFault.NO_DAY: _l("Write the day as year, month and day, such as 2027-03-31."),
}
HOST_SAID: Mapping[str, Any] = {
    HostSaid.FEEDBACK: _l("The host gave feedback"),
    HostSaid.REFUSED: _l("The host gives no feedback"),
    HostSaid.SILENT: _l("The host did not answer for 15 days"),
    HostSaid.RELEASED: _l("The host released the report for the overview of all countries"),
    HostSaid.KEPT_BACK: _l("The host withdrew the release"),
}
FOLLOWED: Mapping[str, Any] = {
    FollowUpState.DONE: _l("Done"),
    FollowUpState.UNDER_WAY: _l("In progress"),
    FollowUpState.NOT: _l("Not done"),
}
READINESS: Mapping[str, Any] = {
    Readiness.READY: _l("Ready for the final assessment"),
    Readiness.NEARLY: _l("Nearly ready: see the needs"),
    Readiness.NOT_YET: _l("Not ready yet"),
    Readiness.CANNOT_SAY: _l("Too little was seen to say"),
}
