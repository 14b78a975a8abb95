"""The demonstration publishes what is shipped: it names every folder; tests/test_shipped_courses.py asks what they are.

That they are published, and who is under way in them, is asked of the whole demonstration in tests/demonstration.
"""

from courses.demo import CONTENT, MORE, SHIPPED


def test_everything_that_is_shipped_is_published():
    assert {path.name for path in CONTENT.iterdir() if path.is_dir()} - {"__pycache__"} == {SHIPPED.name, *MORE}
