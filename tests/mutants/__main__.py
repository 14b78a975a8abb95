"""Mutation testing: `python -m tests.mutants [--seed N] [--count N] [AREA …]`; first, and after changes, `… map`.

`map [PATH …]` runs the tests once and keeps which of them reach which function. `faults` brings old faults back.
An AREA is a folder, a file or a module: `certificates.complaints`, `assessments/sheets/rules`, `lms/access.py`.
One process does it all; on two processors, two seeds may run side by side, each in a shell of its own.
"""

import argparse
import sys
from pathlib import Path

from tests.mutants import faults, functions, reach, report, sites
from tests.mutants.measuring import Terms, measured


def arguments() -> argparse.ArgumentParser:
    """What may be typed."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("area", nargs="*", help="what is mutated in place of all that certifies; `map`; `faults`")
    parser.add_argument("--seed", type=int, default=1, help="which mutants are drawn")
    parser.add_argument("--count", type=int, default=60, help="how many")
    parser.add_argument("--at", action="append", default=[], metavar="FILE:LINE", help="every mutant of a line instead")
    parser.add_argument("--within", type=Path, metavar="FILE", help="tests, one a line, that are asked before others")
    parser.add_argument("--db", choices=["sqlite", "pg"], default="sqlite")
    parser.add_argument("--limit", type=float, default=Terms.limit, help="processor seconds of one test")
    parser.add_argument(
        "--budget", type=float, default=Terms.budget, help="seconds of all tests of a mutant, as the map knows them"
    )
    parser.add_argument("--json", action="store_true", help="one document in place of the table")
    parser.add_argument("-n", dest="workers", default="2", help="of `map`: how many processes")
    return parser


def main() -> int:
    """0 whatever the tests found: it measures and judges nothing."""
    typed = arguments().parse_intermixed_args()
    if typed.area[:1] == ["map"]:
        return reach.make(typed.area[1:], typed.workers)
    known = reach.read()
    print(f"The map is of {known.of}.", file=sys.stderr)
    within = frozenset(typed.within.read_text().split("\n")) if typed.within else None
    terms = Terms(typed.db, typed.limit, typed.budget, within)
    if typed.area[:1] == ["faults"]:
        rows = faults.measured(known, terms, typed.area[1:])
    else:
        rows = measured(chosen(typed), known, terms)
    print(report.as_json(rows, known.of) if typed.json else report.as_table(rows))
    return 0


def chosen(typed: argparse.Namespace) -> list[sites.Mutant]:
    """Those of the lines that are named, else drawn."""
    if typed.at:
        return [one for place in typed.at for one in sites.at(place)]
    return sites.drawn(typed.area or functions.CERTIFYING, typed.seed, typed.count)


if __name__ == "__main__":
    sys.exit(main())
