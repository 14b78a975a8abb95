"""An alias of a table is made once: made in a query it costs more than the query."""

import ast
from collections.abc import Iterator

from tests.architecture.test_names import PACKAGES, ROOT, every_file

OURS = [path for path in every_file() if path.relative_to(ROOT).parts[0] in PACKAGES]


def made_again(source: str) -> Iterator[str]:
    """The functions that make an alias at each call: `aliased()` in one that bears no `@cache`."""
    for node in ast.walk(ast.parse(source)) if "aliased(" in source else ():
        if isinstance(node, ast.FunctionDef) and "cache" not in map(ast.unparse, node.decorator_list):
            calls = (one.func for one in ast.walk(node) if isinstance(one, ast.Call))
            if "aliased" in map(ast.unparse, calls):
                yield node.name


def test_no_query_makes_an_alias_at_each_call():
    found = {str(path.relative_to(ROOT)): list(made_again(path.read_text())) for path in OURS}
    assert {path: names for path, names in found.items() if names} == {}


def test_an_alias_in_a_query_is_found_and_one_that_is_kept_is_none():
    made = "def newest():\n    other = aliased(Thing)\n    return select(other.id)\n"
    assert list(made_again(made)) == ["newest"]
    assert list(made_again(f"@cache\n{made}")) == []
    assert list(made_again("OTHER = aliased(Thing)\n\ndef newest():\n    return select(OTHER.id)\n")) == []
