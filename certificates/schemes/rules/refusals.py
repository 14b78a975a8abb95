"""What a scheme is refused for, each with one sentence that says what is wrong and how to mend it.

`docs/schemes.md` lists these sentences; a test holds the two together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

Place = tuple[str | int, ...]  # the way to a value in the file, such as ("states", 3, "title")


class Defect(StrEnum):
    """Why a scheme cannot be loaded."""

    NO_FILE = "no-file"
    STRANGE_FILE = "strange-file"
    NOT_A_MAPPING = "not-a-mapping"
    UNKNOWN_KEY = "unknown-key"
    MISSING = "missing"
    NOT_WORDS = "not-words"
    NOT_A_LIST = "not-a-list"
    NOT_YES_OR_NO = "not-yes-or-no"
    NOT_A_NUMBER = "not-a-number"
    NOT_A_SHARE = "not-a-share"
    NOT_ONE_OF = "not-one-of"
    BAD_CODE = "bad-code"
    TWICE = "twice"
    TEXT_MISSING = "text-missing"
    LANGUAGE_UNKNOWN = "language-unknown"
    NO_INITIAL = "no-initial"
    NO_AWARD = "no-award"
    UNKNOWN_STATE = "unknown-state"
    UNREACHABLE = "unreachable"
    STUCK = "stuck"
    NO_DECISION = "no-decision"
    NO_RELEASE = "no-release"
    NO_REASON = "no-reason"
    NO_APPEAL = "no-appeal"
    BACK_FROM_NOWHERE = "back-from-nowhere"
    NO_PANEL = "no-panel"
    UNKNOWN_PANEL = "unknown-panel"
    ONE_SIGNATURE = "one-signature"
    SMALL_QUORUM = "small-quorum"
    UNKNOWN_EVIDENCE = "unknown-evidence"
    NOT_BROUGHT = "not-brought"
    NO_SUFFICIENCY = "no-sufficiency"
    TOO_MANY_KINDS = "too-many-kinds"
    NONE_OBSERVED = "none-observed"
    UNKNOWN_RIGHT = "unknown-right"
    UNKNOWN_PART = "unknown-part"
    ACTS_TWICE = "acts-twice"
    NO_FACT = "no-fact"
    NO_DAYS = "no-days"
    UNKNOWN_CUT = "unknown-cut"
    EXAM_WITHOUT_COURSE = "exam-without-course"
    RUBRIC_MISSING = "rubric-missing"
    RUBRIC_UNUSED = "rubric-unused"
    RUBRIC_LANGUAGE = "rubric-language"
    RUBRIC_SLUG = "rubric-slug"
    UNKNOWN_TOPIC = "unknown-topic"
    UNKNOWN_TIE = "unknown-tie"
    SUSPENDED_ALONE = "suspended-alone"
    WITHDRAWN_ALONE = "withdrawn-alone"
    WINDOW_TOO_LONG = "window-too-long"


SENTENCES: Mapping[Defect, str] = {
    Defect.NO_FILE: "The folder has no scheme.yaml. Write one: it holds the whole scheme.",
    Defect.STRANGE_FILE: "This file has no place in a scheme. Keep scheme.yaml, README.md and rubrics/*.yaml.",
    Defect.NOT_A_MAPPING: "Here names with values are expected, such as “code: enrolled”.",
    Defect.UNKNOWN_KEY: "“{name}” is not known here. Known are: {known}.",
    Defect.MISSING: "“{name}” is missing here.",
    Defect.NOT_WORDS: "“{name}” must be one value in words.",
    Defect.NOT_A_LIST: "“{name}” must be a list.",
    Defect.NOT_YES_OR_NO: "“{name}” must be true or false.",
    Defect.NOT_A_NUMBER: "“{name}” must be a whole number, {least} or more.",
    Defect.NOT_A_SHARE: "“{name}” must be a share between 0 and 1, such as 0.7 or 3/5.",
    Defect.NOT_ONE_OF: "“{name}” must be one of: {known}.",
    Defect.BAD_CODE: "“{name}” is no code: use small letters, digits and hyphens, at most {most} signs.",
    Defect.TWICE: "“{name}” stands twice. Give each its own code.",
    Defect.TEXT_MISSING: "The words in “{name}” are missing. The scheme names this language: write them, or drop it.",
    Defect.LANGUAGE_UNKNOWN: "The scheme does not name the language “{name}”. Add it to “languages”, or drop this.",
    Defect.NO_INITIAL: "The initial state “{name}” is none of the states. Name the one in which everybody begins.",
    Defect.NO_AWARD: "No state is an award. Give the kind “award” to the state in which the certificate is held.",
    Defect.UNKNOWN_STATE: "There is no state “{name}”. Add it to the states, or mend the name.",
    Defect.UNREACHABLE: "Nobody can come to the state “{name}”. Add a step that leads there, or drop the state.",
    Defect.STUCK: "Nobody can leave the state “{name}”. Add a step from it, or give it the kind “end”.",
    Defect.NO_DECISION: (
        "The award “{name}” can be reached without a decision of a panel. Let every way to it pass a step by "
        "“panel.decide”."
    ),
    Defect.NO_RELEASE: (
        "The award “{name}” can be reached without a release by a registrar after the decision. Let every way to it "
        "pass a step by “award.release” that follows the panel's."
    ),
    Defect.NO_REASON: "The step “{name}” refuses somebody without a reason. Write “reason: true”.",
    Defect.NO_APPEAL: (
        "The step “{name}” refuses somebody who then cannot appeal. Add a step by “candidate” from the state to which "
        "it leads to a state of the kind “appeal”."
    ),
    Defect.BACK_FROM_NOWHERE: "Only a step from an appeal leads to “before”, and only where some step is a refusal.",
    Defect.NO_PANEL: "A panel decides in the state “{name}”, but none is named. Write “panel:” with its code.",
    Defect.UNKNOWN_PANEL: "There is no panel “{name}”. Add it to the panels, or mend the name.",
    Defect.ONE_SIGNATURE: "The panel “{name}” needs two signatures or more.",
    Defect.SMALL_QUORUM: "The panel “{name}” has a quorum smaller than its signatures. Raise the quorum.",
    Defect.UNKNOWN_EVIDENCE: "The scheme collects no evidence “{name}”. Add it to “evidence”, or mend the name.",
    Defect.NOT_BROUGHT: "No step brings the evidence “{name}”. Write it in “brings” of a step, or drop it.",
    Defect.NO_SUFFICIENCY: "The competence “{name}” does not say which evidence is enough. Write its “sufficiency”.",
    Defect.TOO_MANY_KINDS: "The competence “{name}” asks for more kinds of evidence than it names.",
    Defect.NONE_OBSERVED: (
        "The competence “{name}” asks for evidence that a qualified expert observed, but none of its kinds is observed."
    ),
    Defect.UNKNOWN_RIGHT: "There is no right “{name}”. Write a right, “candidate” or “rule”.",
    Defect.UNKNOWN_PART: "There is no part “{name}”. Known are: {known}.",
    Defect.ACTS_TWICE: (
        "Whoever holds “{right}” acts as “{part}” for a candidate, and in no other part: else one person could act "
        "twice on the way. Write “as: {part}”."
    ),
    Defect.NO_FACT: "The step “{name}” is taken by the rule, but no fact triggers it. Write “fact:”.",
    Defect.NO_DAYS: (
        "The step “{name}” waits until the days of its state are over, but the state “{state}” names none. Write "
        "“days:” there."
    ),
    Defect.UNKNOWN_CUT: "There is no cut rule “{name}”. Add it to “cuts”, or mend the name.",
    Defect.EXAM_WITHOUT_COURSE: "The cut rule “{name}” judges an exam. Write “course:” with the slug of its course.",
    Defect.RUBRIC_MISSING: "The file rubrics/{name}.yaml is missing.",
    Defect.RUBRIC_UNUSED: "scheme.yaml does not use this rubric. Name it in “rubrics”, or delete the file.",
    Defect.RUBRIC_LANGUAGE: "This rubric is not written in “{name}”, a language of the scheme. Write it in its title.",
    Defect.RUBRIC_SLUG: "The slug of this rubric must be the name of its file, “{name}”.",
    Defect.UNKNOWN_TOPIC: "There is no topic “{name}”. Known are: {known}.",
    Defect.UNKNOWN_TIE: "There is no interval “{name}”. Known are: {known}.",
    Defect.SUSPENDED_ALONE: "The step “{name}” suspends a holder or lifts that. It takes two people: “second: true”.",
    Defect.WITHDRAWN_ALONE: "The step “{name}” takes a certificate away. It asks for two: a panel, or “second: true”.",
    Defect.WINDOW_TOO_LONG: "The window for renewal is as long as the certificate is valid, or longer. Shorten it.",
}
NOTHING = "none"  # said where a list of what is known is empty


@dataclass(frozen=True)
class Flaw:
    """One thing to mend: why, where in the file, and with which names in its sentence."""

    why: Defect
    place: Place
    names: tuple[tuple[str, str], ...] = ()

    @property
    def sentence(self) -> str:
        """What to tell whoever wrote the file."""
        return SENTENCES[self.why].format(**dict(self.names))


def flaw(why: Defect, /, *place: str | int, **names: str) -> Flaw:
    """A flaw at a place."""
    return Flaw(why, place, tuple(sorted(names.items())))


def listed(known: Iterable[str]) -> str:
    """What is known, in words."""
    return ", ".join(sorted(known)) or NOTHING
