"""The answer: each mutant with what became of it, as a table or as JSON."""

import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from tests.mutants.running import Judged
from tests.mutants.sites import Mutant

MIDDLE = r"\|"  # inside a cell
EQUAL = Path(__file__).parent / "equal.toml"
MEANINGS = {
    "killed": "a test fails",
    "outside": "a test fails, none of those within",
    "hung": "a test passed its limit of time",
    "alive": "every test passes that was asked",
    "equal": "nothing can tell it, says equal.toml",
    "unreached": "no test in the process of the tests runs the function",
    "unloadable": "the program with it does not load",
}


@dataclass(frozen=True)
class Row:
    """A mutant or an old fault in the answer."""

    place: str
    what: str
    became: str
    killer: str = ""
    asked: int = 0  # tests that ran
    reaching: int = 0  # tests that reach it
    seconds: float = 0
    diff: str = ""
    unfit: tuple[str, ...] = ()  # tests that fail without it too


def row(mutant: Mutant, judged: Judged, reaching: int) -> Row:
    """Of a mutant that was tried."""
    became = "hung" if judged.over else ("outside" if judged.outside else "killed") if judged.killer else "alive"
    return replace(
        untried(mutant, became), killer=judged.killer, asked=judged.ran, reaching=reaching, seconds=judged.seconds,
        unfit=tuple(judged.unfit),
    )  # fmt: skip


def untried(mutant: Mutant, became: str) -> Row:
    """Of a mutant for which no test was asked."""
    diff = [f"{sign} {line}" for sign, text in (("-", mutant.before), ("+", mutant.after)) for line in text.split("\n")]
    return Row(mutant.place, f"`{mutant.function}`: {mutant.what}", became, diff="\n".join(diff))


def equal_ones() -> list[dict[str, str]]:
    """Mutants that were shown to change nothing: file, function, line, what, reason."""
    return tomllib.loads(EQUAL.read_text()).get("equal", [])


def is_equal(mutant: Mutant, known: Iterable[Mapping[str, str]]) -> bool:
    """The line may move in its function, and counts as long as its text stays."""
    own = (mutant.file, mutant.function, mutant.before.strip(), mutant.what)
    return any(own == (one["file"], one["function"], one["line"], one["what"]) for one in known)


def as_table(rows: list[Row]) -> str:
    """Markdown: every row, the counts, and the lines of those that live."""
    lines = ["| where | what | became | by | tests | seconds |", "|---|---|---|---|---|---|"]
    for one in rows:
        tests = f"{one.asked} of {one.reaching}" if one.became == "alive" else one.asked
        cells = (one.place, one.what, one.became, one.killer, tests, one.seconds)
        lines.append(f"| {' | '.join(str(cell).replace('|', MIDDLE) for cell in cells)} |")
    counts = Counter(one.became for one in rows)
    lines += ["", *(f"- {counts[name]} {name}: {meaning}" for name, meaning in MEANINGS.items() if counts[name])]
    living = [one for one in rows if one.became in {"alive", "outside", "unreached"} and one.diff]
    lines += [f"\n{one.place} {one.became}\n```diff\n{one.diff}\n```" for one in living]
    if unfit := sorted({test for one in rows for test in one.unfit}):
        lines += [
            "\nThese tests fail without any fault, in the order in which they were asked, and find nothing:",
            *(f"- {one}" for one in unfit),
        ]
    return "\n".join(lines)


def as_json(rows: list[Row], of: str) -> str:
    """One document."""
    counts = Counter(one.became for one in rows)
    return json.dumps({"map": of, "counts": counts, "rows": [asdict(one) for one in rows]}, indent=1)
