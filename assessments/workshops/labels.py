"""What topics, rules, parts and standings are called on pages; lazy texts, so that each page speaks its language."""

from assessments.workshops.rules.fresh import FreshFault
from assessments.workshops.rules.proofs import RotationProof
from assessments.workshops.rules.rotation import RotationRule
from assessments.workshops.rules.standing import RotationStage, RotationStanding
from lms.i18n import lazy as _l

TOPICS = {
    "training-frameworks": _l("Training frameworks"),
    "legal-instruments": _l("Legal instruments"),
    "risk-management": _l("Risk management"),
    "operations": _l("Operations"),
}
PARTS = {"candidate": _l("candidate"), "assessor": _l("assessor"), "interpreter": _l("interpreter")}
STANDINGS = {
    RotationStanding.WORKING: (_l("in progress"), "info"),
    RotationStanding.PROPOSED: (_l("proposed"), "warn"),
    RotationStanding.NONE_EXISTS: (_l("not possible"), "bad"),
    RotationStanding.NONE_FOUND: (_l("nothing found"), "bad"),
    RotationStanding.FAILED: (_l("not finished"), "bad"),
    RotationStanding.IN_USE: (_l("in use"), "ok"),
    RotationStanding.REPLACED: (_l("replaced"), ""),
}
STAGES = {RotationStage.FIRST: _l("whole workshop"), RotationStage.REPLAN: _l("planned again during the workshop")}
RULES = {
    RotationRule.SPARE: _l("Spare slots stay free."),
    RotationRule.LOAD: _l("Nobody assesses more in a day than was agreed."),
    RotationRule.LINKS: _l("All assessors are connected through shared candidates."),
    RotationRule.PRESENCE: _l("Assessors and interpreters work only in their half-days."),
    RotationRule.ROOMS: _l("A room that is out of use is not used."),
    RotationRule.AVAILABILITY: _l("Candidates come when they said."),
    RotationRule.TIME: _l("There are only so many slots on these days."),
    RotationRule.LANGUAGE: _l("An assessor speaks the candidate’s language, or an interpreter is there."),
    RotationRule.ADMINISTRATIONS: _l("The two assessors are of different administrations."),
    RotationRule.SCOPE: _l("The credential of an assessor covers the topic."),
    RotationRule.CONFLICT: _l("Nobody assesses a candidate with a conflict of interest."),
}
PROOFS = {
    RotationProof.NO_PLACE: _l("A performance has no slot and no room."),
    RotationProof.CANDIDATE_SLOTS: _l("A candidate has fewer slots than exercises."),
    RotationProof.ROOM_SLOTS: _l("The rooms of an exercise have fewer slots than there are candidates."),
    RotationProof.PAIRS: _l("There are fewer pairs of assessors in all slots together than performances."),
    RotationProof.NO_ASSESSORS: _l("A performance has fewer than two assessors who may assess it."),
    RotationProof.SEARCHED: _l("All possibilities were tried."),
}
FRESH_FAULTS = {
    FreshFault.SAME: _l("Choose two different assessors."),
    FreshFault.RATED_BEFORE: _l("%(name)s rated this exercise of the candidate before. Choose somebody else."),
    FreshFault.CONFLICT: _l(
        "There is a conflict of interest between %(name)s and the candidate. Choose somebody else."
    ),
    FreshFault.SCOPE: _l("%(name)s has no valid credential for the topic of this exercise."),
    FreshFault.ADMINISTRATIONS: _l(
        "Both assessors come from one administration. Choose two from different administrations."
    ),
    FreshFault.LANGUAGE: _l("%(name)s does not speak the language of the candidate. Choose an interpreter."),
    FreshFault.CANDIDATE_AWAY: _l("The candidate is not there at this time. Choose another one."),
    FreshFault.CANDIDATE_BUSY: _l("The candidate has another exercise at this time. Choose another time."),
    FreshFault.PERSON_AWAY: _l("%(name)s is not there at this time."),
    FreshFault.PERSON_BUSY: _l("%(name)s has another performance at this time."),
    FreshFault.ROOM_STOPPED: _l("Nothing can be held in this room at this time. Choose another room."),
    FreshFault.ROOM_BUSY: _l("Something else is held in this room at this time. Choose another room or time."),
}
