"""`lms stats agreement`: how a file is read, what is printed, and with which exit code."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from assessments.statistics import available, commands
from assessments.statistics.ratings_file import read_ratings
from lms.cli import main
from lms.errors import RuleBroken

SHROUT_FLEISS = "9,2,5,8\n6,1,3,2\n8,4,6,8\n7,1,2,6\n10,5,6,9\n6,2,4,7\n"
KEYS = {
    "subjects", "markers", "exact", "adjacent", "cohen_kappa", "weighted_kappa", "fleiss_kappa", "krippendorff_alpha",
    "gwet_ac1", "icc", "kendall_w",
}  # fmt: skip


@pytest.fixture
def stats(tmp_path):
    """Runs the command on a text."""

    def run(text, *options):
        file = tmp_path / "ratings.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return CliRunner().invoke(main, ["stats", "agreement", str(file), *options])

    return run


def test_one_document_holds_what_the_contract_names(stats):
    answer = stats(SHROUT_FLEISS, "--json")
    found = json.loads(answer.stdout)
    assert answer.exit_code == 0
    assert found.keys() >= KEYS
    assert found["krippendorff_alpha"].keys() == {"nominal", "ordinal", "interval"}
    assert found["icc"].keys() == {"ICC(1)", "ICC(2)", "ICC(3)", "ICC(1,k)", "ICC(2,k)", "ICC(3,k)"}
    assert (found["subjects"], found["markers"]) == (6, 4)
    assert found["icc"]["ICC(2)"] == pytest.approx(0.28976378)
    assert found["cohen_kappa"] is None


def test_people_read_a_line_for_each_figure_and_a_dash_where_it_is_undefined(stats):
    lines = stats("subject,A,B\ns1,5,5\ns2,5,5\n").stdout.splitlines()
    assert "exact agreement                          1.000" in lines
    assert "Cohen's kappa                            –" in lines


def test_undefined_figures_are_no_failure_and_null(stats):
    answer = stats("5,5\n5,5\n5,5\n", "--json")
    assert answer.exit_code == 0
    assert "NaN" not in answer.stdout
    assert json.loads(answer.stdout)["icc"]["ICC(3,k)"] is None


def test_weights_change_weighted_kappa_alone(stats):
    text = "A,B\n0,0\n1,1\n2,0\n3,3\n1,2\n"
    found = [json.loads(stats(text, "--json", "--weights", one).stdout) for one in ("quadratic", "linear", "none")]
    assert len({one["weighted_kappa"] for one in found}) == 3
    assert found[2]["weighted_kappa"] == pytest.approx(found[0]["cohen_kappa"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "empty"),
        ("A,B\n", "no rating"),
        ("A\n1\n2\n", "two markers"),
        ("subject,A,B\ns1,1,2\ns2,3x,2\n", "Row 3, column “A”: “3x” is no number"),
        ("A,B\n1,1e999\n2,2\n", "Row 2, column “B”"),
        ('A,B\n1,"2\n', "quotation mark"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_place(stats, text, told):
    answer = stats(text)
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert told in answer.stderr


@pytest.mark.parametrize("arguments", [[], ["missing.csv"], ["--weights", "cubic"]])
def test_a_wrong_use_is_told_apart(arguments):
    assert CliRunner().invoke(main, ["stats", "agreement", *arguments]).exit_code == 2


NUMBERS = [[1, 2], [2, 2], [4, 3]]


@pytest.mark.parametrize(
    "text",
    [
        "1,2\n2,2\n4,3\n",
        "A,B\n1,2\n2,2\n4,3\n",
        "subject,A,B\ns1,1,2\ns2,2,2\ns3,4,3\n",
        "candidate_id,A,B\n1,1,2\n2,2,2\n3,4,3\n",
        ",A,B\n0,1,2\n1,2,2\n2,4,3\n",
        "s1,1,2\ns2,2,2\ns3,4,3\n",
        "subject;A;B\ns1;1,0;2\ns2;2;2\ns3;4;3,0\n",
        "subject\tA\tB\r\ns1\t1\t2\r\ns2\t2\t2\r\n\r\ns3\t4\t3\r\n",
        "\ufeffsubject,A,B\ns1, 1 ,2\ns2,2,2\ns3,4,3\n",
    ],
)
def test_names_of_subjects_and_markers_are_told_from_ratings(text):
    assert read_ratings(text.encode()).ratings == NUMBERS


@pytest.mark.parametrize("word", ["", "NA", "n/a", "null", "-", "*"])
def test_what_was_not_rated_is_empty_in_many_ways(word):
    assert read_ratings(f"A,B\n1,2\n{word},2\n4,3\n".encode()).ratings == [[1, 2], [None, 2], [4, 3]]


def test_a_short_row_was_not_rated_at_its_end():
    assert read_ratings(b"subject,A,B\ns1,1,2\ns2,2\n").ratings == [[1, 2], [2, None]]


@pytest.mark.parametrize("text", ["subject,A,B\ns1,fail,pass\ns2,pass,pass\n", "fail,pass\npass,pass\n"])
def test_grades_in_words_are_names_without_an_order(text):
    found = read_ratings(text.encode())
    assert (found.ratings, found.ordered) == ([[0, 1], [1, 1]], False)


def test_nobody_is_refused_for_a_file_without_names_of_markers():
    assert read_ratings(b"1,2\n3,4\n").markers == ("marker 1", "marker 2")


def test_a_file_of_one_column_is_refused_also_beside_names():
    with pytest.raises(RuleBroken, match="two markers"):
        read_ratings(b"subject,A\ns1,1\ns2,2\n")


def test_without_numpy_the_command_says_what_to_install(stats, monkeypatch):
    monkeypatch.setattr(available, "PACKAGES", ("numpy", "no_such_package"))
    answer = stats(SHROUT_FLEISS)
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert "no_such_package is not installed" in answer.stderr
    assert "requirements/server.txt" in answer.stderr


ONE_START = """
import sys

class Nothing:
    asked = set()

    def find_spec(self, name, *_more):
        if name.partition(".")[0] in {"numpy", "scipy"}:
            self.asked.add(name)
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Nothing())
import lms.cli
print(sorted(Nothing.asked), sorted({"numpy", "scipy"} & sys.modules.keys()))
from assessments.statistics import available
available.PACKAGES = ("no_such_package",)
from assessments.statistics.matrices import as_matrix
try: as_matrix([[1.0, 2.0]])
except available.StatisticsMissing as told: print(told)
"""


@pytest.fixture(scope="module")
def said():
    """What the program says where neither numpy nor scipy can be loaded: at its start, and at the first use."""
    done = subprocess.run([sys.executable, "-c", ONE_START], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_the_program_starts_without_loading_what_computes(said):
    assert said[0] == "[] []"


def test_the_program_starts_where_nothing_computes_and_says_so_at_the_first_use(said):
    assert "no_such_package is not installed" in said[1]


def test_the_figures_of_the_command_are_those_of_the_functions(stats):
    file = read_ratings(SHROUT_FLEISS.encode())
    found = commands.agreement_of(
        file.ratings, weights=commands.Weights.QUADRATIC, resampling=commands.Resampling(commands.SEED)
    )
    assert json.loads(stats(SHROUT_FLEISS, "--json").stdout)["icc"] == found.icc
