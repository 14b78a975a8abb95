"""The letter with the newest seal, and a seal from elsewhere compared with the trail."""

import pytest
from sqlalchemy import select

from lms.access import Grant, Role
from lms.audit.seals import seal_file
from lms.audit.seals.letters import write_seal_letters
from lms.audit.tasks import seal, send_seal
from lms.db import read_session, transaction
from lms.people import api
from lms.queue.models import Job
from tests.lms.audit.installation import NOW, lines, tamper


@pytest.fixture
def administrator(folder):
    with transaction() as session:
        for name, address in (("Ana Silva", "ana@example.org"), ("Ben Li", None)):
            draft = api.PersonDraft(name=name, username=name.split()[0].lower(), email=address)
            api.make_person(session, draft, [Grant(Role.ADMINISTRATOR)], now=NOW)
    seal(NOW)


def letters():
    written = [row.payload for row in read_session().scalars(select(Job).where(Job.kind == "mail"))]
    return [one for one in written if "Signed" in one["text"]]


def test_a_letter_with_the_newest_seal_goes_to_administrators_who_have_an_address(administrator, folder):
    send_seal(NOW)
    [letter] = letters()
    newest = lines(folder)[-1]
    assert letter["to"] == "ana@example.org"
    for said in (str(newest.seal.entries), newest.seal.hash, newest.token, "lms audit verify --seal"):
        assert said in letter["text"]


def test_before_anything_is_sealed_no_letter_is_written(issuer_app, tmp_path):
    with transaction() as session:
        assert write_seal_letters(session, tmp_path, now=NOW) == 0


def test_a_seal_from_a_letter_is_compared_as_a_file_or_as_text(administrator, folder, issuer_lms, tmp_path):
    send_seal(NOW)
    [letter] = letters()
    file = tmp_path / "letter.txt"
    file.write_text(letter["text"])
    token = lines(folder)[-1].token
    for given in (str(file), token, f"quoted\n{token[:70]}=\n{token[70:]}"):
        assert issuer_lms("audit", "verify", "--seal", given).exit_code == 0
    tamper("DELETE FROM audit_entry WHERE seq > 5")
    seal_file.path_in(folder).unlink()  # and whoever did it took the file along
    seal(NOW)
    done = issuer_lms("audit", "verify", "--seal", str(file))
    assert done.exit_code == 1
    assert f"The seal in {file} knows " in done.output


def test_an_unsigned_line_of_a_letter_is_compared_too(folder, issuer_lms):
    unsigned = seal_file.line_of(lines(folder)[0].seal, None).decode()
    assert issuer_lms("audit", "verify", "--seal", f"Hello,\n{unsigned}").exit_code == 0
    other = unsigned.replace(lines(folder)[0].seal.hash, "f" * 64)
    assert issuer_lms("audit", "verify", "--seal", f"Hello,\n{other}").exit_code == 1


def test_a_text_without_a_seal_is_refused(folder, issuer_lms, tmp_path):
    (tmp_path / "empty.txt").write_text("Nothing here.")
    done = issuer_lms("audit", "verify", "--seal", str(tmp_path / "empty.txt"))
    assert (done.exit_code, "There is no seal in" in done.output) == (1, True)
