"""What stands between a person and putting a version of a scheme in use."""

from sqlalchemy.orm import Session

from certificates.schemes.models import SchemeVersion
from certificates.schemes.queries.versions import FoundScheme, candidates_among
from certificates.schemes.rules.second_person import UseBarrier, use_barrier, version_barrier
from lms.people.api import bound_by_rights


def barrier_of(session: Session, found: FoundScheme, version: SchemeVersion, person_id: int) -> UseBarrier | None:
    """What keeps this person from putting this version in use; nothing where they may."""
    used = {one.no for one in found.versions if one.used_from is not None}
    loader = version.loaded_by_id
    return version_barrier(version.no, used) or use_barrier(
        person_id,
        loader,
        bound=bound_by_rights(session, [loader]) if loader is not None else (),
        candidates=candidates_among(session, found.row.id, [person_id]),
    )
