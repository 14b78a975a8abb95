"""Published data sets with the values that others computed, beside the repository."""

import json

from tests.suite.selecting import PUBLISHED

FOLDER = PUBLISHED.parent / "reference" / "psychometrics"

ROUNDED = 5e-9  # published values have eight decimals


def data_of(name):
    """The data of a set."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["data"]


def expected_of(name):
    """What others computed from it: name, arguments, value, tolerance."""
    found = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["expected"]
    return {(one["name"], *map(str, one.get("args", {}).values())): (one["value"], one["tolerance"]) for one in found}


def differences(found, wanted, tolerance, where="value"):
    """Every figure that is further from the published one than its tolerance."""
    if isinstance(wanted, dict):
        return [one for key in wanted for one in differences(found[key], wanted[key], tolerance, f"{where} {key}")]
    if isinstance(wanted, list):
        assert len(found) == len(wanted)
        return [
            one
            for no, (a, b) in enumerate(zip(found, wanted, strict=True))
            for one in differences(a, b, tolerance, f"{where} {no}")
        ]
    if wanted is None or found is None:
        return [] if found is wanted else [f"{where}: {found} for {wanted}"]
    return [] if abs(found - wanted) <= max(tolerance, ROUNDED) else [f"{where}: {found} for {wanted}"]


def compare(name, found):
    """What differs from the published values of a set; a value that nobody computed is not looked at."""
    wanted = expected_of(name)
    assert found.keys() <= wanted.keys()
    return [one for key, value in found.items() for one in differences(value, *wanted[key], where=" ".join(key))]
