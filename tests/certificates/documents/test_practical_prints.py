"""What is printed of missions and workshops, with long French names: whole on A4, readable at arm's length."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from assessments.ports import DossierPiece, DossierSheet, MissionSheet, PaperCriterion, PaperMarkingSheet
from assessments.sheets.pages.paper import paper_words
from assessments.workshops.models import (
    Exercise,
    PlacedPerformance,
    Workshop,
    WorkshopAssessor,
    WorkshopCandidate,
    WorkshopInterpreter,
    WorkshopRoom,
)
from assessments.workshops.pages.prints import PrintKind, plan_sheets
from assessments.workshops.queries.plans import planned
from assessments.workshops.queries.workshops import WorkshopParts
from certificates.documents.dossier_pdf import dossier_pdf
from certificates.documents.marking_sheet_pdf import marking_sheets_pdf
from certificates.documents.mission_report_pdf import mission_report_pdf
from certificates.documents.workshop_plans_pdf import workshop_plans_pdf
from lms.people.api import PersonInfo
from tests.builders.paper import demand_whole

pytestmark = pytest.mark.once  # what is printed is measured

MADE = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
NAME = "Marie-Antoinette Rakotoarisoa-Andriamanantena d’Hauteville"  # 57 signs
EXERCISES = (
    "Banc d’identification des spécimens protégés", "Entretien sur son propre rapport de mission",
    "Présentation préparée devant des collègues", "Présentation improvisée sans notes",
    "Contrôle documentaire d’un conteneur", "Jeu de rôle : l’importateur récalcitrant",
    "Étude de cas sur le ciblage des envois", "Mise en sûreté et chaîne de possession",
)  # fmt: skip
SENTENCE = "L’équipe a constaté que les profils de risque relatifs aux espèces sauvages n’étaient pas mis à jour. "


def named(number: int) -> str:
    return f"{NAME} {number:02d}"


@pytest.fixture(scope="module")
def full() -> tuple[WorkshopParts, list[PlacedPerformance]]:
    """Forty candidates at eight exercises in eight rooms over five days, two assessors each, some with interpreters."""
    exercises = [
        Exercise(id=number, uuid=f"e{number}", workshop_id=1, position=number, title=title, minutes=30, written=False)
        for number, title in enumerate(EXERCISES, 1)
    ]
    rooms = [
        WorkshopRoom(id=one.id, uuid=f"r{one.id}", workshop_id=1, name=f"Salle de conférence du {one.id}e étage",
                     exercise_id=one.id)
        for one in exercises
    ]  # fmt: skip
    candidates = [
        WorkshopCandidate(id=number, uuid=f"c{number}", workshop_id=1, person_id=number, number=number,
                          languages=["fr"], needs="", recording_agreed=True)
        for number in range(1, 41)
    ]  # fmt: skip
    assessors = [
        WorkshopAssessor(id=number, uuid=f"a{number}", workshop_id=1, person_id=100 + number, number=number,
                         languages=["fr"], topics=[], lead=False, absent=[])
        for number in range(1, 21)
    ]  # fmt: skip
    interpreters = [
        WorkshopInterpreter(id=number, uuid=f"i{number}", workshop_id=1, person_id=200 + number,
                            languages=["en", "fr"])
        for number in (1, 2)
    ]  # fmt: skip
    people = [*range(1, 41), *range(101, 121), 201, 202]
    infos = {
        one: PersonInfo(one, f"p{one}", f"p{one}", named(one), None, "fr", None, None, None, None, None, False, False)
        for one in people
    }
    row = Workshop(
        id=1, uuid="w", title="Atelier final d’accréditation des formateurs et des conseillers techniques",
        scheme="advisor", venue="Centre régional de formation douanière de Ouagadougou", country="BF",
        time_zone="Africa/Ouagadougou", language="fr", starts_on=date(2026, 12, 7), ends_on=date(2026, 12, 11),
        settings={}, made_at=MADE,
    )  # fmt: skip
    parts = WorkshopParts(
        row, tuple(exercises), tuple(rooms), tuple(candidates), tuple(assessors), tuple(interpreters), infos
    )
    placed = []
    for slot in range(40):
        begins = datetime(2026, 12, 7 + slot // 8, 8, tzinfo=UTC) + timedelta(minutes=45 * (slot % 8))
        for at, exercise in enumerate(exercises):
            placed.append(
                PlacedPerformance(
                    id=len(placed) + 1, rotation_id=1, candidate_id=(slot + at) % 40 + 1, exercise_id=exercise.id,
                    room_id=exercise.id, begins_at=begins, ends_at=begins + timedelta(minutes=30),
                    first_assessor_id=2 * at + 1, second_assessor_id=2 * at + 2,
                    interpreter_id=1 if at == 0 else None, other_interpreter_id=2 if at == 0 and slot % 2 else None,
                )
            )  # fmt: skip
    return parts, placed


EVERYBODY = [named(one) for one in range(1, 41)]
SHOWN = {
    PrintKind.WALL: [*(f"C-{one:02d}" for one in range(1, 41)), *EXERCISES],
    PrintKind.ROOMS: [*(f"C-{one:02d}" for one in range(1, 41)), *EXERCISES],
    PrintKind.CANDIDATES: [*EVERYBODY, *EXERCISES],
    PrintKind.ASSESSORS: [*EVERYBODY, *(named(100 + one) for one in range(1, 21)), *EXERCISES],
    PrintKind.INTERPRETERS: [named(201), named(202), EXERCISES[0]],
}


@pytest.mark.parametrize("kind", list(PrintKind))
def test_a_full_plan_is_whole_on_paper(app, full, tmp_path, kind):
    parts, placed = full
    with app.test_request_context("/?lang=fr"):
        sheets = plan_sheets(parts, planned(parts, placed), kind, MADE)
    made = workshop_plans_pdf(sheets)
    demand_whole(made, tmp_path, [parts.row.title, parts.row.venue, *SHOWN[kind]], sideways=sheets.sideways)


def test_a_paper_sheet_is_whole_on_paper(app, tmp_path):
    levels = [(f"{value} Compétent avec l’aide d’un collègue", SENTENCE * 2) for value in range(5)]
    criteria = [
        PaperCriterion(f"{title} ({number})", "critique : le niveau 2 suffit", levels)
        for number, title in enumerate(EXERCISES)
    ]
    with app.test_request_context("/?lang=fr"):
        words = paper_words()
    grades = ["Échec", "À la limite", "Réussite suffisante", "Bien", "Remarquablement bien"]
    sheet = PaperMarkingSheet(
        title=f"{EXERCISES[0]} : C-40 {NAME}", code="Z9XK-4QTD", language="fr", words=words,
        facts=[("Atelier", EXERCISES[1] * 2), ("Évaluateur", f"T {NAME}")], criteria=criteria, grades=grades,
        offers_flag=True, made_at=MADE,
    )  # fmt: skip
    texts = [NAME, *(one.title for one in criteria), *grades, words["whole"], words["signature"], SENTENCE * 2]
    demand_whole(marking_sheets_pdf([sheet, sheet]), tmp_path, texts)


def test_a_mission_report_is_whole_on_paper(tmp_path):
    fields = [("Constat", SENTENCE * 6), ("Preuve", SENTENCE * 2), ("Responsable", NAME), ("Mot", "W" * 90)]
    sections = [(title, [(f"{title} {number}", fields) for number in range(5)]) for title in EXERCISES]
    sheet = MissionSheet(
        title=f"Mission de diagnostic : {EXERCISES[0]}", language="fr",
        words={"heading": "Rapport de mission", "terms": "Termes de référence", "digest": "Empreinte (SHA-256)"},
        facts=[("Pays", "République démocratique populaire lao"), ("Équipe", f"{NAME}, {NAME}")],
        terms=[(title, SENTENCE * 3) for title in EXERCISES[:4]], sections=sections, digest="0f" * 32, made_at=MADE,
    )  # fmt: skip
    texts = [sheet.title, NAME, *EXERCISES, SENTENCE * 6, "W" * 90, "0f" * 32]
    demand_whole(mission_report_pdf(sheet), tmp_path, texts)


def test_a_dossier_is_whole_on_paper(tmp_path):
    piece = DossierPiece(
        title=f"Formation donnée : {EXERCISES[2]}", facts=[("Lieu", EXERCISES[3]), ("Jour", "25 novembre 2026")],
        text=SENTENCE * 8, files=[f"{'rapport-annexe-' * 6}.pdf · 3 Mo · {'0f' * 32}"], pictures=[],
        witnesses=[(NAME, SENTENCE * 3)],
    )  # fmt: skip
    sheet = DossierSheet(
        title=f"Dossier de preuves de {NAME}", language="fr",
        words={"index": "Index", "files": "Fichiers", "witnesses": "Témoins", "none": "Rien"},
        facts=[("Pièces", "12")], pieces=[piece] * 12, made_at=MADE,
    )  # fmt: skip
    texts = [sheet.title, piece.title, piece.text, NAME, SENTENCE * 3, piece.files[0]]
    demand_whole(dossier_pdf(sheet), tmp_path, texts)
