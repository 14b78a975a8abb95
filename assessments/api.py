"""What other packages may use of assessments."""

from assessments.decisions.forms import SanctionForm
from assessments.decisions.kinds import (
    DECISION_KINDS,
    DecisionFacts,
    DecisionKind,
    ObjectionFacts,
    SubjectAddresses,
    kind_of,
)
from assessments.decisions.labels import STATES as DECISION_STATES
from assessments.decisions.models import Decision
from assessments.decisions.queries import (
    decisions_about,
    decisions_told,
    facts_of,
    waits_for_second,
)
from assessments.decisions.rules import DecisionState, ObjectionOutcome, SittingBar, last_day_to_object
from assessments.decisions.services.deciding import Proposal, confirm, decide_alone, lift, propose, refuse
from assessments.exams.printed.ports import PRINTED_PAPERS, PaperPrinter, PaperSheets, PrintedPicture
from assessments.exams.queries.bars import sitting_barred
from assessments.exams.queries.board import AttemptLine, attempts_in
from assessments.exams.queries.care import managed_addresses
from assessments.exams.queries.passed import CutRecord, PassedExam, passed_exams
from assessments.exams.queries.revising import wrong_lessons
from assessments.exams.queries.sums import final_passes
from assessments.exams.rules.supervision import Supervision
from assessments.independence.api import (
    CONFLICT_FACTS,
    DEFAULT_INTERVALS,
    ActingPart,
    ConflictFacts,
    Fact,
    Tie,
    TieIntervals,
    demand_free,
    obstacles_between,
    part_said,
    tie_said,
    waive,
)
from assessments.missions.scope_kind import MISSION
from assessments.permissions import ExamPermission, PracticalPermission, PracticalRole
from assessments.ports import PROTOCOL_SHEETS, ProtocolSheet
from assessments.workshops.scope_kind import WORKSHOP

__all__ = [
    "CONFLICT_FACTS",
    "DECISION_KINDS",
    "DECISION_STATES",
    "DEFAULT_INTERVALS",
    "MISSION",
    "PRINTED_PAPERS",
    "PROTOCOL_SHEETS",
    "WORKSHOP",
    "ActingPart",
    "AttemptLine",
    "ConflictFacts",
    "CutRecord",
    "Decision",
    "DecisionFacts",
    "DecisionKind",
    "DecisionState",
    "ExamPermission",
    "Fact",
    "ObjectionFacts",
    "ObjectionOutcome",
    "PaperPrinter",
    "PaperSheets",
    "PassedExam",
    "PracticalPermission",
    "PracticalRole",
    "PrintedPicture",
    "Proposal",
    "ProtocolSheet",
    "SanctionForm",
    "SittingBar",
    "SubjectAddresses",
    "Supervision",
    "Tie",
    "TieIntervals",
    "attempts_in",
    "confirm",
    "decide_alone",
    "decisions_about",
    "decisions_told",
    "demand_free",
    "facts_of",
    "final_passes",
    "kind_of",
    "last_day_to_object",
    "lift",
    "managed_addresses",
    "obstacles_between",
    "part_said",
    "passed_exams",
    "propose",
    "refuse",
    "sitting_barred",
    "tie_said",
    "waits_for_second",
    "waive",
    "wrong_lessons",
]
