"""Laid worlds: made once, and anew when what they rest on changed."""

import pytest

from tests import worlds
from tests.suite import changes


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A tree with one builder; answers what lays a world from it, and how often it was laid."""
    (tmp_path / "builder.py").write_text("1")
    monkeypatch.setattr(worlds, "digest", lambda patterns: changes.digest(patterns, tmp_path))
    laid = []

    def build(folder):
        laid.append(folder)
        (folder / "spoor.db").write_text((tmp_path / "builder.py").read_text())
        return {"person": len(laid)}

    return tmp_path, lambda: worlds.laid("small", ["builder.py"], build, place=tmp_path / "worlds"), laid


def test_a_world_is_laid_once_and_its_answer_is_kept(root):
    _folder, lay, laid = root
    first, again = lay(), lay()
    assert first == again
    assert (len(laid), first[1], (first[0] / "spoor.db").read_text()) == (1, {"person": 1}, "1")


def test_a_world_that_is_out_of_date_is_laid_anew_and_the_old_one_is_gone(root):
    folder, lay, _laid = root
    old, _answer = lay()
    (folder / "builder.py").write_text("2")
    new, answer = lay()
    assert (new != old, old.exists(), answer) == (True, False, {"person": 2})
    assert (new / "spoor.db").read_text() == "2"


def test_a_world_that_was_begun_and_left_is_laid_again(root):
    folder, lay, _laid = root
    (folder / "worlds" / "small-part").mkdir(parents=True)
    (folder / "worlds" / "small-part" / "half.db").write_text("half")
    made, _answer = lay()
    assert not (made / "half.db").exists()
