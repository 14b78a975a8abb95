"""How a panel decides: who is there, what the votes come to, who dissents, and when it is signed; pure.

A vote names a step of the scheme, with a view on each competence and its reason. Members do not see what others voted
before they voted themselves. A vote rests on the evidence as it stood: where that changed, it is cast again.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from certificates.schemes.rules.definition import Majority, PanelRule

REASON_LEAST, REASON_MOST = 5, 2000  # letters of a reason


class PanelState(StrEnum):
    """Where a panel stands."""

    VOTING = "voting"
    SIGNING = "signing"  # the outcome is written down
    DONE = "done"  # signed, and the step was taken
    DISSOLVED = "dissolved"  # without a decision; another one may be convened


class PanelBarrier(StrEnum):
    """Why a panel cannot do something yet, or somebody not in it."""

    NOT_VOTING = "not-voting"
    NOT_SIGNING = "not-signing"
    NOT_MEMBER = "not-member"
    LEFT = "left"
    NOT_CHAIR = "not-chair"
    NO_QUORUM = "no-quorum"
    VOTES_MISSING = "votes-missing"
    EVIDENCE_CHANGED = "evidence-changed"  # since somebody voted
    NO_MAJORITY = "no-majority"
    DID_NOT_VOTE = "did-not-vote"
    SIGNED = "signed"  # already


@dataclass(frozen=True)
class CompetenceView:
    """What a member says of one competence."""

    met: bool
    words: str


@dataclass(frozen=True)
class MemberVote:
    """The newest vote of one member."""

    person_id: int
    transition: str
    evidence: str  # digest of the evidence as it stood
    views: Mapping[str, CompetenceView] = field(default_factory=dict)  # by competence
    words: str = ""


@dataclass(frozen=True)
class PanelSitting:
    """A panel as it sits: who is there, who chairs, what was voted; of those who left nothing counts."""

    state: PanelState
    members: frozenset[int]  # there now
    left: frozenset[int]
    chair_id: int
    votes: tuple[MemberVote, ...] = ()
    evidence: str = ""  # digest of the evidence as it stands now
    signed: frozenset[int] = frozenset()

    @property
    def counting(self) -> tuple[MemberVote, ...]:
        """The votes of those who are there."""
        return tuple(one for one in self.votes if one.person_id in self.members)

    @property
    def waiting(self) -> frozenset[int]:
        """Who is there and has not voted, or voted on evidence that has changed since."""
        return self.members - {one.person_id for one in self.counting if one.evidence == self.evidence}


def barrier_to_vote(sitting: PanelSitting, person_id: int) -> PanelBarrier | None:
    """What keeps somebody from voting; nothing where they may."""
    if sitting.state is not PanelState.VOTING:
        return PanelBarrier.NOT_VOTING
    return _membership(sitting, person_id)


def barrier_to_close(sitting: PanelSitting, rule: PanelRule, person_id: int) -> PanelBarrier | None:
    """What keeps the chair from writing down the outcome: quorum, votes that are missing or stale, no majority."""
    if sitting.state is not PanelState.VOTING:
        return PanelBarrier.NOT_VOTING
    if barrier := _membership(sitting, person_id):
        return barrier
    if person_id != sitting.chair_id:
        return PanelBarrier.NOT_CHAIR
    if len(sitting.members) < rule.quorum:
        return PanelBarrier.NO_QUORUM
    if sitting.waiting:
        stale = sitting.waiting & {one.person_id for one in sitting.counting}
        return PanelBarrier.EVIDENCE_CHANGED if stale else PanelBarrier.VOTES_MISSING
    return None if outcome_of(sitting.counting, rule.majority) else PanelBarrier.NO_MAJORITY


def barrier_to_sign(sitting: PanelSitting, person_id: int) -> PanelBarrier | None:
    """What keeps somebody from signing what was decided."""
    if sitting.state is not PanelState.SIGNING:
        return PanelBarrier.NOT_SIGNING
    if barrier := _membership(sitting, person_id):
        return barrier
    if person_id not in {one.person_id for one in sitting.counting}:
        return PanelBarrier.DID_NOT_VOTE
    if person_id in sitting.signed:
        return PanelBarrier.SIGNED
    return PanelBarrier.EVIDENCE_CHANGED if sitting.waiting else None


def outcome_of(votes: Iterable[MemberVote], majority: Majority) -> str | None:
    """The step that enough members voted for; none where there is no such majority."""
    cast = Counter(one.transition for one in votes)
    if not cast:
        return None
    [(step, count), *others] = cast.most_common(2)
    if others and others[0][1] == count:
        return None
    everybody = cast.total()
    enough = {
        Majority.SIMPLE: 2 * count > everybody,
        Majority.TWO_THIRDS: 3 * count >= 2 * everybody,
        Majority.ALL: count == everybody,
    }[majority]
    return step if enough else None


def dissent(votes: Iterable[MemberVote], outcome: str) -> tuple[MemberVote, ...]:
    """The votes of those who wanted something else: the minority view, which is kept with its reasons."""
    return tuple(one for one in votes if one.transition != outcome)


def not_met(votes: Iterable[MemberVote], competences: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Each competence that more than half of these voters call not met, with their reasons: what the letter says."""
    cast = tuple(votes)
    found = {}
    for code in competences:
        against = [one.views[code].words for one in cast if code in one.views and not one.views[code].met]
        if 2 * len(against) > len(cast):
            found[code] = tuple(dict.fromkeys(against))
    return found


def is_signed(signed: Collection[int], rule: PanelRule) -> bool:
    """Whether enough have signed."""
    return len(signed) >= rule.signatures


def _membership(sitting: PanelSitting, person_id: int) -> PanelBarrier | None:
    if person_id in sitting.members:
        return None
    return PanelBarrier.LEFT if person_id in sitting.left else PanelBarrier.NOT_MEMBER
