"""A lesson cut into screens: at its headings, with nothing lost."""

from hypothesis import given
from hypothesis import strategies as st

from courses.learning.rules.slides import slides_of

HTML = st.lists(
    st.sampled_from(["<p>a</p>", "<h2>One</h2>", "<h2 id='x'>Two</h2>", "<h3>b</h3>"]), min_size=1, max_size=6
)
PARTS = st.lists(
    st.one_of(
        HTML.map(lambda pieces: {"html": "".join(pieces)}),
        st.just({"figure": {"url": "/media/x"}}),
        st.just({"check": "one"}),
    ),
    max_size=8,
)


def whole(parts):
    """All text in order, with figures and checks by their names."""
    return "".join(part.get("html") or next(iter(part)) for part in parts)


@given(PARTS)
def test_nothing_is_lost_and_nothing_comes_twice(parts):
    slides = slides_of(parts)
    assert whole(part for slide in slides for part in slide.parts) == whole(parts)
    assert all(slide.parts for slide in slides)


@given(PARTS)
def test_a_check_stands_alone_and_a_heading_begins_a_screen(parts):
    for slide in slides_of(parts):
        assert not slide.is_check or len(slide.parts) == 1
        assert whole(slide.parts).rfind("<h2") <= 0


def test_what_stands_before_the_first_heading_is_a_screen_too():
    parts = [{"html": "<p>Begin.</p><h2>One</h2><p>x</p>"}, {"figure": {}}, {"html": "<p>y</p><h2>Two</h2>"}]
    assert [whole(one.parts) for one in slides_of(parts)] == [
        "<p>Begin.</p>",
        "<h2>One</h2><p>x</p>figure<p>y</p>",
        "<h2>Two</h2>",
    ]
