"""Loading schemes, putting them in use by a second person, replaying candidates; on the commands and the pages."""

from __future__ import annotations

import io
import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from certificates.permissions import SchemeRole
from certificates.schemes.commands import schemes_commands
from certificates.schemes.models import SchemeVersion
from certificates.schemes.queries.audited import AUDITED
from certificates.schemes.queries.versions import scheme_named, version_in_use
from certificates.schemes.scope_kinds import SCHEME as KIND
from certificates.schemes.services.loading import SchemeRefused
from certificates.schemes.services.putting_in_use import put_in_use
from lms.access import Grant
from lms.audit.models import AuditEntry
from lms.errors import RuleBroken
from tests.builders import people, schemes
from tests.builders.people import NOW
from tests.builders.schemes import FILES, SCHEME

CHANGED = ("grace-days: 30", "grace-days: 60")


def use(session, no: int, actor_id: int) -> None:
    found = scheme_named(session, "small")
    put_in_use(session, found, next(one for one in found.versions if one.no == no), actor_id=actor_id, now=NOW)


def owner(session, name: str, scheme_id: int | None = None):
    row = people.person(session, name)
    where = (KIND, str(scheme_id)) if scheme_id else ()
    people.give_anywhere(session, row, Grant(SchemeRole.SCHEME_OWNER, *where))
    return row


def test_the_same_text_makes_no_new_version_and_another_says_what_it_changed(session):
    first, again = schemes.loaded(session), schemes.loaded(session)
    other = schemes.loaded(session, *CHANGED)
    assert (first.is_new, again.is_new, again.version.no) == (True, False, 1)
    assert (other.version.no, [one.after for one in other.changes]) == (2, ["60"])


def test_a_scheme_with_a_fault_is_not_kept(session):
    with pytest.raises(SchemeRefused):
        schemes.loaded(session, "kind: award", "kind: prize")
    assert session.scalar(select(func.count()).select_from(SchemeVersion)) == 0


def test_nobody_but_a_second_person_puts_a_version_in_use(session):
    loader, second = people.person(session), people.person(session, "Second")
    appointed = people.appointed(session, loader.id)
    loading = schemes.loaded(session, by=loader.id)
    assert version_in_use(session, loading.version.scheme_id, NOW) is None
    for barred in (loader, appointed):
        with pytest.raises(RuleBroken):
            use(session, 1, barred.id)
    schemes.candidate(session, loading, second.id)
    with pytest.raises(RuleBroken, match="candidate"):
        use(session, 1, second.id)
    use(session, 1, people.person(session, "Third").id)
    session.expire_all()
    assert version_in_use(session, loading.version.scheme_id, NOW).no == 1


def test_an_older_version_is_not_put_in_use_after_a_newer_one_and_none_twice(session):
    schemes.loaded(session)
    schemes.loaded(session, *CHANGED)
    use(session, 2, people.person(session).id)
    session.expire_all()
    for no in (1, 2):
        with pytest.raises(RuleBroken):
            use(session, no, people.person(session, f"P{no}").id)


def test_the_audit_trail_tells_what_the_rows_say(session):
    loading = schemes.loaded(session)
    use(session, 1, people.person(session).id)
    session.flush()
    session.expire_all()
    subject = f"scheme:{loading.version.scheme_id}"
    for one in AUDITED:
        (record,) = one.next(session, 0)
        entry = session.scalars(select(AuditEntry).where(AuditEntry.name == one.event)).one()
        assert record.subject == entry.subject == subject
        assert entry.data | dict(record.said) == entry.data


@pytest.fixture
def run(app):
    return lambda *words: CliRunner().invoke(schemes_commands, list(words), obj=SimpleNamespace(get=lambda: app))


def folder(tmp_path, text: str = SCHEME):
    (tmp_path / "rubrics").mkdir(exist_ok=True)
    for path, said in (FILES | {"scheme.yaml": text}).items():
        (tmp_path / path).write_text(said)
    return str(tmp_path)


def test_the_command_loads_a_folder_once_and_tells_faults_with_their_lines(run, tmp_path, session):
    first = json.loads(run("load", folder(tmp_path), "--json").stdout)
    assert (first["version"], first["new"]) == (1, True)
    assert "Nothing was changed" in run("load", folder(tmp_path)).stdout
    told = run("load", folder(tmp_path, SCHEME.replace("kind: award", "kind: prize")))
    assert told.exit_code == 1
    assert "scheme.yaml:29:" in told.stderr
    assert run("load", folder(tmp_path), "--as", "nobody").exit_code == 1


def test_a_dry_run_names_who_would_end_elsewhere_and_exits_with_1(run, session):
    loading = schemes.loaded(session)
    through = people.person(session, "Ama Through")
    schemes.candidate(session, loading, through.id, state="issued")
    schemes.candidate(session, loading, people.person(session).id, state="rated")
    schemes.loaded(session, "kinds: 2, pieces: 2", "kinds: 2, pieces: 3")
    session.commit()
    assert run("dry-run", "small", "--version", "1").exit_code == 0
    answer = run("dry-run", "small", "--json")
    (one,) = json.loads(answer.stdout)["elsewhere"]
    assert answer.exit_code == 1
    assert (one["name"], one["would_be"], one["why"]) == ("Ama Through", "rated", "not-sufficient")
    assert run("dry-run", "small", "--version", "0").exit_code == 2


def test_an_owner_loads_a_zip_and_does_not_put_it_in_use(client, session):
    people.sign_in(client, session, owner(session, "First Owner"))
    session.commit()
    sent = client.post("/schemes-load", data={"file": (io.BytesIO(schemes.zipped()), "small.zip")})
    assert (sent.status_code, sent.headers["Location"]) == (303, "/schemes/small/versions/1")
    shown = client.get("/schemes/small/versions/1").text
    assert "Somebody else has to activate it" in shown
    assert "Activate this version" not in shown
    assert client.post("/schemes/small/versions/1/use").status_code == 409


def test_another_owner_puts_it_in_use_on_its_page(client, session):
    schemes.loaded(session, by=owner(session, "First Owner").id)
    people.sign_in(client, session, owner(session, "Second Owner"))
    session.commit()
    assert "Activate this version" in client.get("/schemes/small/versions/1").text
    assert client.post("/schemes/small/versions/1/use").status_code == 303
    assert "In use" in client.get("/schemes/small/versions/1").text


def test_faults_of_a_zip_are_shown_and_nothing_is_kept(client, session):
    people.sign_in(client, session, owner(session, "Owner"))
    session.commit()
    wrong = schemes.zipped(FILES | {"scheme.yaml": SCHEME.replace("kind: award", "kind: prize")})
    answer = client.post("/schemes-load", data={"file": (io.BytesIO(wrong), "small.zip")})
    assert answer.status_code == 422
    assert "scheme.yaml:29:" in answer.text
    assert session.scalar(select(func.count()).select_from(SchemeVersion)) == 0


def test_an_owner_of_another_scheme_finds_nothing(client, session):
    mine = schemes.loaded(session, "slug: small", "slug: other")
    schemes.loaded(session)
    people.sign_in(client, session, owner(session, "Owner of one", mine.version.scheme_id))
    session.commit()
    assert client.get("/schemes/other").status_code == 200
    assert client.get("/schemes/small").status_code == 404
    assert client.post("/schemes/small/versions/1/use").status_code == 404
    sent = client.post("/schemes-load", data={"file": (io.BytesIO(schemes.zipped()), "small.zip")})
    assert sent.status_code == 409
