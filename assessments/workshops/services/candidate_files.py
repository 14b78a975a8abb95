"""A file of candidates, read: CSV or a workbook, each row as a draft or with what is wrong in it."""

from assessments.workshops.services.participant_drafts import CandidateDraft
from lms.i18n import lazy as _l
from lms.tables.reading.columns import InputColumn
from lms.tables.reading.reader import read_table

COLUMNS = (
    InputColumn(
        "login",
        _l("User name"),
        ("user name", "username", "login", "e-mail", "email", "identifiant", "courriel", "nom d’utilisateur"),
        required=True,
        filled=True,
    ),
    InputColumn("languages", _l("Languages"), ("languages", "language", "langues", "langue")),
    InputColumn("needs", _l("What they need"), ("needs", "what they need", "accommodations", "besoins"), longest=1000),
)


def candidates_in(content: bytes) -> tuple[list[tuple[int, CandidateDraft]], list[tuple[int, str, str]]]:
    """The rows that can be read, by their numbers; and each other row with its user name and what is wrong."""
    drafts, faults = [], []
    for row in read_table(content, COLUMNS).rows:
        login = str(row.values.get("login") or "")
        if row.problems:
            faults.append((row.number, login, " ".join(str(one.said) for one in row.problems)))
            continue
        spoken = str(row.values.get("languages") or "").replace(";", ",").split(",")
        languages = tuple(one.strip() for one in spoken if one.strip())
        drafts.append((row.number, CandidateDraft(login, languages, str(row.values.get("needs") or ""))))
    return drafts, faults
