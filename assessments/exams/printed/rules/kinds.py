"""Which kinds of question can be answered on paper: all but marks on a picture, which nobody can key in alike twice."""

ON_PAPER = frozenset(
    {
        "one-choice",
        "several-choices",
        "true-false",
        "number",
        "angle",
        "short-text",
        "matching",
        "ordering",
        "gaps",
        "manifest",
        "permit",
    }
)
