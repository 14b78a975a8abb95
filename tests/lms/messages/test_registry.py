"""Kinds of messages as the packages bring them."""

import pytest

import config
from lms.app import create_app, manifests
from lms.manifest import Package
from tests.builders.messages import NOTE


def test_two_kinds_of_one_name_stop_the_start(shared_database, tmp_path):
    settings = config.Testing(
        INSTANCE_PATH=str(tmp_path), DATABASE_URL=shared_database.url, SITE_URL="http://127.0.0.1:8000"
    )
    twice = Package(name="notes", message_kinds=(NOTE, NOTE))
    with pytest.raises(ValueError, match="Two kinds of messages have one name"):
        create_app(settings, database=shared_database, packages=[*manifests(), twice])
