"""What exams and attempts are called in the record of what happened, and where they are."""

from collections.abc import Collection, Mapping

from flask import url_for
from sqlalchemy.orm import Session

from assessments.exams.queries.care import attempt_titles, managed_addresses
from assessments.exams.queries.managing import exams_openable
from lms.access import Viewer
from lms.i18n import _, language
from lms.ports import SubjectLink

EXAM, ATTEMPT = "exam", "attempt"


class ExamLinks:
    """Leads to exams, and to the attempts on which the viewer decides."""

    kinds = frozenset({EXAM, ATTEMPT})

    def links(self, session: Session, viewer: Viewer, kind: str, ids: Collection[int]) -> Mapping[int, SubjectLink]:
        """Those of them that the viewer may open."""
        if kind == EXAM:
            found = exams_openable(session, viewer, ids, language())
            return {
                number: SubjectLink(title, url_for("exams.manage_exam", uuid=uuid))
                for number, (title, uuid) in found.items()
            }
        addresses = managed_addresses(session, viewer, ids)
        titles = attempt_titles(session, addresses.keys(), language()) if addresses else {}
        return {
            number: SubjectLink(", ".join([title, _("attempt %(number)s", number=no)]), addresses[number])
            for number, (title, no) in titles.items()
        }
