"""What other areas and packages may use of evidence."""

from assessments.evidence.dossier import dossier_sheet
from assessments.evidence.queries import EvidenceRecord, evidence_of
from assessments.evidence.rules import WitnessWord
from assessments.evidence.services import note_dossier_read

__all__ = ["EvidenceRecord", "WitnessWord", "dossier_sheet", "evidence_of", "note_dossier_read"]
