"""Annexes as those find them who may read them, and what is signed of them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from assessments.missions import policy
from assessments.missions.models import Mission, MissionAnnex, MissionAnnexVersion, MissionMember
from lms.access import Viewer
from lms.errors import NotFound


@dataclass(frozen=True)
class FoundAnnex:
    """An annex with those of its versions that the reader may see, the newest first."""

    row: MissionAnnex
    mission: Mission
    versions: tuple[MissionAnnexVersion, ...]

    @property
    def signed(self) -> MissionAnnexVersion | None:
        """What counts: the newest that is signed."""
        return next((one for one in self.versions if one.signed_at is not None), None)

    @property
    def draft(self) -> MissionAnnexVersion | None:
        """What its expert has typed since, if anything."""
        newest = next(iter(self.versions), None)
        return newest if newest is not None and newest.signed_at is None else None


def annexes_read(session: Session, viewer: Viewer, *where: ColumnElement[bool]) -> list[FoundAnnex]:
    """The annexes that the viewer reads, the newest first; drafts are among the versions for their expert alone."""
    found = _annexes(session, policy.annexes_read_by(viewer), *where)
    return [one if one.row.expert_id == viewer.id else _signed_alone(one) for one in found]


def annex_read(session: Session, viewer: Viewer, uuid: str) -> FoundAnnex:
    """This annex, if the viewer reads it."""
    found = annexes_read(session, viewer, MissionAnnex.uuid == uuid)
    if not found:
        raise NotFound
    return found[0]


def annex_written(session: Session, viewer: Viewer, mission: Mission, member_uuid: str) -> MissionMember:
    """The candidate of whom the viewer writes the annex: supervised by them, with the right to do so."""
    row = session.scalars(
        select(MissionMember).where(
            MissionMember.uuid == member_uuid,
            MissionMember.mission_id == mission.id,
            MissionMember.supervised_by_id == viewer.id,
        )
    ).one_or_none()
    if row is None or not policy.may_supervise(viewer, mission):
        raise NotFound
    return row


def own_annex(session: Session, viewer: Viewer, member: MissionMember) -> FoundAnnex | None:
    """What the viewer has written of a candidate, with drafts."""
    found = _annexes(
        session,
        MissionAnnex.mission_id == member.mission_id,
        MissionAnnex.candidate_id == member.person_id,
        MissionAnnex.expert_id == viewer.id,
    )
    return found[0] if found else None


def signed_about(session: Session, people: Collection[int]) -> list[FoundAnnex]:
    """Annexes about these people of which something is signed, whoever asks; two queries."""
    found = _annexes(session, MissionAnnex.candidate_id.in_(people))
    return [one for one in map(_signed_alone, found) if one.versions]


def _signed_alone(one: FoundAnnex) -> FoundAnnex:
    return FoundAnnex(one.row, one.mission, tuple(each for each in one.versions if each.signed_at is not None))


def _annexes(session: Session, *where: ColumnElement[bool]) -> list[FoundAnnex]:
    rows = session.execute(
        select(MissionAnnex, Mission)
        .join(Mission, Mission.id == MissionAnnex.mission_id)
        .where(*where)
        .order_by(MissionAnnex.id.desc())
    ).all()
    if not rows:
        return []
    versions: dict[int, list[MissionAnnexVersion]] = defaultdict(list)
    some = select(MissionAnnexVersion).where(MissionAnnexVersion.annex_id.in_([row.id for row, _mission in rows]))
    for one in session.scalars(some.order_by(MissionAnnexVersion.number.desc())):
        versions[one.annex_id].append(one)
    return [FoundAnnex(row, mission, tuple(versions[row.id])) for row, mission in rows]
