"""What specialists said of a version, as data: for a command, and beside the files of a course."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from courses.catalogue.models import Course, CourseVersion
from courses.catalogue.review import queries
from courses.catalogue.review.rules.standing import Need, SpecialistReading
from courses.catalogue.review.services.publishing import lacking
from lms.errors import RuleBroken
from lms.people.api import people_named


def reviews_file(folder: Path) -> Path:
    """Where the reviews of an exported course are: beside its folder, so that the folder can be loaded as it is."""
    place = folder.resolve()
    return place.with_name(f"{place.name}.reviews.json")


def demand_no_reviews(folder: Path) -> None:
    """Refuse a folder beside which reviews lie already: they are left alone, and nothing is written."""
    target = reviews_file(folder)
    if target.exists():
        raise RuleBroken(f"There is a file {target.name} beside that folder. Move it, or name another folder.")


def export_reviews(session: Session, version: CourseVersion, folder: Path) -> None:
    """Write every reading of the texts of a version beside its folder."""
    document = json.dumps(review_report(session, version), ensure_ascii=False, indent=2, default=str)
    reviews_file(folder).write_text(document + "\n", encoding="utf-8")


def review_report(session: Session, version: CourseVersion) -> dict[str, Any]:
    """How every text of a version stands, by which readings, against which text and sources; as JSON."""
    pieces = queries.pieces_of_version(session, version.id)
    read = queries.readings_of(session, version.course_id)
    needs = queries.needs_of(session, version.course_id)
    people = {one.by_id for each in read.values() for one in each}
    people |= {one.person_id for one in needs if one.person_id is not None}
    names = people_named(session, people) if people else {}
    lacks = lacking(session, version)
    return {
        "course": session.get_one(Course, version.course_id).slug,
        "version": version.no,
        "hash": version.hash,
        "published": version.published_at is not None,
        "needs": [need_said(one, names) for one in needs],
        "lacking": lacks.count,
        "texts": [
            {
                "language": piece.language,
                "kind": piece.kind,
                "name": piece.name,
                "title": piece.title,
                "hash": piece.text_hash,
                "sources": piece.sources,
                "state": standing.state.value,
                "text_changed": standing.text_changed,
                "sources_changed": list(standing.sources_changed),
                "next_check": standing.next_check,
                "readings": [reading_said(one, names) for one in read.get(queries.name_of(piece), ())],
            }
            for piece, standing in queries.standings(pieces, read)
        ],
    }


def need_said(need: Need, names: dict[int, str]) -> dict[str, Any]:
    """Whose signature is needed."""
    return {"role": need.role} if need.person_id is None else {"person": names.get(need.person_id, "")}


def reading_said(reading: SpecialistReading, names: dict[int, str]) -> dict[str, Any]:
    """What somebody said of a text, and against which text and sources."""
    return {
        "by": names.get(reading.by_id, ""),
        "function": reading.function,
        "rights": sorted(reading.rights),
        "at": reading.at.isoformat(),
        "verdict": reading.verdict.value,
        "hash": reading.text_hash,
        "sources": dict(reading.sources),
        "sentence": reading.sentence,
        "remark": reading.remark,
    }
