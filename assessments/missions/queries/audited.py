"""What the audit trail is compared with: teams, parts of reports, deliveries, what hosts said, annexes, practice."""

from assessments.missions.events import (
    MissionAnnexReleased,
    MissionAnnexSigned,
    MissionEntryWritten,
    MissionFollowedUp,
    MissionHostAnswered,
    MissionMemberJoined,
    MissionReportDelivered,
    OperationPracticeObserved,
)
from assessments.missions.models import (
    MissionAnnex,
    MissionAnnexVersion,
    MissionEntryRevision,
    MissionFollowUp,
    MissionHostAnswer,
    MissionMember,
    MissionReport,
    OperationPractice,
)
from lms.audited_rows import rows_of
from lms.ports import AuditedRecords

members = rows_of(
    "mission", MissionMember.mission_id, MissionMember.id, member_id=MissionMember.id,
    person_id=MissionMember.person_id, part=MissionMember.part, supervised_by_id=MissionMember.supervised_by_id,
)  # fmt: skip
entries = rows_of(
    "mission-entry", MissionEntryRevision.entry_id, MissionEntryRevision.id, number=MissionEntryRevision.number,
    removed=MissionEntryRevision.removed,
)  # fmt: skip
reports = rows_of(
    "mission", MissionReport.mission_id, MissionReport.id, number=MissionReport.number, digest=MissionReport.digest
)
answers = rows_of("mission-report", MissionHostAnswer.report_id, MissionHostAnswer.id, what=MissionHostAnswer.said)
followed = rows_of(
    "mission", MissionFollowUp.mission_id, MissionFollowUp.id, MissionFollowUp.answered_at.is_not(None),
    months=MissionFollowUp.months,
)  # fmt: skip
annexes = rows_of(
    "mission-annex", MissionAnnexVersion.annex_id, MissionAnnexVersion.id, MissionAnnexVersion.signed_at.is_not(None),
    number=MissionAnnexVersion.number, digest=MissionAnnexVersion.digest, reason=MissionAnnexVersion.reason,
)  # fmt: skip
released = rows_of(
    "mission-annex", MissionAnnex.id, MissionAnnex.id, MissionAnnex.released_at.is_not(None),
    candidate_id=MissionAnnex.candidate_id,
)  # fmt: skip
practice = rows_of(
    "person", OperationPractice.person_id, OperationPractice.id, practice_id=OperationPractice.id,
    activity_id=OperationPractice.activity_id, digest=OperationPractice.digest,
)  # fmt: skip

AUDITED: tuple[AuditedRecords, ...] = (
    AuditedRecords("members of missions", MissionMemberJoined.name, members, paired_by="member_id"),
    AuditedRecords("parts of mission reports", MissionEntryWritten.name, entries),
    AuditedRecords("delivered mission reports", MissionReportDelivered.name, reports),
    AuditedRecords("what hosts said of mission reports", MissionHostAnswered.name, answers),
    AuditedRecords("recommendations of missions followed up", MissionFollowedUp.name, followed, paired_by="months"),
    AuditedRecords("signed annexes of missions", MissionAnnexSigned.name, annexes, paired_by="number"),
    AuditedRecords("released annexes of missions", MissionAnnexReleased.name, released),
    AuditedRecords("practice in operations", OperationPracticeObserved.name, practice),
)
