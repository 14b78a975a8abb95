"""A scheme is refused for each fault, with its file, its line and how to mend it; a sound one is read whole."""

import json
import re
from pathlib import Path

import pytest

from assessments.api import ActingPart, Tie
from certificates.schemes.rules.checking import PART_OF_RIGHT
from certificates.schemes.rules.definition import StateKind, as_document, from_document
from certificates.schemes.rules.refusals import SENTENCES, Defect
from certificates.schemes.scheme_folder.files import files_of_folder, files_of_zip
from certificates.schemes.scheme_folder.reading import read_scheme
from certificates.schemes.vocabulary import VOCABULARY
from tests.builders import schemes
from tests.builders.rubrics import BENCH
from tests.builders.schemes import SCHEME

ROOT = Path(__file__).parents[3]
CONTENT = ROOT / "certificates" / "schemes" / "content"
SHIPPED = sorted(CONTENT.iterdir())
PLANTED = [  # the fault, what is written otherwise, and on which line it is told
    (Defect.NOT_A_MAPPING, "  grades:\n", "  grades:\n    - holder\n", 10),
    (Defect.UNKNOWN_KEY, "intervals:", "colour: red\nintervals:", 43),
    (Defect.MISSING, "validity: {months: 36, ", "validity: {", 44),
    (Defect.NOT_WORDS, "initial: asked", "initial: [asked]", 6),
    (Defect.NOT_A_LIST, "topics: [operations]", "topics: 3", 8),
    (Defect.NOT_YES_OR_NO, "observed: true", "observed: maybe", 13),
    (Defect.NOT_A_NUMBER, "{taught: 24}", "{taught: -1}", 43),
    (Defect.NOT_A_NUMBER, "{taught: 24}", "{taught: two years}", 43),
    (Defect.NOT_A_SHARE, "stations: 3/5", "stations: 7/5", 21),
    (Defect.NOT_ONE_OF, "kind: award", "kind: prize", 29),
    (Defect.BAD_CODE, "slug: small", "slug: Small!", 2),
    (Defect.TWICE, "code: expire, title", "code: lift, title", 40),
    (Defect.TEXT_MISSING, "fr: Petit}", "fr: ''}", 4),
    (Defect.TEXT_MISSING, "en: Panel, fr: Jury", "en: Panel", 23),
    (Defect.LANGUAGE_UNKNOWN, "fr: Petit}", "fr: Petit, es: Pequeño}", 4),
    (Defect.NO_INITIAL, "initial: asked", "initial: begun", 6),
    (Defect.NO_AWARD, ", kind: award", "", 24),
    (Defect.UNKNOWN_STATE, "to: held-back", "to: held-up", 38),
    (Defect.UNKNOWN_STATE, "from: held-back", "from: held-up", 39),
    (Defect.UNREACHABLE, "from: issued, to: expired", "from: expired, to: expired", 32),
    (Defect.STUCK, "from: granted, to: issued", "from: rated, to: issued", 27),
    (Defect.NO_DECISION, "to: rated, by: sheet.moderate", "to: granted, by: sheet.moderate", 29),
    (Defect.NO_RELEASE, "by: award.release, as: registrar", "by: workshop.run", 29),
    (Defect.NO_REASON, "reason: true, refusal: true", "refusal: true", 36),
    (Defect.NO_APPEAL, "from: refused, to: appealed", "from: rated, to: appealed", 36),
    (Defect.BACK_FROM_NOWHERE, "from: issued, to: expired", "from: issued, to: before", 40),
    (Defect.NO_PANEL, "kind: decision, panel: panel", "kind: decision", 26),
    (Defect.UNKNOWN_PANEL, "kind: decision, panel: panel", "kind: decision, panel: jury", 26),
    (Defect.ONE_SIGNATURE, "signatures: 2", "signatures: 1", 23),
    (Defect.SMALL_QUORUM, "quorum: 3", "quorum: 1", 23),
    (Defect.UNKNOWN_EVIDENCE, "of: [course, bench]", "of: [course, bench, letter]", 17),
    (Defect.UNKNOWN_EVIDENCE, "needs: [bench]", "needs: [letter]", 35),
    (Defect.NOT_BROUGHT, "brings: [course, bench]", "brings: [bench]", 12),
    (Defect.NO_SUFFICIENCY, "    sufficiency: {of: [course, bench], kinds: 2, pieces: 2, observed: 1}\n", "", 15),
    (Defect.TOO_MANY_KINDS, "kinds: 2, pieces", "kinds: 3, pieces", 17),
    (Defect.NONE_OBSERVED, ", observed: true", "", 17),
    (Defect.UNKNOWN_RIGHT, "by: credential.manage, second: true, reason: true}", "by: credential.keep}", 38),
    (Defect.UNKNOWN_PART, "as: moderator", "as: judge", 34),
    (Defect.ACTS_TWICE, "by: panel.decide, as: decider, needs", "by: panel.decide, as: examiner, needs", 35),
    (Defect.ACTS_TWICE, "as: registrar", "reason: true", 37),
    (Defect.NO_FACT, "by: rule, fact: validity-ended", "by: rule", 40),
    (Defect.NO_DAYS, "by: rule, fact: validity-ended", "by: rule, fact: days-over", 40),
    (Defect.UNKNOWN_CUT, "cuts: [stations]", "cuts: [knowledge]", 35),
    (Defect.EXAM_WITHOUT_COURSE, "kind: workshop", "kind: exam", 21),
    (Defect.RUBRIC_MISSING, "file: bench", "file: desk", 19),
    (Defect.UNKNOWN_TOPIC, "topics: [operations]", "topics: [botany]", 8),
    (Defect.UNKNOWN_TIE, "{taught: 24}", "{married: 24}", 43),
    (Defect.SUSPENDED_ALONE, "by: credential.manage, second: true", "by: credential.manage", 38),
    (Defect.WITHDRAWN_ALONE, "by: rule, fact: validity-ended", "by: workshop.run, reason: true, refusal: true", 40),
    (Defect.WINDOW_TOO_LONG, "renewal-window-months: 6", "renewal-window-months: 36", 44),
]  # fmt: skip
IN_FILES = [
    (Defect.NO_FILE, {"scheme.yaml": None}, "scheme.yaml"),
    (Defect.STRANGE_FILE, {"notes.txt": "x"}, "notes.txt"),
    (
        Defect.RUBRIC_UNUSED,
        {"rubrics/desk.yaml": BENCH.replace("slug: bench", "slug: desk")},
        "rubrics/desk.yaml",
    ),
    (
        Defect.RUBRIC_SLUG,
        {"rubrics/bench.yaml": BENCH.replace("slug: bench", "slug: desk")},
        "rubrics/bench.yaml",
    ),
    (Defect.RUBRIC_LANGUAGE, {"scheme.yaml": SCHEME.replace("[en, fr]", "[en, fr, es]")}, "rubrics/bench.yaml"),
]


def says(why: Defect, message: str) -> bool:
    """Whether this is the sentence of a refusal, with any names in it."""
    return re.fullmatch(re.sub(r"\\\{\w+\\\}", ".*", re.escape(SENTENCES[why])), message) is not None


def test_the_small_scheme_has_no_fault():
    read = schemes.read()
    assert read.problems == []
    assert read.definition is not None


@pytest.mark.parametrize(("why", "old", "new", "line"), PLANTED, ids=[str(one[0]) for one in PLANTED])
def test_a_planted_fault_is_told_on_its_line(why, old, new, line):
    told = schemes.read(old, new).problems
    assert line in [one.line for one in told if says(why, one.message)], "\n".join(map(str, told))


@pytest.mark.parametrize(("why", "changed", "file"), IN_FILES, ids=[str(one[0]) for one in IN_FILES])
def test_a_fault_of_files_is_told_with_the_file(why, changed, file):
    told = read_scheme(schemes.files(changed)).problems
    assert any(one.file == file and says(why, one.message) for one in told), told


def test_every_refusal_has_a_planted_fault_and_a_sentence():
    assert {why for why, *_rest in [*PLANTED, *IN_FILES]} == set(Defect) == set(SENTENCES)


def test_all_faults_are_told_at_once_in_the_order_of_the_lines():
    text = SCHEME.replace("slug: small", "slug: Small!").replace("kind: award", "kind: prize").replace("36,", "0,")
    lines = [one.line for one in read_scheme(schemes.files({"scheme.yaml": text})).problems]
    assert lines == sorted(lines)
    assert {2, 29, 44} <= set(lines)


def test_a_text_that_is_no_yaml_and_a_rubric_with_a_fault_are_told_with_their_files():
    broken = {"scheme.yaml": "a: [", "rubrics/bench.yaml": BENCH.replace("cut: 3.5", "")}
    told = read_scheme(schemes.files(broken)).problems
    assert {one.file for one in told} == {"scheme.yaml", "rubrics/bench.yaml"}


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda one: one.name)
def test_a_shipped_scheme_has_no_fault_and_is_kept_as_it_is(folder):
    read = read_scheme(files_of_folder(folder))
    assert read.problems == []
    assert read.definition is not None
    assert read.definition.slug == folder.name
    assert from_document(json.loads(json.dumps(as_document(read.definition)))) == read.definition


def test_the_advisor_goes_through_every_state_of_the_documented_pathway():
    read = read_scheme(files_of_folder(CONTENT / "iwt-technical-and-operational-advisor"))
    assert read.definition is not None
    kinds = {one.code: one.kind for one in read.definition.states}
    assert {
        "enrolled", "nominated", "eligible", "not-eligible", "knowledge-passed", "trained-to-train", "pre-accredited",
        "liaison", "not-retained", "practice-assigned", "practice-done", "dossier-complete", "admitted", "examined",
        "recommended", "certified", "with-conditions", "not-certified", "issued", "maintained", "renewal-due",
        "renewed", "expired", "suspended", "withdrawn", "narrowed", "appeal-open", "appeal-dismissed", "left",
    } <= set(kinds)  # fmt: skip
    assert kinds["pre-accredited"] is StateKind.CONDITIONAL


def test_a_zip_of_the_folder_reads_as_the_folder_does():
    whole = read_scheme(files_of_zip(schemes.zipped()))
    assert whole.digest == schemes.read().digest == read_scheme(files_of_zip(schemes.zipped(inside=""))).digest


def test_what_is_no_zip_is_refused_with_words():
    assert [one.message for one in files_of_zip(b"no zip").problems] == [
        "This is no ZIP file that can be read. Pack the folder of the scheme again."
    ]


def test_the_same_scheme_written_otherwise_has_the_same_digest_and_another_rubric_another():
    noted = read_scheme(schemes.files({"scheme.yaml": f"# a note\n{SCHEME}"}))
    other = read_scheme(schemes.files({"rubrics/bench.yaml": BENCH.replace("Wrong group", "Another group")}))
    assert noted.digest == schemes.read().digest != other.digest


def test_rights_and_parts_of_the_rule_are_those_that_the_packages_know():
    assert set(PART_OF_RIGHT) <= VOCABULARY.rights
    assert set(PART_OF_RIGHT.values()) <= set(map(str, ActingPart))
    assert VOCABULARY.ties <= set(map(str, Tie))


def test_the_documentation_says_every_sentence():
    page = (ROOT / "docs" / "schemes.md").read_text()
    assert [one for one in SENTENCES.values() if one not in page] == []
