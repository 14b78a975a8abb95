"""What is made of the same award, with keys, clock and draws fixed, is what was made before sources and evidence came.

The data was made by the program as it was then (revision 0012), on each kind of database, and is never made anew: a
newer typst or font that draws otherwise is the one reason to replace hashes of pictures, after looking at them.
"""

import hashlib
import json
from pathlib import Path

import pytest

from certificates.credentials.rules.award import Watched
from certificates.credentials.services.claims import take_up
from certificates.credentials.signing import did
from certificates.credentials.signing.keys import KeyKind
from certificates.credentials.sources.course_exam import PassedFinal, achievement_earned
from certificates.credentials.verification.report import CheckName, CheckState, Verdict
from certificates.credentials.verification.trust import Trust
from certificates.credentials.verification.verify import verify
from tests.certificates.golden import scenes

DATA = Path(__file__).parents[2] / "data" / "certificates"
RECORDS = [path for path in (DATA / "issued").glob("*.json") if not path.name.startswith("status")]
ISSUED = sorted([*RECORDS, *(DATA / "issued").glob("*.jwt")])


def earn(session, person_id, version, scene, at):
    final = PassedFinal(
        person_id=person_id, course_version_id=version.id, exam=scene.exam, share=scene.share, cut=scene.cut,
        watched=Watched.SUPERVISED if scene.supervised else Watched.NONE, at=at,
    )  # fmt: skip
    claim = take_up(session, achievement_earned(session, final), now=at)
    assert claim is not None
    return claim


@pytest.fixture
def made(app, session, tmp_path):
    with app.test_request_context():
        return scenes.play(session, tmp_path / "keys", earn)


def test_records_papers_and_pictures_are_made_as_before(made, request):
    before = json.loads((DATA / "hashes.json").read_text("utf-8"))[request.config.getoption("--db")]
    now = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(made.items())}
    assert {name: made[name].decode() for name in now if now[name] != before.get(name) and name.endswith("json")} == {}
    assert now == before


def test_the_records_say_what_they_said(made):
    names = [path.name for path in (DATA / "issued").glob("*.json")]
    assert len(names) == len(scenes.SCENES) + 2  # one was replaced; and the status list
    for name in names:
        assert json.loads(made[name]) == json.loads((DATA / "issued" / name).read_text("utf-8"))


@pytest.fixture(scope="module")
def trust():
    """The issuer of these scenes, with the list that it published then."""
    pairs = [scenes.fixed_pair(kind).public for kind in KeyKind]
    listed = json.loads((DATA / "issued" / "status.1.json").read_text("utf-8"))
    return Trust(issuers={listed["issuer"]: did.did_document(listed["issuer"], pairs)}, lists={listed["id"]: listed})


@pytest.mark.parametrize("path", ISSUED, ids=lambda path: path.name)
def test_what_was_issued_before_verifies(path, trust):
    report = verify(path.read_bytes(), trust, now=scenes.AT.replace(month=10))
    if path.name.startswith("replaced.1"):
        assert (report.verdict, report.check(CheckName.STATUS).state) == (Verdict.INVALID, CheckState.ENDED)
    else:
        assert (report.verdict, report.first_failure) == (Verdict.VALID, None)
