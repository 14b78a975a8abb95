"""Photographs of candidates in tests."""

from __future__ import annotations

import io
from datetime import datetime
from functools import cache

from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.candidate_files.purposes import EDGE, PHOTOGRAPHS
from assessments.candidate_files.services import give_photograph
from assessments.workshops.models import Workshop, WorkshopCandidate
from lms import storage
from lms.uploads.contents.photo_process import remade
from lms.uploads.models import Upload
from tests.builders import evidence


def candidacy(session: Session, workshop_id: int, person_id: int) -> WorkshopCandidate:
    """Somebody as a candidate of a workshop."""
    query = select(WorkshopCandidate).filter_by(workshop_id=workshop_id, person_id=person_id)
    return session.scalars(query).one()


@cache
def portrait() -> bytes:
    """A picture as it is kept: light that fades round a face, with the grain of a phone indoors, made small by us."""
    light = Image.radial_gradient("L").resize((1080, 1350))
    taken = Image.blend(light, Image.effect_noise((1080, 1350), 40), 0.3).convert("RGB")
    sent = io.BytesIO()
    taken.save(sent, "JPEG", quality=92)
    made = remade(sent.getvalue(), "jpeg", EDGE)
    assert made is not None
    return made


def photograph(session: Session, row: WorkshopCandidate, now: datetime, content: bytes | None = None) -> Upload:
    """A photograph that this candidate gave."""
    sent = evidence.file(session, row.person_id, now, name="IMG_20261127 Boupha.jpg")
    sent.purpose = PHOTOGRAPHS.name
    if content is not None:
        sent.kept_key, sent.kept_size = storage.put(content, ".jpg"), len(content)
    give_photograph(session, row, session.get_one(Workshop, row.workshop_id), [sent.uuid], now=now)
    return sent
