"""The commands that compute statistics from files."""

from pathlib import Path
from typing import Any

import click

from assessments.statistics.agreement.bootstrap import Resampling
from assessments.statistics.agreement.summary import FEWEST, AgreementOfMarkers, agreement_of
from assessments.statistics.agreement.tables import Weights
from assessments.statistics.available import StatisticsMissing, what_is_missing
from assessments.statistics.ratings_file import RatingsFile, read_ratings
from lms.commands import HELP, as_json

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SEED = 1  # the same file gives the same interval


@click.group("stats", context_settings=HELP)
def stats_group() -> None:
    """Statistics of files."""


@stats_group.command("agreement")
@click.argument("ratings", type=FILE)
@click.option(
    "--weights",
    type=click.Choice([str(one) for one in Weights]),
    default=str(Weights.QUADRATIC),
    show_default=True,
    help="How disagreements count in weighted kappa.",
)
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON document.")
def agreement(ratings: Path, weights: str, json_wanted: bool) -> None:
    """Say how far two or more markers agree: RATINGS has a row for each subject and a column for each marker."""
    missing = what_is_missing()
    if missing is not None:
        raise StatisticsMissing(missing)
    file = read_ratings(ratings.read_bytes())
    found = agreement_of(file.ratings, weights=Weights(weights), resampling=Resampling(SEED), ordered=file.ordered)
    document = in_json(file, found, weights)
    if json_wanted:
        as_json(document)
    else:
        click.echo("\n".join(in_words(document)))


def in_json(file: RatingsFile, found: AgreementOfMarkers, weights: str) -> dict[str, Any]:
    """The JSON of an answer; what is undefined is null."""
    low, high = found.alpha_interval or (None, None)
    return {
        "subjects": found.subjects,
        "markers": found.markers,
        "marker_names": list(file.markers),
        "rated_twice": found.rated_twice,
        "exact": found.exact,
        "adjacent": found.adjacent,
        "cohen_kappa": found.cohen_kappa,
        "weights": weights,
        "weighted_kappa": found.weighted_kappa,
        "fleiss_kappa": found.fleiss_kappa,
        "krippendorff_alpha": {str(level): alpha for level, alpha in found.krippendorff_alpha.items()},
        "krippendorff_alpha_low": low,
        "krippendorff_alpha_high": high,
        "gwet_ac1": found.gwet_ac1,
        "gwet_ac2": found.gwet_ac2,
        "icc": found.icc,
        "icc_one_way": found.icc_one_way,
        "kendall_w": found.kendall_w,
        "warnings": warnings_of(file, found),
    }


def warnings_of(file: RatingsFile, found: AgreementOfMarkers) -> list[str]:
    """What whoever reads the figures should know."""
    told = []
    if found.rated_twice < FEWEST:
        told.append(
            f"{found.rated_twice} subjects have two ratings or more. Under {FEWEST} a coefficient says little: "
            "look at the counts."
        )
    if not found.complete:
        told.append("Some ratings are missing: Fleiss' kappa, Kendall's W and the ICC need complete ratings.")
    if not file.ordered:
        told.append("The ratings are names: what needs an order or numbers is not computed.")
    return told


TITLES = {
    "exact": "exact agreement",
    "adjacent": "exact or adjacent agreement",
    "cohen_kappa": "Cohen's kappa",
    "weighted_kappa": "weighted kappa",
    "fleiss_kappa": "Fleiss' kappa",
    "gwet_ac1": "Gwet's AC1",
    "gwet_ac2": "Gwet's AC2",
    "icc_one_way": "ICC(1), also where ratings are missing",
    "kendall_w": "Kendall's W",
}


def in_words(document: dict[str, Any]) -> list[str]:
    """The same for people: a line for each figure, a dash where it is undefined."""
    alphas, low, high = (document[f"krippendorff_alpha{end}"] for end in ("", "_low", "_high"))
    figures = {title: document[key] for key, title in TITLES.items()}
    figures |= {f"Krippendorff's alpha, {level}": alpha for level, alpha in alphas.items()} | document["icc"]
    lines = [f"{document['subjects']} subjects, {document['markers']} markers, weights {document['weights']}"]
    lines += [f"{title:<40} {written(value)}" for title, value in figures.items()]
    if low is not None:
        lines.append(f"Krippendorff's alpha lies between {written(low)} and {written(high)} (95 %, by resampling).")
    return [*lines, *document["warnings"]]


def written(value: float | None) -> str:
    """Three decimals, a dash for what is undefined."""
    return "–" if value is None else f"{round(value, 3) + 0.0:.3f}"  # no −0.000
