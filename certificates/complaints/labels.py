"""Words for what stands in tables of complaints."""

from typing import Any

from certificates.complaints.rules import (
    ComplaintAct,
    ComplaintBarrier,
    ComplaintFinding,
    ComplaintState,
    ComplaintTopic,
)
from lms.i18n import lazy as _l

TOPICS: dict[str, Any] = {
    ComplaintTopic.COURSE: _l("A course or its content"),
    ComplaintTopic.TRAINING: _l("A training or a trainer"),
    ComplaintTopic.ASSESSMENT: _l("An exam, a workshop or an assessor"),
    ComplaintTopic.CERTIFICATE: _l("A certificate, or how somebody uses one"),
    ComplaintTopic.PERSON: _l("How somebody of the programme behaved"),
    ComplaintTopic.DATA: _l("Data about me"),
    ComplaintTopic.OTHER: _l("Something else"),
}
STATES: dict[str, tuple[Any, str]] = {
    ComplaintState.RECEIVED: (_l("received"), "warn"),
    ComplaintState.ACKNOWLEDGED: (_l("being looked into"), "info"),
    ComplaintState.CLOSED: (_l("closed"), ""),
}
ACTS: dict[str, Any] = {
    ComplaintAct.ADDED: _l("More was said"),
    ComplaintAct.ACKNOWLEDGED: _l("Receipt confirmed"),
    ComplaintAct.NOTED: _l("Note for quality officers"),
    ComplaintAct.CLOSED: _l("Closed"),
    ComplaintAct.REOPENED: _l("Opened again"),
}
FINDINGS: dict[str, Any] = {
    ComplaintFinding.UPHELD: _l("The complaint is justified"),
    ComplaintFinding.PARTLY: _l("The complaint is partly justified"),
    ComplaintFinding.NOT_UPHELD: _l("The complaint is not justified"),
    ComplaintFinding.ELSEWHERE: _l("Another body decides"),
}
BARRIERS: dict[str, Any] = {
    ComplaintBarrier.OWN: _l("You made this complaint. Another quality officer handles it."),
    ComplaintBarrier.CONCERNED: _l("This complaint is about you. Another quality officer handles it."),
    ComplaintBarrier.DEPENDENT: _l("Your rights come from the person concerned. Another quality officer handles it."),
}
