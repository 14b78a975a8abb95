"""Files arrive whole or are refused in words, whatever a line does to their pieces."""

import io
import re
import socketserver
import threading
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import func, select

from lms import clock, storage
from lms.audit.models import AuditEntry
from lms.audit.verification.records import compare_all
from lms.errors import BadInput
from lms.people.events import PersonClosed
from lms.ports import Health
from lms.uploads import queries, tasks
from lms.uploads.api import attach_files, keep_until, shown_files
from lms.uploads.audited import AUDITED
from lms.uploads.contents import folders
from lms.uploads.health_checks import check_uploads
from lms.uploads.models import Upload, UploadPiece, UploadState, VirusCheck
from lms.uploads.rules.limits import MOST_OPEN
from lms.uploads.rules.pieces import PIECE
from tests.builders import people
from tests.builders import uploads as make
from tests.builders.people import browser, forget_request, sign_in, viewer

WAV = make.sound(PIECE * 4 + 512)  # five pieces
FIVE = range(5)


def row_of(session, uuid):
    session.expire_all()
    return session.scalars(select(Upload).where(Upload.uuid == uuid)).one_or_none()


def kept(session, uuid):
    return storage.get(row_of(session, uuid).kept_key)


def faults(session, kinds):
    return [words for one in compare_all(session, kinds) for words in one.faults]


def come_round(task, now):
    """What the worker does from time to time."""
    forget_request()
    task(now)
    forget_request()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(FIVE), max_size=14), st.integers(0, 255))
def test_pieces_in_any_order_with_repeats_and_drops_give_the_file_or_say_what_is_missing(session, ann, order, salt):
    content = WAV + bytes([salt])
    uuid = ann.begin(content, "talk.wav").json["uuid"]
    for number in order:
        told = ann.piece(uuid, content, number)
    done = ann.finish(uuid)
    if set(order) == set(FIVE):
        assert done.json["state"] == "kept"
        assert kept(session, uuid) == content
    else:
        assert (done.status_code, row_of(session, uuid).state) == (409, UploadState.OPEN)
        asked = ann.begin(content, "talk.wav").json  # another session of the same person is told the same
        assert asked["uuid"] == uuid
        assert not order or asked == told.json
        assert ann.send(content, "talk.wav") == uuid
    assert ann.browser.post(f"/uploads/{uuid}/delete").status_code == 303


def test_another_session_on_another_day_goes_on_where_the_line_broke(app, session, ann, monkeypatch):
    uuid = ann.begin(WAV, "talk.wav").json["uuid"]
    for number in (0, 1, 3):
        ann.piece(uuid, WAV, number)
    later = clock.now() + timedelta(days=9)
    monkeypatch.setattr(clock, "now", lambda: later)
    come_round(tasks.clean_up, later)
    row = session.get(people.Person, ann.person_id)
    ann.browser = browser(app)
    sign_in(ann.browser, session, row)
    session.commit()
    told = ann.begin(WAV, "other name.wav").json
    assert (told["uuid"], told["received"]) == (uuid, 3 * PIECE)
    assert told["missing"] == [[2 * PIECE, 3 * PIECE], [4 * PIECE, len(WAV)]]
    assert ann.send(WAV, "talk.wav") == uuid


def test_two_tabs_send_one_file_and_both_hear_that_it_is_here(session, ann):
    first, second = (ann.begin(WAV, "talk.wav").json["uuid"] for _tab in range(2))
    assert first == second
    for number in FIVE:
        ann.piece(first, WAV, number)
        ann.piece(second, WAV, number)
    assert [ann.finish(one).json["state"] for one in (first, second)] == ["kept", "kept"]
    told = session.scalars(select(AuditEntry).where(AuditEntry.name == "uploads.kept")).all()
    assert len(told) == 1


def test_a_tab_that_finishes_while_another_does_hears_that_the_file_is_here(session, ann, monkeypatch):
    uuid = ann.begin(WAV, "talk.wav").json["uuid"]
    for number in FIVE:
        ann.piece(uuid, WAV, number)
    together = folders.put_together

    def late(*asked):
        monkeypatch.setattr(folders, "put_together", together)
        assert ann.finish(uuid).json["state"] == "kept"
        return together(*asked)

    monkeypatch.setattr(folders, "put_together", late)
    assert ann.finish(uuid).json["state"] == "kept"


def test_a_piece_that_was_changed_on_its_way_or_is_none_is_refused_and_the_file_goes_on(ann):
    uuid = ann.begin(WAV, "talk.wav").json["uuid"]
    assert "changed on the way" in ann.piece(uuid, WAV, 0, sha256="0" * 64).json["error"]["message"]
    assert ann.piece(uuid, WAV, 0, whole=WAV[:100]).json["error"]["field"] == "offset"
    assert ann.piece(uuid, WAV, 9, whole=WAV[:PIECE]).status_code == 422
    assert ann.piece(uuid, WAV, 0, whole=WAV[: PIECE + 1]).status_code == 422
    ann.piece(uuid, WAV, 0)
    differs = ann.piece(uuid, WAV, 0, whole=b"\0" * PIECE)
    assert (differs.status_code, "was changed after the first part was sent" in differs.json["error"]["message"]) == (
        409,
        True,
    )


def test_a_file_whose_whole_hash_is_wrong_begins_again(session, ann):
    told = ann.begin(WAV, "talk.wav", sha256="a" * 64).json
    for number in FIVE:
        ann.piece(told["uuid"], WAV, number)
    done = ann.finish(told["uuid"])
    assert (done.status_code, "did not arrive as it was sent" in done.json["error"]["message"]) == (422, True)
    assert ann.browser.get(f"/uploads/{told['uuid']}").json["received"] == 0


def test_pieces_that_a_restore_lost_are_asked_for_again(ann):
    uuid = ann.begin(WAV, "talk.wav").json["uuid"]
    for number in FIVE:
        ann.piece(uuid, WAV, number)
    folders.remove(uuid)
    assert ann.finish(uuid).status_code == 409
    assert ann.begin(WAV, "talk.wav").json["received"] == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"size": 60_000_001}, r"has 60.1 MB. The limit for photos .* is 60 MB"),
        ({"name": "film.mp4"}, "This kind of file is not accepted here: film.mp4. Accepted: photos"),
        ({"name": "IMG_1.HEIC"}, "Most Compatible"),
        ({"name": "it.exe"}, "not accepted here"),
        ({"size": 0}, "is empty"),
        ({"size": "many"}, "is empty"),
        ({"sha256": "x"}, "SHA-256"),
    ],
)
def test_what_is_told_of_a_file_refuses_it_before_a_byte_travels(session, ann, change, words):
    refused = ann.browser.post("/uploads", json=make.told(b"x", "photo.jpg") | change)
    assert refused.status_code == 422
    assert re.search(words, refused.json["error"]["message"])
    assert session.scalar(select(func.count()).select_from(Upload)) == 0


def test_too_many_unfinished_files_are_refused_with_the_limit(session, ann):
    for number in range(MOST_OPEN):
        assert ann.begin(b"x%d" % number, "a.pdf").status_code == 200
    refused = ann.begin(b"one more", "a.pdf")
    assert (refused.status_code, "20 unfinished files" in refused.json["error"]["message"]) == (409, True)


def test_a_photo_comes_out_upright_and_tells_nothing_of_place_and_device(session, ann):
    content = make.photo((3000, 1000), grain=30)
    uuid = ann.send(content, "Telltale.JPG", "image/jpeg")
    made = kept(session, uuid)
    with Image.open(io.BytesIO(made)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (683, 2048), {})
    assert b"Telltale" not in made
    assert b"taken by Ann" not in made
    assert b"Exif" not in made
    assert list(folders.root().glob(f"{uuid}*")) == []
    answer = ann.browser.get(f"/files/{uuid}/content")
    assert (answer.mimetype, answer.data) == ("image/jpeg", made)


def test_an_original_is_kept_only_where_the_purpose_demands_it(session, ann):
    content = make.photo()
    plain, demanded = ann.send(content, "a.jpg"), ann.send(content, "a.jpg", purpose="other")
    assert ann.browser.get(f"/files/{plain}/original").status_code == 404
    original = ann.browser.get(f"/files/{demanded}/original")
    assert original.data == content
    assert original.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("made", "name", "words"),
    [
        (lambda: b"<html><script>alert(1)</script>", "photo.jpg", "web page"),
        (lambda: make.film(b"vide"), "talk.m4a", "not accepted here"),
        (lambda: make.packed("a.txt"), "letter.docx", "not accepted here"),
        (lambda: make.photo()[:400], "photo.jpg", "damaged or not complete"),
        (make.bomb, "photo.png", "too large to be opened here"),
        (lambda: b"%PDF-1.7 nothing", "a.pdf", "cannot be shown"),
    ],
)
def test_what_is_not_what_its_name_says_is_refused_and_nothing_of_it_stays(session, ann, made, name, words):
    content = made()
    uuid = ann.begin(content, name).json["uuid"]
    ann.piece(uuid, content, 0)
    refused = ann.finish(uuid)
    assert (refused.status_code, words in refused.json["error"]["message"]) == (422, True)
    assert row_of(session, uuid) is None
    assert not folders.folder_of(uuid).exists()


def test_a_form_without_a_script_sends_whole_by_the_same_checks(session, ann):
    uuid = ann.begin(make.photo(), "a.jpg").json["uuid"]
    wrong = {"files": (io.BytesIO(b"<html>"), "b.jpg")}
    told = ann.browser.post(f"/uploads/{uuid}/continue", data=wrong, follow_redirects=True)
    assert "web page" in told.text
    right = {"files": (io.BytesIO(make.photo()), "a.jpg")}
    assert (
        "The file has arrived" in ann.browser.post(f"/uploads/{uuid}/continue", data=right, follow_redirects=True).text
    )
    assert row_of(session, uuid).state == UploadState.KEPT
    assert "not used yet" in ann.browser.get("/uploads").text


def test_files_are_found_by_nobody_else_until_their_purpose_says_so(session, ann, other):
    uuid, begun = ann.send(make.photo(), "a.jpg"), ann.begin(WAV, "talk.wav").json["uuid"]
    addresses = [f"/files/{uuid}{end}" for end in ("", "/content", "/original", "/page.png")]
    addresses += [f"/uploads/{begun}", f"/uploads/{begun}/continue"]
    assert {other.browser.get(one).status_code for one in addresses} == {404}
    assert {other.browser.post(f"/uploads/{begun}/{act}").status_code for act in ("finish", "delete")} == {404}
    assert other.piece(begun, WAV, 0).status_code == 404
    attach_files(session, ann.person_id, [uuid], purpose="test", to="thing:1", now=clock.now())
    session.commit()
    assert ann.browser.get(f"/files/{uuid}").status_code == 404  # the purpose alone says who reads it now
    make.READERS.add("thing:1")
    assert other.browser.get(f"/files/{uuid}").status_code == 200
    someone = viewer(session, session.get(people.Person, other.person_id))
    assert [one.uuid for one in shown_files(session, someone, ["thing:1", "thing:2"])["thing:1"]] == [uuid]


def test_only_ones_own_whole_and_unused_files_are_attached(session, ann, other):
    uuid, foreign, begun = ann.send(WAV, "a.wav"), other.send(WAV, "a.wav"), ann.begin(b"x", "x.pdf").json["uuid"]
    for wrong in ([uuid, foreign], [uuid, begun], ["none"]):
        with pytest.raises(BadInput):
            attach_files(session, ann.person_id, wrong, purpose="test", to="thing:1", now=clock.now())
    with pytest.raises(BadInput):
        attach_files(session, ann.person_id, [uuid], purpose="other", to="thing:1", now=clock.now())
    attach_files(session, ann.person_id, [uuid], purpose="test", to="thing:1", now=clock.now())
    with pytest.raises(BadInput):
        attach_files(session, ann.person_id, [uuid], purpose="test", to="thing:2", now=clock.now())


def test_sound_is_sent_in_parts_and_documents_only_to_download(ann):
    sound, letter = ann.send(WAV, "talk.wav"), ann.send(make.docx(), "letter.docx")
    part = ann.browser.get(f"/files/{sound}/content", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.data, part.mimetype) == (206, WAV[10:20], "audio/wav")
    down = ann.browser.get(f"/files/{letter}/content")
    assert down.headers["Content-Disposition"].startswith("attachment; filename=letter.docx")
    assert "sandbox" in down.headers["Content-Security-Policy"]
    assert down.headers["X-Content-Type-Options"] == "nosniff"
    page = ann.browser.get(f"/files/{letter}").text
    assert "not shown here" in page
    assert "not checked for viruses" in page


def test_a_pdf_is_shown_as_pictures_of_its_pages(ann):
    uuid = ann.send(make.pdf(3), "plan.pdf")
    page = ann.browser.get(f"/files/{uuid}/page.png?number=3")
    assert (page.status_code, page.mimetype, page.data[:4]) == (200, "image/png", b"\x89PNG")
    again = ann.browser.get(f"/files/{uuid}/page.png?number=3", headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 304
    assert ann.browser.get(f"/files/{uuid}/page.png?number=4").status_code == 404
    assert "Page 2 of 3" in ann.browser.get(f"/files/{uuid}?page=2").text


def test_what_nobody_goes_on_with_and_what_was_kept_until_now_goes_and_its_bytes_a_day_later(session, ann, now):
    begun = ann.begin(WAV, "a.wav").json["uuid"]
    ann.piece(begun, WAV, 0)
    used, same = ann.send(make.photo(), "b.jpg"), ann.send(make.photo(), "b.jpg", purpose="other")
    at = clock.now()
    for uuid, purpose in ((used, "test"), (same, "other")):
        attach_files(session, ann.person_id, [uuid], purpose=purpose, to=f"{purpose}:1", now=at)
    assert keep_until(session, ["test:1"], at + timedelta(days=20), by_id=None, now=at) == 1
    session.commit()
    key = row_of(session, used).kept_key
    come_round(tasks.clean_up, at + timedelta(days=15))
    assert row_of(session, begun) is None
    assert not folders.folder_of(begun).exists()
    come_round(tasks.clean_up, at + timedelta(days=20))
    gone = row_of(session, used)
    assert (gone.state, gone.name, gone.bytes_gone) == (UploadState.DELETED, "", False)
    assert ann.browser.get(f"/files/{used}").status_code == 404
    come_round(tasks.clean_up, at + timedelta(days=22))
    assert row_of(session, used).bytes_gone
    assert storage.path_of(key).is_file()  # the other one has the same content
    keep_until(session, ["other:1"], at, by_id=None, now=at)
    session.commit()
    come_round(tasks.clean_up, at + timedelta(days=23))
    come_round(tasks.clean_up, at + timedelta(days=25))
    assert key not in {path.name for path in storage.folder().iterdir()}
    names = session.scalars(select(AuditEntry.name).order_by(AuditEntry.id)).all()
    assert names.count("uploads.deleted") == 2
    assert session.scalar(select(func.count()).select_from(UploadPiece)) == 0


def test_a_closed_account_leaves_no_unfinished_and_unused_files(session, ann, now):
    begun, unused, used = ann.begin(WAV, "a.wav").json["uuid"], ann.send(make.docx(), "b.docx"), ann.send(WAV, "c.wav")
    del begun
    attach_files(session, ann.person_id, [used], purpose="test", to="thing:1", now=now)
    session.commit()
    happened = PersonClosed(subject=f"person:{ann.person_id}", actor_id=None, at=now)
    tasks.account_closed(session, happened)
    session.commit()
    assert [row_of(session, one).state for one in (unused, used)] == [UploadState.DELETED, UploadState.KEPT]
    assert queries.own_waiting(session, ann.person_id) == []


def test_the_trail_agrees_with_what_is_kept_and_misses_a_file_that_was_exchanged(session, ann):
    first, second = ann.send(make.photo(), "a.jpg"), ann.send(WAV, "b.wav")
    assert faults(session, AUDITED) == []
    row_of(session, first).kept_key = row_of(session, second).kept_key
    session.flush()
    assert len(faults(session, AUDITED)) == 1


class Clamd(socketserver.BaseRequestHandler):
    """clamd as far as its protocol goes: one word is a virus."""

    def handle(self):
        said = self.request.recv(10)
        if said.startswith(b"zPING"):
            self.request.sendall(b"PONG\0")
            return
        content = b""
        while size := int.from_bytes(self.read(4), "big"):
            content += self.read(size)
        self.request.sendall(b"stream: Test.Word FOUND\0" if b"EVIL" in content else b"stream: OK\0")

    def read(self, size):
        found = b""
        while len(found) < size:
            found += self.request.recv(size - len(found))
        return found


@pytest.fixture
def clamd(app, monkeypatch):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        monkeypatch.setitem(app.config, "CLAMD_URL", f"tcp://127.0.0.1:{server.server_address[1]}")
        yield
        server.shutdown()


def test_a_virus_is_refused_and_what_no_scanner_saw_is_called_not_checked(session, ann, clamd, app, monkeypatch, now):
    good = ann.send(WAV, "good.wav")
    assert row_of(session, good).virus_check == VirusCheck.CLEAN
    assert ">checked for viruses<" in ann.browser.get(f"/files/{good}").text
    evil = make.sound() + b"EVIL"
    uuid = ann.begin(evil, "bad.wav").json["uuid"]
    ann.piece(uuid, evil, 0)
    assert "Test.Word" in ann.finish(uuid).json["error"]["message"]
    address = app.config["CLAMD_URL"]
    monkeypatch.setitem(app.config, "CLAMD_URL", "tcp://127.0.0.1:9")
    missed, late = ann.send(evil, "bad.wav"), ann.send(make.docx(), "a.docx")
    assert row_of(session, missed).virus_check == VirusCheck.NOT_CHECKED
    assert check_uploads(session, now)[0].health is Health.BAD
    monkeypatch.setitem(app.config, "CLAMD_URL", address)
    assert check_uploads(session, now)[0].health is Health.WARN
    come_round(tasks.scan_unchecked, now)
    assert row_of(session, missed).state == UploadState.DELETED
    assert row_of(session, late).virus_check == VirusCheck.CLEAN
    assert check_uploads(session, now)[0].health is Health.OK


def test_the_page_of_ones_files_asks_as_often_for_many_as_for_few(session, ann, counting):
    ann.begin(b"one", "a.pdf")
    with counting() as few:
        ann.browser.get("/uploads")
    for number in range(8):
        ann.begin(b"x%d" % number, "a.pdf")
    with counting() as many:
        page = ann.browser.get("/uploads")
    assert len(many) == len(few)
    assert page.text.count("a.pdf</strong>") == 9
