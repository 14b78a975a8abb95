"""A scheme read from its files: the definition, its rubrics, and everything that is wrong, by file and line."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assessments.api import RubricDefinition, definition_digest, read_rubric_text
from certificates.schemes.rules.checking import flaws_of
from certificates.schemes.rules.definition import (
    USUAL_INTERVALS,
    Competence,
    CutKind,
    CutRule,
    Days,
    Eligibility,
    EvidenceKind,
    Grade,
    Majority,
    PanelRule,
    PracticeRule,
    RubricUse,
    SchemeDefinition,
    SchemeScopes,
    State,
    StateKind,
    Sufficiency,
    Transition,
    TriggerFact,
    as_document,
)
from certificates.schemes.rules.refusals import SENTENCES, Defect, Flaw
from certificates.schemes.scheme_folder.entries import SchemeEntry, entry_of
from certificates.schemes.scheme_folder.files import SCHEME, SchemeFiles
from certificates.schemes.vocabulary import VOCABULARY
from lms.text.located_yaml import Dialect, read_yaml
from lms.text.problems import Problem

RubricReader = Callable[[str, str], tuple[RubricDefinition | None, list[Problem]]]  # text and file → rubric or faults
FORMAT = 1
EVIDENCE_LENGTH = 32  # as the rows of pieces hold it
EVERYWHERE = "*"  # in `from`: every state that is no end
NOT_FORMAT = f"“format” must be {FORMAT}: this program reads no other."
NOT_UTF8 = "This file is no text in UTF-8. Save it as UTF-8."
TOP = (
    "format", "slug", "languages", "title", "summary", "initial", "eligibility", "scopes", "evidence", "competences",
    "rubrics", "cuts", "panels", "states", "transitions", "intervals", "validity", "days",
)  # fmt: skip


@dataclass
class ReadScheme:
    """What was read; a definition only where nothing is wrong."""

    definition: SchemeDefinition | None
    rubrics: Mapping[str, RubricDefinition] = field(default_factory=dict)
    problems: Sequence[Problem] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of the definition with its rubrics; the same text has the same."""
        return digest_of(as_document(self.definition)) if self.definition else ""


def digest_of(document: Mapping[str, Any]) -> str:
    """SHA-256 of a definition, however its text was written."""
    whole = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()


def read_scheme(found: SchemeFiles, read_rubric: RubricReader = read_rubric_text) -> ReadScheme:
    """The scheme of these files, or every fault in them."""
    problems = list(found.problems)
    data = found.files.get(SCHEME)
    if data is None:
        if not problems:
            problems.append(Problem(SCHEME, 1, SENTENCES[Defect.NO_FILE]))
        return ReadScheme(None, problems=sorted(problems))
    text = _text(SCHEME, data, problems)
    document = read_yaml(text, dialect=Dialect.PLAIN)
    problems += [Problem(SCHEME, one.line, one.message) for one in document.problems]
    flaws: list[Flaw] = []
    definition = _definition(entry_of(document.value, (), flaws))
    rubrics = _rubrics(found, definition, read_rubric, problems)
    digests = {code: definition_digest(one) for code, one in rubrics.items()}
    definition = replace(
        definition, rubrics=tuple(replace(one, digest=digests.get(one.code, "")) for one in definition.rubrics)
    )
    if document.value is not None:
        if entry_of(document.value, (), []).values.get("format") != FORMAT:
            problems.append(Problem(SCHEME, document.line("format"), NOT_FORMAT))
        flaws += flaws_of(definition, VOCABULARY, found.rubrics)
    problems += [Problem(SCHEME, document.line(*one.place), one.sentence) for one in flaws]
    problems = sorted(set(problems))
    return ReadScheme(None if problems else definition, rubrics, problems)


def _text(path: str, data: bytes, problems: list[Problem]) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as fault:
        problems.append(Problem(path, data.count(b"\n", 0, fault.start) + 1, NOT_UTF8))
        return ""


def _rubrics(
    found: SchemeFiles, definition: SchemeDefinition, read_rubric: RubricReader, problems: list[Problem]
) -> dict[str, RubricDefinition]:
    """The rubrics of the folder, those without fault; one that nobody uses is a fault too."""
    used = {one.code for one in definition.rubrics}
    made = {}
    for code, data in found.rubrics.items():
        path = f"rubrics/{code}.yaml"
        rubric, faults = read_rubric(_text(path, data, problems), path)
        problems += faults
        if code not in used:
            problems.append(Problem(path, 1, SENTENCES[Defect.RUBRIC_UNUSED]))
        if rubric is None:
            continue
        made[code] = rubric
        if rubric.slug != code:
            problems.append(Problem(path, 1, SENTENCES[Defect.RUBRIC_SLUG].format(name=code)))
        problems += [
            Problem(path, 1, SENTENCES[Defect.RUBRIC_LANGUAGE].format(name=one))
            for one in definition.languages
            if one not in rubric.languages
        ]
    return made


def _definition(top: SchemeEntry) -> SchemeDefinition:
    """The definition as far as it can be read."""
    top.demand_known(TOP)
    languages = top.list_of_words("languages", needed=True)
    states = top.members("states", lambda one: _state(one, languages))
    return SchemeDefinition(
        slug=top.code("slug"),
        title=top.texts("title", languages),
        summary=top.texts("summary", languages),
        languages=languages,
        initial=top.word("initial"),
        states=states,
        transitions=top.members("transitions", lambda one: _transition(one, languages, states)),
        evidence=top.members("evidence", lambda one: _evidence(one, languages)),
        competences=top.members("competences", lambda one: _competence(one, languages)),
        rubrics=top.members("rubrics", _rubric, needed=False, by="file"),
        cuts=top.members("cuts", _cut, needed=False),
        panels=top.members("panels", lambda one: _panel(one, languages)),
        practice=_practice(top.inner("validity")),
        days=_days(top.inner("days")),
        scopes=_scopes(top.inner("scopes"), languages),
        eligibility=_eligibility(top),
        intervals=_intervals(top),
    )


def _state(entry: SchemeEntry, languages: Sequence[str]) -> State:
    entry.demand_known(("code", "title", "kind", "days", "panel"))
    return State(
        code=entry.code(),
        title=entry.texts("title", languages),
        kind=entry.choice("kind", StateKind, StateKind.OPEN),
        days=entry.whole("days", 1) if entry.has("days") else None,
        panel=entry.word("panel", needed=False),
    )


def _transition(entry: SchemeEntry, languages: Sequence[str], states: Sequence[State]) -> Transition:
    entry.demand_known(
        (
            "code", "title", "from", "to", "by", "as", "second", "needs", "brings", "sufficient", "cuts", "reason",
            "refusal", "fact",
        )
    )  # fmt: skip
    sources = entry.list_of_words("from", needed=True)
    if EVERYWHERE in sources:
        sources = tuple(one.code for one in states if one.kind is not StateKind.END)
    fact = entry.choice("fact", TriggerFact, TriggerFact.ACCOUNT_CONFIRMED) if entry.has("fact") else None
    return Transition(
        code=entry.code(),
        title=entry.texts("title", languages),
        sources=sources,
        target=entry.word("to"),
        mover=entry.word("by"),
        part=entry.word("as", needed=False),
        second=entry.yes("second"),
        needs=entry.list_of_words("needs"),
        brings=entry.list_of_words("brings"),
        sufficient=entry.yes("sufficient"),
        cuts=entry.list_of_words("cuts"),
        reason=entry.yes("reason"),
        refusal=entry.yes("refusal"),
        fact=fact,
    )


def _evidence(entry: SchemeEntry, languages: Sequence[str]) -> EvidenceKind:
    entry.demand_known(("code", "title", "observed", "original"))
    return EvidenceKind(
        entry.code(most=EVIDENCE_LENGTH),
        entry.texts("title", languages),
        observed=entry.yes("observed"),
        original=entry.yes("original"),
    )


def _competence(entry: SchemeEntry, languages: Sequence[str]) -> Competence:
    entry.demand_known(("code", "title", "sufficiency"))
    rule = Sufficiency(())
    if entry.has("sufficiency"):
        inner = entry.inner("sufficiency")
        inner.demand_known(("of", "kinds", "pieces", "observed"))
        kinds = inner.whole("kinds", 1, 1)
        rule = Sufficiency(
            of=inner.list_of_words("of"),
            kinds=kinds,
            pieces=inner.whole("pieces", 1, kinds),
            observed=inner.whole("observed", 0, 0),
        )
    return Competence(entry.code(), entry.texts("title", languages), rule)


def _rubric(entry: SchemeEntry) -> RubricUse:
    entry.demand_known(("file", "evidence"))
    return RubricUse(entry.code("file"), entry.word("evidence"))


def _cut(entry: SchemeEntry) -> CutRule:
    entry.demand_known(("code", "kind", "course", "share", "sems", "stations"))
    usual = CutRule("", CutKind.EXAM)
    entry.needed("kind")
    sems, stations = entry.share("sems", most=None), entry.share("stations")
    return CutRule(
        code=entry.code(),
        kind=entry.choice("kind", CutKind, CutKind.WORKSHOP),
        course=entry.word("course", needed=False),
        share=entry.share("share"),
        sems=usual.sems if sems is None else sems,
        stations=usual.stations if stations is None else stations,
    )


def _panel(entry: SchemeEntry, languages: Sequence[str]) -> PanelRule:
    entry.demand_known(("code", "title", "quorum", "signatures", "majority"))
    return PanelRule(
        code=entry.code(),
        title=entry.texts("title", languages),
        quorum=entry.whole("quorum", 1),
        signatures=entry.whole("signatures", 0),
        majority=entry.choice("majority", Majority, Majority.SIMPLE),
    )


def _practice(entry: SchemeEntry) -> PracticeRule:
    entry.demand_known(("months", "renewal-window-months", "grace-days", "reminders", "practice-a-year", "practice"))
    return PracticeRule(
        validity_months=entry.whole("months", 1),
        renewal_window_months=entry.whole("renewal-window-months", 1),
        grace_days=entry.whole("grace-days", 0),
        reminders=entry.wholes("reminders", 1, (6, 3, 1)),
        a_year=entry.whole("practice-a-year", 0, 0),
        kinds=entry.list_of_words("practice"),
    )


def _days(entry: SchemeEntry) -> Days:
    entry.demand_known(("objection", "appeal-answer", "hearing", "complaint-answer"))
    return Days(*(entry.whole(name, 1) for name in ("objection", "appeal-answer", "hearing", "complaint-answer")))


def _scopes(entry: SchemeEntry, languages: Sequence[str]) -> SchemeScopes:
    entry.demand_known(("topics", "grades"))

    def grade(one: SchemeEntry) -> Grade:
        one.demand_known(("code", "title"))
        return Grade(one.code(), one.texts("title", languages))

    return SchemeScopes(entry.list_of_words("topics", needed=True), entry.members("grades", grade, needed=False))


def _eligibility(top: SchemeEntry) -> Eligibility:
    if not top.has("eligibility"):
        return Eligibility()
    entry = top.inner("eligibility")
    entry.demand_known(("courses", "years-of-service"))
    return Eligibility(entry.list_of_words("courses"), entry.whole("years-of-service", 0, 0))


def _intervals(top: SchemeEntry) -> Mapping[str, int]:
    if not top.has("intervals"):
        return dict(USUAL_INTERVALS)
    entry = top.inner("intervals")
    return dict(USUAL_INTERVALS) | {str(tie): entry.whole(str(tie), 0) for tie in entry.values}
