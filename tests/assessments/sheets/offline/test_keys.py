"""Keys to which sheets are sealed: always a fresh one, and no old one ever lost."""

from datetime import timedelta

import pytest

from assessments.sheets.sealing.health_checks import check_restored_sheet_keys, check_sheet_keys
from assessments.sheets.sealing.key_ring import KEY_LIFE, key_ring
from assessments.sheets.sealing.keys import key_file, make_key
from assessments.sheets.sealing.queries import all_keys, current_key
from assessments.sheets.sealing.services import KeyAway, opened
from assessments.sheets.sealing.tasks import ensure_key
from lms.db import end_read_session
from lms.errors import RuleBroken
from lms.manifest import composition
from lms.ports import Health
from tests.builders import sealed_sheets as tablets
from tests.builders.people import NOW


def made(session, now) -> bool:
    """Whether a key was made then, by the periodic task."""
    session.commit()
    found = ensure_key(key_ring(), now=now)
    end_read_session()
    session.expire_all()
    return found


def test_the_first_key_is_made_once_and_a_fresh_one_after_ninety_days(app, session):
    times = (NOW, NOW + KEY_LIFE - timedelta(seconds=1), NOW + KEY_LIFE)
    assert [made(session, now) for now in times] == [True, False, True]
    first, second = all_keys(session)
    assert (first.retired_at, second.retired_at) == (times[2], None)
    assert current_key(session).kid == second.kid


def test_a_retired_key_still_opens_what_comes_late(app, session):
    said = tablets.content("p" * 16, "a" * 16)
    sealed = tablets.seal(tablets.key(session), said)
    assert made(session, NOW + KEY_LIFE)
    assert opened(session, key_ring(), sealed) == said


def test_a_key_that_this_server_never_had_is_refused_and_one_that_is_away_is_not(app, session):
    row = tablets.key(session)
    sealed = tablets.seal(row, tablets.content("p" * 16, "a" * 16))
    key_file(key_ring().folder, row.kid).unlink()
    with pytest.raises(KeyAway):
        opened(session, key_ring(), sealed)
    (found,) = check_sheet_keys(session, NOW)
    assert found.health is Health.BAD
    assert "Restore it from the backup" in found.detail
    session.delete(row)
    session.flush()
    with pytest.raises(RuleBroken, match="never had"):
        opened(session, key_ring(), sealed)


def test_keys_travel_in_the_backup_and_one_of_another_secret_is_refused(app, session, tmp_path):
    assert "sheet-keys" in composition().backup_folders
    ring = key_ring()
    tablets.key(session)
    check_restored_sheet_keys(ring.folder.parent)
    (tmp_path / "sheet-keys").mkdir()
    make_key(tmp_path / "sheet-keys", "o" * 40)
    with pytest.raises(RuleBroken, match="KEYS_SECRET does not open"):
        check_restored_sheet_keys(tmp_path)
