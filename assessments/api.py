"""What other packages may use of assessments."""

from assessments.candidate_files.rules import AppealPeriod
from assessments.candidate_files.services import set_keeping
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
from assessments.decisions.queries import decisions_about, decisions_told, facts_of, waits_for_second
from assessments.decisions.rules import DecisionState, ObjectionOutcome, SittingBar, last_day_to_object
from assessments.decisions.services.deciding import Proposal, confirm, decide_alone, lift, propose, refuse
from assessments.evidence.api import EvidenceRecord, WitnessWord, dossier_sheet, evidence_of
from assessments.exams.printed.ports import PRINTED_PAPERS, PaperPrinter, PaperSheets, PrintedPicture
from assessments.exams.queries.bars import sitting_barred
from assessments.exams.queries.board import AttemptLine, attempts_in
from assessments.exams.queries.care import attempt_titles, managed_addresses
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
    waivers_between,
)
from assessments.missions.queries.evidence import (
    AssignedMission,
    MissionEvidence,
    candidates_concerned,
    candidates_on,
    mission_evidence,
    missions_assigned,
)
from assessments.missions.queries.practice_known import MissionPractice, practice_in_missions
from assessments.missions.scope_kind import MISSION
from assessments.missions.services.annexes import release_annexes
from assessments.permissions import ExamPermission, PracticalPermission, PracticalRole
from assessments.ports import (
    APPEAL_PERIODS,
    CREDENTIALS_IN_FORCE,
    DOSSIERS,
    EVIDENCE_READERS,
    EVIDENCE_SOURCES,
    MARKING_SHEETS,
    MISSION_SHEETS,
    PROTOCOL_SHEETS,
    WORKSHOP_PLANS,
    CredentialsInForce,
    DossierPiece,
    DossierSheet,
    EvidenceSource,
    FoundEvidence,
    MissionSheet,
    PaperCriterion,
    PaperMarkingSheet,
    PlanSheet,
    PlanSheets,
    ProtocolSheet,
)
from assessments.rubrics.rules.definition import (
    Criterion,
    GlobalGrade,
    RubricDefinition,
    RubricLevel,
    definition_as_data,
    definition_digest,
    definition_from_data,
    in_language,
    rubric_total,
)
from assessments.rubrics.rules.reading import read_rubric, read_rubric_text
from assessments.rubrics.services import load_rubric
from assessments.sheets.pages.recommending import SignedRecommendation, signed_said
from assessments.sheets.ports import DECIDED_PERFORMANCES, DecidedPerformances
from assessments.sheets.queries.observations import trainee_of
from assessments.sheets.queries.recommendations import FoundRecommendation, recommendations_of
from assessments.sheets.queries.results import (
    ObservationResult,
    PerformanceResult,
    observation_results,
    people_of_performances,
    results_of_people,
)
from assessments.sheets.rules.progress import PerformanceState
from assessments.statistics.standards.exam_rule import ExamRuleSettings, StationScore, exam_outcome
from assessments.workshops.scope_kind import WORKSHOP

__all__ = [
    "APPEAL_PERIODS",
    "CONFLICT_FACTS",
    "CREDENTIALS_IN_FORCE",
    "DECIDED_PERFORMANCES",
    "DECISION_KINDS",
    "DECISION_STATES",
    "DEFAULT_INTERVALS",
    "DOSSIERS",
    "EVIDENCE_READERS",
    "EVIDENCE_SOURCES",
    "MARKING_SHEETS",
    "MISSION",
    "MISSION_SHEETS",
    "PRINTED_PAPERS",
    "PROTOCOL_SHEETS",
    "WORKSHOP",
    "WORKSHOP_PLANS",
    "ActingPart",
    "AppealPeriod",
    "AssignedMission",
    "AttemptLine",
    "ConflictFacts",
    "CredentialsInForce",
    "Criterion",
    "CutRecord",
    "DecidedPerformances",
    "Decision",
    "DecisionFacts",
    "DecisionKind",
    "DecisionState",
    "DossierPiece",
    "DossierSheet",
    "EvidenceRecord",
    "EvidenceSource",
    "ExamPermission",
    "ExamRuleSettings",
    "Fact",
    "FoundEvidence",
    "FoundRecommendation",
    "GlobalGrade",
    "MissionEvidence",
    "MissionPractice",
    "MissionSheet",
    "ObjectionFacts",
    "ObjectionOutcome",
    "ObservationResult",
    "PaperCriterion",
    "PaperMarkingSheet",
    "PaperPrinter",
    "PaperSheets",
    "PassedExam",
    "PerformanceResult",
    "PerformanceState",
    "PlanSheet",
    "PlanSheets",
    "PracticalPermission",
    "PracticalRole",
    "PrintedPicture",
    "Proposal",
    "ProtocolSheet",
    "RubricDefinition",
    "RubricLevel",
    "SanctionForm",
    "SignedRecommendation",
    "SittingBar",
    "StationScore",
    "SubjectAddresses",
    "Supervision",
    "Tie",
    "TieIntervals",
    "WitnessWord",
    "attempt_titles",
    "attempts_in",
    "candidates_concerned",
    "candidates_on",
    "confirm",
    "decide_alone",
    "decisions_about",
    "decisions_told",
    "definition_as_data",
    "definition_digest",
    "definition_from_data",
    "demand_free",
    "dossier_sheet",
    "evidence_of",
    "exam_outcome",
    "facts_of",
    "final_passes",
    "in_language",
    "kind_of",
    "last_day_to_object",
    "lift",
    "load_rubric",
    "managed_addresses",
    "mission_evidence",
    "missions_assigned",
    "observation_results",
    "obstacles_between",
    "part_said",
    "passed_exams",
    "people_of_performances",
    "practice_in_missions",
    "propose",
    "read_rubric",
    "read_rubric_text",
    "recommendations_of",
    "refuse",
    "release_annexes",
    "results_of_people",
    "rubric_total",
    "set_keeping",
    "signed_said",
    "sitting_barred",
    "tie_said",
    "trainee_of",
    "waits_for_second",
    "waive",
    "waivers_between",
    "wrong_lessons",
]
