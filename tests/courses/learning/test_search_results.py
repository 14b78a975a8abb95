"""Finding lessons and words: what is found, by whom, in which version and language, and that nothing breaks it."""

import re
from html import unescape

import pytest

from courses.learning import services
from courses.learning.pages.search_results import find
from courses.learning.queries.searching import SIZE
from lms.access import Role
from tests.builders.courses import LESSON, load, write_french
from tests.builders.people import person, viewer
from tests.every_case import every_case

TEXTS = {
    "first": "Pangolin scales lie in a sack of dried fish. The sack is heavy.",
    "second": "Ivory shows lines at a cut end. Pangolin is not ivory.",
    "third": "Wood is weighed. A café was near, and an <b>odd</b> sign & more.",
}


@pytest.fixture
def folder(folder):
    """The small course; each lesson with a text of its own."""
    for slug, words in TEXTS.items():
        file = folder / "lessons" / f"{slug}.md"
        file.write_text(file.read_text().replace("The bag is heavy. You hold it.", words.replace("<b>odd</b>", "odd")))
    return folder


@pytest.fixture
def look(session, enrolled):
    """Look for something as the officer who takes the course."""
    me = viewer(session, enrolled)
    return lambda text, number=1, language="en": find(session, me, text, number, language)


def slugs(page):
    return [re.split(r"/lessons/|#term-", one.url)[1] for one in page.rows]


def shown(pieces):
    return "".join(f"[{one.text}]" if one.is_found else one.text for one in pieces)


def test_the_lessons_that_have_every_word_are_found(look):
    assert set(slugs(look("pangolin"))) == {"first", "second"}
    assert slugs(look("Pangolin IVORY")) == ["second"]


def test_the_last_word_may_be_a_beginning(look):
    assert (slugs(look("pangolin ivo")), look("pangolin ivo").has_every) == (["second"], True)
    assert not look("ivo pangolin").has_every


def test_where_nothing_has_every_word_any_of_them_will_do(look):
    page = look("fish giraffe")
    assert (slugs(page), page.has_every) == (["first"], False)


def test_accents_make_no_difference(look):
    assert slugs(look("CAFE")) == slugs(look("cafés"[:-1])) == ["third"]
    assert shown(look("cafe").rows[0].excerpt).count("[café]") == 1


def test_a_glossary_word_is_found_by_its_term_and_its_meaning(look):
    word = next(one for one in look("scute").rows if one.kind == "word")
    assert (word.url, shown(word.title), shown(word.excerpt)) == (
        "/courses/tiny-course/glossary#term-scute", "[Scute]", "A horny plate",
    )  # fmt: skip
    assert slugs(look("horny")) == ["scute"]


def test_titles_and_terms_weigh_more_than_texts(look):
    assert slugs(look("scute"))[0] == "scute"  # every lesson has the word in its text
    assert slugs(look("lesson third"))[0] == "third"
    assert slugs(look("third"))[0] == "third"


def test_found_words_are_marked_and_the_excerpt_is_short(look):
    page = look("sack")
    assert "[sack] of dried fish. The [sack] is heavy" in shown(page.rows[0].excerpt)
    assert len(shown(page.rows[0].excerpt)) < 230


def test_nothing_found_is_an_empty_page(look):
    assert (look("giraffe").rows, look("giraffe").count) == ((), 0)
    assert look("").rows == ()


RUBBISH = [
    "\0", '"', "'", "''", '"""', "*", "**", "ivory*", "*ivory", "AND", "OR", "NOT", "NEAR", "NEAR(a b)", "a AND", "(",
    ")", "((", "title:", "title:ivory", "^ivory", "-ivory", "+ivory", "ivory:*", "ivory & wood", "ivory | !", "<->",
    "!", "\\", "%", "_", ";", "--", "' OR 1=1 --", "ivory\0wood", "🐘", "\u202e", "\ud7ff",
    "a" * 100_000, "ivory " * 20_000,
    "! " * 5_000, "½", "①", "ﬁ", "ivory ''", "{ivory}", "1e5", "-1", "1.5", "x@example.org", "https://example.org/a?b",
    "a/b/c", "<script>", "&amp;", "null", "𝒜𝓑", "ⅷ", "𑀓", "ꟿ", "\U0001e900",
]  # fmt: skip


@every_case("text", RUBBISH)
def test_rubbish_is_words_or_nothing_and_never_a_fault(session, look, text):
    for one in (text, f"{text} scute", f"scute {text}"):
        with session.begin_nested():  # so that a statement which fails leaves those of the next case alone
            page = look(one)
        assert page.count >= len(page.rows)


@pytest.mark.parametrize("text", ["1e5", "x@example.org", "example.org/a.html", "S5b", "12,5", "-7", "3.7e-4", "co-op"])
def test_what_stands_in_a_text_is_found_as_it_stands_there(session, folder, now, officer, text):
    file = folder / "lessons" / "second.md"
    file.write_text(file.read_text().replace("Pangolin is not ivory.", f"See {text} here."))
    services.enrol(session, officer.id, load(session, folder, now).id, now=now)
    page = find(session, viewer(session, officer), f"see {text} here", 1, "en")
    assert (slugs(page), page.has_every) == (["second"], True)


def test_a_person_searches_the_version_they_take(session, look, folder, now, officer):
    file = folder / "lessons" / "first.md"
    file.write_text(file.read_text().replace("dried fish", "frozen squid"))
    load(session, folder, now)
    newcomer = viewer(session, person(session, None, Role.OFFICER))
    assert slugs(look("fish")) == ["first"]
    assert slugs(look("squid")) == []
    assert slugs(find(session, newcomer, "squid", 1, "en")) == ["first"]
    assert slugs(find(session, newcomer, "fish", 1, "en")) == []


def test_who_has_not_begun_the_course_is_told_so(session, version, officer):
    (found,) = find(session, viewer(session, officer), "fish", 1, "en").rows
    assert not found.course.is_taken


def test_who_may_see_no_course_finds_nothing(session, version):
    nobody = viewer(session, person(session, None))
    assert find(session, nobody, "fish", 1, "en").rows == ()


def test_a_page_speaks_its_language_or_else_that_of_the_course(session, folder, now, officer):
    services.enrol(session, officer.id, load(session, write_french(folder), now).id, now=now)
    me = viewer(session, officer)
    french = find(session, me, "ecaille", 1, "fr").rows
    assert {one.course.language for one in french} == {"fr"}
    assert shown(french[0].title) == "[Écaille]"
    assert find(session, me, "ecaille", 1, "en").rows == ()
    assert slugs(find(session, me, "reconnaissez l’écaille", 1, "fr"))
    assert {one.course.language for one in find(session, me, "scute", 1, "lo").rows} == {"en"}


@pytest.fixture
def many(session, folder, now, officer):
    """A course with 23 lessons that have the same word."""
    slugs = [f"page-{n}" for n in range(20)]
    course = folder / "course.yaml"
    course.write_text(course.read_text().replace("[third]", f"[third, {', '.join(slugs)}]"))
    for slug in slugs:
        plain = LESSON.format(slug=slug, link="first").replace(f"::: check practice-{slug}-1\n:::\n", "")
        (folder / "lessons" / f"{slug}.md").write_text(plain)
    services.enrol(session, officer.id, load(session, folder, now).id, now=now)
    return officer


def test_ten_stand_on_a_page_and_a_page_behind_the_end_is_the_last(session, many):
    me = viewer(session, many)
    pages = [find(session, me, "counter", n, "en") for n in (1, 2, 3)]
    assert [len(one.rows) for one in pages] == [SIZE, SIZE, 3]
    assert len({slug for one in pages for slug in slugs(one)}) == 23
    assert {(one.count, one.pages) for one in pages} == {(23, 3)}
    for number in (4, 10**30):
        last = find(session, me, "counter", number, "en")
        assert (last.number, slugs(last)) == (3, slugs(pages[2]))
    assert find(session, me, "counter", -5, "en").number == 1


def test_four_queries_answer_whatever_is_found(signed_in, many, counting):
    browser = signed_in(many)
    for asked, least in (("counter", 10), ("scute giraffe", 10), ("giraffe zebra", 0), ("plate", 1)):
        with counting() as seen:
            page = browser.get("/search", query_string={"q": asked}).get_data(as_text=True)
        assert page.count('<h2 class="h3">') >= least
        assert len(seen) <= 4, seen


def test_the_page_shows_title_place_and_marked_excerpt(signed_in, enrolled):
    page = signed_in(enrolled).get("/search?q=sign+more").get_data(as_text=True)
    assert '<a class="link" href="/courses/tiny-course/lessons/third">' in page
    assert "Module two · Tiny course" in page
    assert "odd <mark>sign</mark> &amp; <mark>more</mark>" in page
    assert 'value="sign more"' in page
    assert "1 place found" in page


def test_what_was_typed_and_what_was_written_stays_text(signed_in, enrolled):
    page = signed_in(enrolled).get("/search", query_string={"q": '"><script>alert(1)</script>'}).get_data(as_text=True)
    assert "<script>alert" not in page
    assert 'value="&#34;&gt;&lt;script&gt;' in page
    assert '"><script>alert(1)</script>' in unescape(page)


@pytest.mark.parametrize("asked", ["", "?q=", "?q=%00", "?q=%FF%FE", "?q=ivory&page=x", "?q=ivory&page=-1", "?page=9",
                                   f"?q=ivory&page={'9' * 40}", "?q=ivory&q=wood", "?q=ivory%00wood"])  # fmt: skip
def test_every_address_gets_a_page(signed_in, enrolled, asked):
    assert signed_in(enrolled).get(f"/search{asked}").status_code == 200


def test_nothing_found_says_so_and_what_to_try(signed_in, enrolled):
    page = signed_in(enrolled).get("/search?q=giraffe").get_data(as_text=True)
    assert "Nothing found" in page
    assert "Try one word" in page


def test_words_of_which_only_some_were_found_are_said_to_be_so(signed_in, enrolled):
    page = signed_in(enrolled).get("/search?q=fish+giraffe").get_data(as_text=True)
    assert "No page has all of your words" in page


@pytest.mark.parametrize("address", ["/learn", "/courses/tiny-course", "/courses/tiny-course/glossary", "/search"])
def test_the_field_stands_on_the_pages_of_courses(signed_in, enrolled, address):
    page = signed_in(enrolled).get(address).get_data(as_text=True)
    assert 'action="/search" role="search"' in page


def test_a_page_of_many_leads_on_and_back(signed_in, many):
    page = signed_in(many).get("/search?q=counter&page=2").get_data(as_text=True)
    assert 'href="/search?q=counter&amp;page=1"' in page
    assert 'href="/search?q=counter&amp;page=3"' in page
