"""A small scheme as a folder, and candidates of one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from certificates.schemes.models import Candidate, CandidateTransition, EvidencePiece
from certificates.schemes.scheme_folder.files import SchemeFiles
from certificates.schemes.scheme_folder.reading import ReadScheme, read_scheme
from certificates.schemes.services.loading import SchemeLoading, load_scheme
from lms import ids
from tests.builders.people import NOW
from tests.builders.rubrics import BENCH

SCHEME = """format: 1
slug: small
languages: [en, fr]
title: {en: Small, fr: Petit}
summary: {en: A small scheme, fr: Un petit parcours}
initial: asked
scopes:
  topics: [operations]
  grades:
    - {code: holder, title: {en: Holder, fr: Titulaire}}
evidence:
  - {code: course, title: {en: Course, fr: Cours}}
  - {code: bench, title: {en: Bench, fr: Banc}, observed: true}
competences:
  - code: naming
    title: {en: Names specimens, fr: Nomme des spécimens}
    sufficiency: {of: [course, bench], kinds: 2, pieces: 2, observed: 1}
rubrics:
  - {file: bench, evidence: bench}
cuts:
  - {code: stations, kind: workshop, stations: 3/5}
panels:
  - {code: panel, title: {en: Panel, fr: Jury}, quorum: 3, signatures: 2}
states:
  - {code: asked, title: {en: Asked, fr: Demandé}, days: 30}
  - {code: rated, title: {en: Rated, fr: Noté}, kind: decision, panel: panel}
  - {code: granted, title: {en: Granted, fr: Accordé}}
  - {code: refused, title: {en: Refused, fr: Refusé}, kind: end}
  - {code: issued, title: {en: Issued, fr: Délivré}, kind: award}
  - {code: held-back, title: {en: Held back, fr: Suspendu}, kind: suspended}
  - {code: appealed, title: {en: Appealed, fr: Recours}, kind: appeal, panel: panel}
  - {code: expired, title: {en: Expired, fr: Expiré}, kind: end}
transitions:
  - {code: rate, title: {en: Rate, fr: Noter}, from: asked, to: rated, by: sheet.moderate, as: moderator, brings: [course, bench]}
  - {code: grant, title: {en: Grant, fr: Accorder}, from: rated, to: granted, by: panel.decide, as: decider, needs: [bench], sufficient: true, cuts: [stations], reason: true}
  - {code: refuse, title: {en: Refuse, fr: Refuser}, from: rated, to: refused, by: panel.decide, as: decider, reason: true, refusal: true}
  - {code: release, title: {en: Release, fr: Délivrer}, from: granted, to: issued, by: award.release, as: registrar}
  - {code: suspend, title: {en: Suspend, fr: Suspendre}, from: issued, to: held-back, by: credential.manage, second: true, reason: true}
  - {code: lift, title: {en: Lift, fr: Lever}, from: held-back, to: issued, by: credential.manage, second: true, reason: true}
  - {code: expire, title: {en: Expire, fr: Expirer}, from: issued, to: expired, by: rule, fact: validity-ended}
  - {code: appeal, title: {en: Appeal, fr: Recours}, from: refused, to: appealed, by: candidate}
  - {code: uphold, title: {en: Uphold, fr: Accueillir}, from: appealed, to: before, by: appeal.judge, as: appeal, reason: true}
intervals: {taught: 24}
validity: {months: 36, renewal-window-months: 6, grace-days: 30}
days: {objection: 30, appeal-answer: 60, hearing: 14, complaint-answer: 30}
"""  # noqa: E501  # a step a line
FILES = {"scheme.yaml": SCHEME, "rubrics/bench.yaml": BENCH}
STEPS = (("rate", "asked", "rated"), ("grant", "rated", "granted"), ("release", "granted", "issued"))


def files(changed: Mapping[str, str | None] | None = None) -> SchemeFiles:
    """The small scheme, with files put in the place of its own; one that is none is left out."""
    found = SchemeFiles()
    for path, text in (FILES | dict(changed or {})).items():
        if text is not None:
            found.take(path, text.encode())
    return found


def read(old: str = "", new: str = "") -> ReadScheme:
    """The small scheme with one text of it written otherwise."""
    assert old in SCHEME, old
    return read_scheme(files({"scheme.yaml": SCHEME.replace(old, new, 1)} if old else None))


def loaded(
    session: Session, old: str = "", new: str = "", *, by: int | None = None, now: datetime = NOW
) -> SchemeLoading:
    """The small scheme, loaded."""
    return load_scheme(session, read(old, new), actor_id=by, now=now)


def loaded_slug(session: Session, now: datetime) -> str:
    """The small scheme in two versions; answers its name."""
    loaded(session, now=now)
    loaded(session, "grace-days: 30", "grace-days: 60", now=now)
    return "small"


def zipped(texts: Mapping[str, str] = FILES, inside: str = "small/") -> bytes:
    """The folder as a ZIP file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for path, text in texts.items():
            packed.writestr(inside + path, text)
    return made.getvalue()


def candidate(session: Session, loading: SchemeLoading, person_id: int, *, state: str = "asked") -> Candidate:
    """Somebody on the way of the small scheme, as far as a state."""
    codes = [to for _code, _from, to in STEPS]
    taken = STEPS[: codes.index(state) + 1] if state in codes else ()
    row = Candidate(
        uuid=ids.new_uuid(), person_id=person_id, scheme_id=loading.version.scheme_id,
        scheme_version_id=loading.version.id, administration_id=None, state=state, steps=len(taken), language="en",
        began_at=NOW, closed_at=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    for kind in ("course", "bench"):
        session.add(
            EvidencePiece(
                uuid=ids.new_uuid(), candidate_id=row.id, kind=kind, ref=f"{kind}:1", digest="0" * 64, title=kind,
                competences=["naming"], outcome={}, observed_by_id=person_id if kind == "bench" else None,
                by_machine=False, confirmed_by_id=None, at=NOW, taken_at=NOW, withdrawn_at=None, withdrawn_reason=None,
            )
        )  # fmt: skip
    for no, (code, source, target) in enumerate(taken, start=1):
        session.add(
            CandidateTransition(
                uuid=ids.new_uuid(), candidate_id=row.id, no=no, transition=code, from_state=source, to_state=target,
                scheme_version_id=loading.version.id, actor_id=None, second_id=None, reason="Seen.", cites=[],
                at=NOW + timedelta(days=no),
            )
        )  # fmt: skip
    session.flush()
    return row
