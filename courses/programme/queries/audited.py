"""What the audit trail is compared with: states of activities, and the cohorts that were put into them."""

from courses.programme.events import ActivityCohortLinked, ActivityStateChanged
from courses.programme.models import ActivityCohort, ActivityState
from lms.audited_rows import rows_of
from lms.ports import AuditedRecords

states = rows_of(
    "activity", ActivityState.activity_id, ActivityState.id, after=ActivityState.status, reason=ActivityState.reason
)
cohorts = rows_of("activity", ActivityCohort.activity_id, ActivityCohort.id, cohort_id=ActivityCohort.cohort_id)

AUDITED: tuple[AuditedRecords, ...] = (
    AuditedRecords("states of activities", ActivityStateChanged.name, states),
    AuditedRecords("cohorts of activities", ActivityCohortLinked.name, cohorts),
)
