"""What a candidate, a host, an assessor, a colleague elsewhere reads: pages, files, their names, letters, addresses.

One table, `told.TOLD`, says who reads what is confidential; whoever it does not name reads it nowhere.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import lxml.html
import pytest
from flask_babel import force_locale
from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from assessments.missions.models import MissionFollowUp, MissionReport
from assessments.missions.tasks import send_follow_up, send_report
from lms.messages.models import Message
from lms.messages.registry import said
from tests.access_matrix import persons
from tests.access_matrix.all_rows import ROWS
from tests.access_matrix.asking import TOKEN, Matrix, as_sent, body_of, first_who_may
from tests.access_matrix.persons import NOBODY, OWNER
from tests.access_matrix.told import AREAS, HOST, HOST_LINKS, NEAR, TOLD

LINKS = [key for key in ROWS if key.startswith("GET") and ROWS[key].is_open and key != "GET complaints.one"]
ASKED = [key for key in ROWS if key.startswith("GET") and key.split()[1].split(".")[0] in AREAS and key not in LINKS]
NAMES = tuple(
    one.casefold() for one in (persons.OWNERS, persons.COLLEAGUES, persons.NEIGHBOURS, persons.STRANGERS, "Zoe", "Xac")
)  # of people, in whatever is about them
TOLD_BY = ("missions.", "workshop.", "panel.", "candidate.", "evidence.", "certificate.")  # kinds of messages
WRITES = [
    key for key, row in ROWS.items()
    if key.startswith("POST") and key.split()[1].split(".")[0] in AREAS and "message" in row.changes.split()
]  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What somebody got from an address."""

    key: str
    address: str
    status: int
    text: str
    links: tuple[str, ...]
    file: str  # its name, where it is one


def addresses(matrix: Matrix, who: str) -> Iterator[tuple[str, str]]:
    """What somebody may ask of these areas, by their rows; and more of the same that the rows do not lead to."""
    for key in HOST_LINKS if who == HOST else ASKED:
        status, _tables = ROWS[key].expected(who, method="GET")
        if who == HOST or status != 404:
            yield key, matrix.address(key.split()[1], ROWS[key], "GET")
    if who == HOST:
        return
    practical, paneled = matrix.things.practical, matrix.things.paneled
    yield from (("GET sheets.one", f"/sheets/{uuid}") for uuid in (practical.sealed, practical.both))
    yield from (("GET performances.one", f"/performances/{uuid}") for uuid in (practical.half, practical.final))
    yield from (("GET panels.one", f"/panels/{uuid}") for uuid in (paneled.ready, paneled.signing))


def answers(matrix: Matrix, who: str) -> Iterator[Answer]:
    """Everything that somebody is told by the addresses of these areas."""
    for key, address in addresses(matrix, who):
        with matrix.undone():
            got = matrix.browser(NOBODY if who == HOST else who).get(address)
            content, file = got.get_data(), got.headers.get("Content-Disposition", "")
        yield Answer(key, address, got.status_code, text_in(content), links_in(content), file)


def links_in(content: bytes) -> tuple[str, ...]:
    """Where a page leads and sends; a file leads nowhere."""
    if not content.lstrip().lower().startswith(b"<!doctype html"):
        return ()
    page = lxml.html.fromstring(content)
    return tuple(dict.fromkeys(map(str, page.xpath("//@href | //@action | //@src | //@data-url"))))


def text_in(content: bytes) -> str:
    """What can be read of a page, a file or a PDF, its spaces made one."""
    if content.startswith(b"%PDF"):
        content = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).encode()
    return " ".join(content.decode("utf-8", errors="replace").split())


@pytest.fixture(scope="module")
def read() -> dict[str, list[Answer]]:
    """What was answered so far, by who asked."""
    return {}


@pytest.fixture
def gathered(matrix: Matrix, read: dict[str, list[Answer]]) -> Mapping[str, list[Answer]]:
    """What each of those near is answered, asked once."""
    for who in NEAR:
        if who not in read:
            read[who] = list(answers(matrix, who))
    return read


def test_everything_confidential_is_read_by_those_of_the_table_and_by_nobody_else(gathered):
    wrong = []
    for what, one in TOLD.items():
        where = {who: [each.key for each in found if one.words in each.text] for who, found in gathered.items()}
        readers = {who for who, keys in where.items() if keys}
        wrong += [f"{who} reads {what}: {where[who]}" for who in sorted(readers - one.readers)]
        wrong += [f"{who} does not read {what}" for who in sorted(one.readers - readers)]
    assert not wrong, "\n".join(wrong)


def test_no_file_is_named_after_anybody(gathered):
    own = gathered[OWNER]  # a file that one sent keeps for oneself the name that one gave it
    files = {one.file for found in gathered.values() for one in found if one.file}
    files -= {one.file for one in own if one.key == "GET uploads.content"}
    assert len(files) > 15
    named = [one for one in files if any(name in one.casefold() for name in NAMES)]
    assert named == []
    assert [one for one in files if not re.search(r"filename=\"?[a-z0-9-]+\.[a-z]{3,4}\"?$", one)] == []


def test_no_address_tells_a_name_and_no_number_counts_more_than_what_is_inside_a_thing(gathered, matrix):
    links = {link for found in gathered.values() for one in found for link in (one.address, *one.links)}
    assert len(links) > 100
    assert [one for one in links if any(name in one.casefold() for name in NAMES)] == []
    rules = [one for one in matrix.app.url_map.iter_rules() if one.endpoint.split(".")[0] in AREAS]
    assert [one.rule for one in rules if re.search(r"^[^<]*<int:", one.rule)] == []


def letters(matrix: Matrix) -> list[tuple[int, str, str]]:
    """Every message of these areas: to whom, of which kind, what it says and leads to."""
    with matrix.database.session(write=False) as session, matrix.app.test_request_context(), force_locale("en"):
        rows = session.scalars(select(Message)).all()
        found = [(row.person_id, row.kind, said(row.kind, row.params)) for row in rows if row.kind.startswith(TOLD_BY)]
        return [(who, kind, f"{one.title} {one.text} {one.path}") for who, kind, one in found]


def test_letters_tell_nobody_of_another_and_nothing_that_is_confidential(matrix):
    found = set(letters(matrix))
    for key in WRITES:
        row, who = ROWS[key], first_who_may(ROWS[key])
        fields = MultiDict({name: as_sent(value) for name, value in body_of(matrix, key, row).items()})
        fields[TOKEN] = matrix.signed[who].token
        with matrix.undone():
            matrix.browser(who).post(matrix.address(key.split()[1], row, "POST"), data=fields)
            found |= set(letters(matrix))
    assert len({kind for _who, kind, _text in found}) > 5
    for _who, kind, text in sorted(found):
        assert not [name for name in NAMES if name in text.casefold()], f"{kind}: {text}"
        assert not [one.words for one in TOLD.values() if one.words in text], f"{kind}: {text}"


def test_the_letters_to_a_host_tell_of_the_mission_and_of_nobody(matrix, monkeypatch):
    sent = []
    monkeypatch.setattr("assessments.missions.tasks.hand_over", lambda to, write: sent.append((to, write())))
    with matrix.database.session(write=False) as session:
        report = session.scalars(select(MissionReport.id).order_by(MissionReport.id)).first()
        asked = session.scalars(select(MissionFollowUp.id).where(MissionFollowUp.sent_at.is_not(None))).first()
    send_report({"report_id": report}, None)
    send_follow_up({"follow_up_id": asked}, None)
    assert [to for to, _letter in sent] == ["office@host.example"] * 2
    for _to, letter in sent:
        text = f"{letter['Subject']} {letter.get_content()}"
        assert f"{persons.HOMES} mission" in text
        assert not [name for name in NAMES if name in text.casefold()]
        assert not [one.words for one in TOLD.values() if one.words in text]
        assert list(letter.iter_attachments()) == []
