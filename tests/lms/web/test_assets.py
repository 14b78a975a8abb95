"""What is served of scripts and style sheets: the same rules and statements, without the spaces round their lines."""

import pytest

from lms.web.assets import without_indents


@pytest.mark.parametrize(
    ("name", "text", "served"),
    [
        ("a.css", "a {\n  color: red; \n}\n", "a {\ncolor: red;\n}\n"),
        ("a.js", "if (x) {\n\t say(`a  b`);\n}", "if (x) {\nsay(`a  b`);\n}"),
        ("a.js", "say(`a\n  b`);\n  x();", "say(`a\n  b`);\n  x();"),
        ("a.svg", "<text>\n  a</text>", "<text>\n  a</text>"),
    ],
)
def test_only_what_stands_round_the_lines_of_code_goes(tmp_path, name, text, served):
    (tmp_path / name).write_text(text)
    assert without_indents(name, (tmp_path / name).read_bytes()).decode() == served
