"""What kinds and states of evidence are called."""

from assessments.evidence.rules import OwnEvidenceKind, PeopleShown, WitnessState
from lms.i18n import lazy as _l

KINDS = {
    OwnEvidenceKind.TRAINING: _l("A training that I gave"),
    OwnEvidenceKind.MISSION: _l("A mission"),
    OwnEvidenceKind.OPERATION: _l("An operation"),
    OwnEvidenceKind.DOCUMENT: _l("Something that I wrote"),
    OwnEvidenceKind.SELF_REVIEW: _l("A self-review after a mission or a training"),
    OwnEvidenceKind.OTHER: _l("Other work"),
}
SHOWN = {
    PeopleShown.NOBODY: _l("Nobody can be recognised in the files"),
    PeopleShown.AGREED: _l("People can be recognised or heard, and all of them agreed"),
}
WITNESS_STATES = {
    WitnessState.WAITING: (_l("asked, no answer yet"), "info"),
    WitnessState.CONFIRMED: (_l("confirmed"), "ok"),
    WitnessState.DECLINED: (_l("did not confirm"), "warn"),
    WitnessState.WITHDRAWN: (_l("no longer asked"), ""),
    WitnessState.EXPIRED: (_l("did not answer in time"), "warn"),
}
