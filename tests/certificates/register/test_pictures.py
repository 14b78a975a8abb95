"""The certificate as a picture: who sees it, who does not, and that none of it makes an ended one look valid."""

import io
import re
from datetime import timedelta

import pytest
from PIL import Image

from certificates.credentials.rules.lifecycle import Standing, StatusReason, Visibility
from certificates.credentials.rules.pictured import is_pictured, is_pictured_to_strangers
from certificates.credentials.services import ending
from lms import storage
from lms.access import Role
from lms.db import end_read_session
from tests.builders import certificates as build
from tests.builders.people import browser, person, sign_in
from tests.certificates.register.acts import drop, link, make_private, number

PICTURE = re.compile(r'<img src="([^"]*)" width="(\d+)" height="(\d+)" alt="([^"]*)"')
ALT = "Picture of the certificate “Identifying wildlife products” of Ngozi Okafor."
AFTER_ITS_END = 1200  # days


def pictures(page):
    return PICTURE.findall(page.text)


def own(held, scale="picture"):
    return f"/certificates/{held.credential.uuid}/{scale}.webp"


def managed(held):
    return f"/manage/credentials/{held.credential.uuid}/picture.webp"


def linked(held):
    return f"{link(held)}/picture.webp"


@pytest.fixture
def by_everybody(client, held):
    """What strangers are answered by the link, the number and the file."""

    def ask():
        return [
            client.get(link(held)),
            number(client, held.credential.number, "Okafor"),
            drop(client, held.version.record.encode()),
            drop(client, storage.get(held.version.pdf_key)),
        ]

    return ask


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("visibility", Visibility)
def test_strangers_see_it_only_while_it_is_valid_and_shown(standing, visibility):
    seen = is_pictured_to_strangers(standing, visibility)
    assert seen == (standing is Standing.IN_FORCE and visibility is Visibility.LINK)
    assert not seen or is_pictured(standing)


def test_the_holder_sees_it_on_its_page_and_in_the_list(at_home, held):
    sign = held.version.pdf_sha256[:12]
    assert pictures(at_home.get(f"/certificates/{held.credential.uuid}")) == [
        (f"{own(held)}?paper={sign}", "960", "679", ALT)
    ]
    listed = at_home.get("/certificates")
    assert pictures(listed) == [(f"{own(held, 'thumbnail')}?paper={sign}", "320", "226", ALT)]
    assert 'loading="lazy"' in listed.text


def test_who_manages_it_sees_it(at_desk, held):
    [(address, width, height, words)] = pictures(at_desk.get(f"/manage/credentials/{held.credential.uuid}"))
    assert (address.partition("?")[0], width, height, words) == (managed(held), "960", "679", ALT)
    assert at_desk.get(address).mimetype == "image/webp"


@pytest.mark.parametrize(("scale", "most"), [("picture", 48), ("thumbnail", 10)])
def test_it_is_small_and_as_large_as_the_page_says(at_home, held, scale, most):
    answer = at_home.get(own(held, scale))
    size = (320, 226) if scale == "thumbnail" else (960, 679)
    assert Image.open(io.BytesIO(answer.data)).size == size
    assert len(answer.data) < most * 1024


def test_it_is_sent_once_and_kept_by_nobody_else(at_home, held):
    answer = at_home.get(own(held))
    assert answer.headers["Cache-Control"] == "private, max-age=86400"
    again = at_home.get(own(held), headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_corrected_name_is_another_picture_at_another_address(session, at_home, held, now):
    before = at_home.get(own(held))
    build.reissued(session, held, "Ngozi Okonkwo", at=now + timedelta(minutes=1))
    after = at_home.get(own(held))
    assert before.data != after.data
    assert before.headers["ETag"] != after.headers["ETag"]
    assert f"?paper={held.version.pdf_sha256[:12]}" not in at_home.get("/certificates").text


def test_strangers_see_it_where_its_holder_shows_it(client, held, by_everybody):
    by_link, by_number, *by_file = by_everybody()
    assert pictures(by_link) == [(linked(held), "960", "679", ALT)]
    assert all(pictures(page) == [(linked(held), "960", "679", ALT)] for page in by_file)
    [(inside, width, height, words)] = pictures(by_number)
    assert (inside[:23], width, height, words) == ("data:image/webp;base64,", "240", "170", ALT)
    answer = client.get(linked(held))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


def test_the_number_alone_does_not_lead_to_the_link(by_everybody, held):
    page = by_everybody()[1].text
    assert held.credential.token not in page
    assert held.credential.uuid not in page


def test_of_a_private_one_no_stranger_finds_a_picture_anywhere(session, client, at_home, held, by_everybody):
    make_private(session, held)
    for page in by_everybody():
        assert page.status_code == 200
        assert "<img" not in page.text
        assert ".webp" not in page.text
        assert "data:image" not in page.text
    for address in (linked(held), own(held), own(held, "thumbnail"), managed(held)):
        answer = client.get(address)
        assert (answer.status_code, answer.mimetype == "image/webp") in {(404, False), (303, False)}, address
    assert at_home.get(own(held)).status_code == 200


def test_what_a_holder_hides_is_hidden_at_once(session, client, at_home, held):
    assert client.get(linked(held)).status_code == 200
    at_home.post(f"/certificates/{held.credential.uuid}/visibility", data={"visibility": "private"})
    assert client.get(linked(held)).status_code == 404
    at_home.post(f"/certificates/{held.credential.uuid}/visibility", data={"visibility": "link"})
    assert client.get(linked(held)).status_code == 200


def ended(session, held, now, how):
    if how == "suspended":
        build.suspended(session, held, at=now)
    else:
        ending.revoke(session, held.credential, StatusReason(how), "The wrong exam.", actor_id=None, now=now)
    session.commit()
    end_read_session()


@pytest.mark.parametrize("how", ["suspended", "error", "misconduct"])
def test_what_is_suspended_or_revoked_has_no_picture(session, client, at_home, at_desk, held, by_everybody, now, how):
    shown = [at_home.get(own(held)), at_desk.get(managed(held)), client.get(linked(held))]
    assert [one.status_code for one in shown] == [200, 200, 200]
    ended(session, held, now, how)
    pages = [
        *by_everybody(),
        at_home.get("/certificates"),
        at_home.get(f"/certificates/{held.credential.uuid}"),
        at_desk.get(f"/manage/credentials/{held.credential.uuid}"),
    ]
    assert all(page.status_code == 200 and "<img" not in page.text for page in pages)
    gone = [at_home.get(own(held)), at_desk.get(managed(held)), client.get(linked(held))]
    assert [one.status_code for one in gone] == [404, 404, 404]


def test_what_has_expired_has_no_picture(client, at_home, held, by_everybody, time):
    time.go_on(days=AFTER_ITS_END)
    assert all("<img" not in page.text for page in by_everybody())
    assert client.get(linked(held)).status_code == 404


def test_an_older_paper_shows_no_picture_of_the_newer(session, client, held, now):
    older = held.version.record.encode()
    build.reissued(session, held, "Ngozi Okonkwo", at=now + timedelta(minutes=1))
    page = drop(client, older)
    assert "was replaced" in page.text
    assert "<img" not in page.text


def test_a_paper_that_was_changed_on_the_disk_is_shown_to_nobody(at_home, held):
    path = storage.path_of(held.version.pdf_key)
    before = path.read_bytes()
    try:
        path.write_bytes(before.replace(b"%PDF-1.7", b"%PDF-1.6"))
        assert at_home.get(own(held)).status_code == 404
    finally:
        path.write_bytes(before)


def test_another_person_finds_none(app, session, held):
    other = browser(app)
    sign_in(other, session, person(session, "Bo Li", Role.OFFICER))
    session.commit()
    assert [other.get(address).status_code for address in (own(held), own(held, "thumbnail"), managed(held))] == [
        404
    ] * 3


def test_where_pictures_are_left_out_it_is_a_link_with_its_weight(at_home, held):
    at_home.get("/pictures/off")
    page = at_home.get(f"/certificates/{held.credential.uuid}").text
    assert "<img" not in page
    assert re.search(r"Show the picture \(\d+ KB\)", page)
    assert "<img" not in at_home.get("/certificates").text


@pytest.mark.parametrize("visibility", ["link", "private"])
def test_it_is_shared_by_the_device_only_where_the_holder_shows_it(session, at_home, held, visibility):
    if visibility == "private":
        make_private(session, held)
    page = at_home.get(f"/certificates/{held.credential.uuid}").text
    assert ("data-share=" in page) == (visibility == "link")
    assert ("choose the first answer below" in page) == (visibility == "private")
    assert "data-copy=" in page
