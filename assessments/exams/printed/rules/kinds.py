"""Which kinds of question can be answered on paper; marks on a picture are keyed in as squares."""

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
        "spot",
    }
)
