"""Who may see and run which codes of forms, and whose supervisors' forms one sees: for one and for many."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, or_

from courses.learning.rules.progress import GroupRef
from courses.permissions import CoursePermission
from courses.surveys.models import SupervisorRequest, SurveyCode
from lms.access import Viewer
from lms.people.api import people_in_scope


def may_run(viewer: Viewer, code: SurveyCode, groups: Collection[GroupRef]) -> bool:
    """Whoever made a code runs it, and whoever runs the forms of its group."""
    if not viewer.may(CoursePermission.SURVEY_RUN):
        return False
    if code.made_by_id == viewer.id:
        return True
    return code.group_kind is not None and code.group_id is not None and (
        GroupRef(code.group_kind, code.group_id) in groups
    )  # fmt: skip


def codes_run_by(viewer: Viewer, groups: Collection[GroupRef]) -> ColumnElement[bool]:
    """The same rule as a filter, for whoever holds the permission."""
    kinds = {group.kind for group in groups}
    return or_(
        SurveyCode.made_by_id == viewer.id,
        *(
            and_(
                SurveyCode.group_kind == kind,
                SurveyCode.group_id.in_([group.id for group in groups if group.kind == kind]),
            )
            for kind in sorted(kinds)
        ),
    )


def requests_seen_by(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter: the requests about officers whom this viewer's right to run forms reaches, never one's own."""
    reached = people_in_scope(viewer, CoursePermission.SURVEY_RUN, SupervisorRequest.person_id.expression)
    return and_(reached, SupervisorRequest.person_id != viewer.id)
