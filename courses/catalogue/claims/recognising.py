"""Which text holds a claim: an Appendix, an annotation, a quota, a threshold, a day of entry into force, a legal duty.

Words are looked for in English and in French in every text, whichever its language: a text speaks one of them.
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from courses.catalogue.claims.references import without_references


class ClaimKind(StrEnum):
    """What makes a text a claim that needs a source; the value is how a refusal calls it."""

    APPENDIX = "an Appendix"
    ANNOTATION = "an annotation"
    QUOTA = "a quota"
    THRESHOLD = "a number with a unit"
    IN_FORCE = "a date of entry into force"
    DUTY = "a legal duty"


APPENDIX = re.compile(  # by its name, in a column of a table, or as where something is listed, goes or comes from
    r"\b(?i:Appendi(?:x|ces)|Annexes?)\s+I{1,3}\b|\|\s*I{1,3}(?=\s*(?:$|\||[,;:(/]|#))"
    r"|\b(?:from|to|in|under|de|à|en)\s+I{1,3}\b(?!\.\d|’|')"
)
ANNOTATION = re.compile(  # A1 to A5 alone are sizes of paper and grades of reports
    r"(?<![\w&#/])#\d{1,2}\b|\bannotations?\s+[#°A-Z]?\s?\d{1,2}\b|(?<![\w-])A(?:[6-9]|1\d)\b(?!-)"
)
QUOTA = re.compile(r"\bquotas?\b|\bcontingents?\b", re.IGNORECASE)
SPELT = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety|hundred"
    "|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|quarante|cinquante|soixante|cent"
)
NUMBER = rf"(?:(?<![\d.,])\d(?:\d|[.,](?=\d)|\s(?=\d\d\d\b)){{0,24}}|\b(?i:{SPELT}))"
SHORT_UNITS = r"kg|mg|g|ml|cl|l|L|mm|cm|km|m[²³23]?|t|°C?|h"
LONG_UNITS = (
    r"kilo(?:gram(?:me)?)?s?|gram(?:me)?s?|kilomet(?:re|er)s?|kilomètres?|(?:centi|milli)?m(?:et(?:re|er)|ètre)s?"
    r"|millilit(?:re|er)s?|lit(?:re|er)s?|tonn?es?|days?|weeks?|months?|years?|hours?|degrees?|per ?cent"
    r"|jours?|semaines?|mois|ans?|années?|heures?|degrés?|pour cent"
)
THRESHOLD = re.compile(
    rf"{NUMBER}[\s-]?(?:%|°|(?:{SHORT_UNITS})(?![\w²³])|(?i:{LONG_UNITS})\b)"
    rf"|\b(?:[Oo]ne|[Uu]ne?)\s(?:kilo(?:gram(?:me)?)?|litre|met(?:re|er)|mètre)\b"
)
ENTRY = re.compile(
    r"\bin force\b|\binto force\b|\b(?:takes?|took|taken) effect\b|\ben vigueur\b|\bprend(?:re|ra)? effet\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
LAWS = (
    r"[Ll]aws?\b(?! enforcement)|[Cc]onventions?\b|CITES\b|[Rr]esolutions?\b|Conf\b|Part(?:y|ies)\b|[Tt]reat(?:y|ies)\b"
    r"|Articles?\b|Art\b|\bStates?\b(?! (?:the|what|how|why|who|where|when|which|your|only|each)\b)"
    r"|[Ll]ois?\b|[Rr]ésolutions?\b|Parties?\b|États?\b|[Tt]raités?\b"
)
DUTIES = (
    r"must\b|may not\b|shall\b|oblig(?:e|es|ed)\b|obligations?\b|requires?\b|required\b|forbids?\b|prohibits?\b"
    r"|doi(?:t|vent)\b|ne peu(?:t|vent)\b|tenue?s? d\b|oblig\w+|exige(?:nt)?\b|impose(?:nt)?\b|interdi(?:t|sent)\w*"
)
WITHIN = r"(?:[^.!?;|]|\.(?=\S)){0,300}?"  # no sentence ends there
DUTY = re.compile(
    rf"(?<!\w)(?:{LAWS}){WITHIN}(?<!\w)(?:{DUTIES})"
    rf"|(?<!\w)(?:{DUTIES}){WITHIN}\b(?:by|under|par|selon|en vertu de)\s(?:\w+\s){{0,2}}(?:{LAWS})"
)
TERM = re.compile(r"\[\[([^\[\]|]+\|)?([^\[\]|]+)\]\]")
LINK = re.compile(r"\]\([^)\]]*\)")
EMPHASIS = re.compile(r"[*`]|(?<!\w)_|_(?!\w)")
ABBREVIATED = re.compile(r"\b(Art|Conf|Res|Doc|Prop|No|Rev)\.")
REPORTED = re.compile(
    r"\breport(?:s|ed|edly)?\b|\baccording to\b|\bselon\b|\brapport(?:e|é|ée|és|ées|ent)\b"
    r"|\bd[’']après\b|\bsignalée?s?\b",
    re.IGNORECASE,
)
CHECK_IT = re.compile(
    r"\b(?:check|consult)\s+the\s+Checklist"
    r"|\b(?:vérifie[zr]|consulte[zr])\s+la\s+(?:Checklist|Liste\s+des\s+espèces\s+CITES)",
    re.IGNORECASE,
)


def plain(markdown: str) -> str:
    """A text as it is read: glossary words as shown, without references, marks and the addresses of links."""
    shown = TERM.sub(lambda found: found[2], without_references(markdown))
    return " ".join(EMPHASIS.sub("", LINK.sub("", shown).replace("[", "")).split())


def claims_in(markdown: str) -> Iterator[tuple[ClaimKind, str]]:
    """The kinds of claim that a text holds, each with the first words that make it one."""
    text = plain(markdown)
    for kind, pattern in ((ClaimKind.APPENDIX, APPENDIX), (ClaimKind.ANNOTATION, ANNOTATION), (ClaimKind.QUOTA, QUOTA),
                          (ClaimKind.THRESHOLD, THRESHOLD)):  # fmt: skip
        if found := pattern.search(text):
            yield kind, found[0].strip("| ")
    if (entry := ENTRY.search(text)) and YEAR.search(text):
        yield ClaimKind.IN_FORCE, entry[0]
    if duty := DUTY.search(ABBREVIATED.sub(r"\1", text)):
        yield ClaimKind.DUTY, shortened(duty[0])


def names_an_appendix(markdown: str) -> bool:
    """Whether a text names Appendix I, II or III."""
    return APPENDIX.search(plain(markdown)) is not None


def says_that_it_is_reported(markdown: str) -> bool:
    """Whether a text says that something is reported, and where it is to be checked."""
    text = plain(markdown)
    return bool(REPORTED.search(text) and CHECK_IT.search(text))


def shortened(words: str, most: int = 60) -> str:
    """The words, cut after so many signs."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
