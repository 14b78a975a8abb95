"""What a scheme may name that is not its own: rights, parts, ties and topics, from whoever defines them."""

from assessments.api import ActingPart, ExamPermission, PracticalPermission, Tie
from certificates.permissions import CertificatePermission, SchemePermission
from certificates.schemes.rules.checking import Vocabulary
from courses.api import CoursePermission

TOPICS = ("training-frameworks", "legal-instruments", "risk-management", "operations")  # of terms of reference

VOCABULARY = Vocabulary(
    rights=frozenset(
        str(one)
        for kind in (SchemePermission, CertificatePermission, PracticalPermission, ExamPermission, CoursePermission)
        for one in kind
    ),
    parts=frozenset(map(str, ActingPart)),
    ties=frozenset({str(Tie.TAUGHT), str(Tie.SAME_MISSION)}),
    topics=frozenset(TOPICS),
)
