"""What 0.1 issued, restored by this program and exported, judged by the verifiers of other makers."""

from datetime import UTC, datetime

import pytest

import config
from lms import schema
from tests.builders import legacy_backups as old
from tests.independent.other_verifiers import VERIFIERS, answer_of_others
from tests.lms.operating.conftest import ADDRESS, House

MOMENT = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)  # all other judging is of this moment
IN_FORCE, RENAMED, REVOKED, EXPIRED = "Ngozi Okafor", "Grace Wambui-Otieno", "Prasert Thongdee", "Mercy Achieng"

pytestmark = VERIFIERS


@pytest.fixture(scope="module")
def restored(request, new_database, tmp_path_factory):
    """An installation that holds what 0.1 issued; certificates are suspended and lifted in it."""
    folder = tmp_path_factory.mktemp("restored")
    settings = config.Testing(
        INSTANCE_PATH=str(folder / "instance"), DATABASE_URL=new_database("restored"), KEYS_SECRET=old.SECRET,
        ISSUER=old.ISSUER, SITE_URL=ADDRESS,
    )  # fmt: skip
    house = House(settings, schema.upgrade)
    done = house.lms("restore", old.old_backup(request.config.getoption("--db"), folder))
    assert done.exit_code == 0, done.output
    return house


def exported(house, folder):
    done = house.lms("credentials", "export", folder)
    assert done.exit_code == 0, done.output
    return folder


def uuid_of(name):
    return next(one["uuid"] for one in old.SAID["credentials"] if one["name"] == name)


def number_of(name):
    return next(one["number"] for one in old.SAID["credentials"] if one["name"] == name)


def judged(folder, name, version=1, suffix="json", at=MOMENT):
    file = folder / f"{uuid_of(name)}.{version}.{suffix}"
    answer = answer_of_others(folder, file, at)
    return answer["verified"], answer["reason"]


def test_others_accept_and_refuse_what_they_did_before(restored, tmp_path):
    folder = exported(restored, tmp_path / "export")
    for suffix in ("json", "jwt"):
        assert judged(folder, IN_FORCE, suffix=suffix) == (True, "")
        assert judged(folder, RENAMED, 2, suffix=suffix) == (True, "")
        assert not judged(folder, EXPIRED, suffix=suffix)[0]
    assert judged(folder, RENAMED, 1) == (False, "revoked")
    assert judged(folder, REVOKED) == (False, "revoked")


def test_others_refuse_one_that_is_suspended_now_and_accept_the_version_made_on_lifting(restored, tmp_path):
    done = restored.lms("credentials", "suspend", number_of(IN_FORCE), "--reason", "It is looked into.")
    assert done.exit_code == 0, done.output
    assert judged(exported(restored, tmp_path / "suspended"), IN_FORCE) == (False, "revoked")
    done = restored.lms("credentials", "lift", number_of(IN_FORCE), "--reason", "Nothing was wrong.")
    assert done.exit_code == 0, done.output
    folder = exported(restored, tmp_path / "lifted")
    assert judged(folder, IN_FORCE, 1) == (False, "revoked")
    assert judged(folder, IN_FORCE, 2, at=datetime.now(UTC)) == (True, "")
