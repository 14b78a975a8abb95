"""Questions of officers under lessons: who reads them, and by which name."""

QUESTION_MOST = 1000  # signs
ANSWER_MOST = 2000


def first_name(name: str) -> str:
    """What stands before the first space of a name, as its owner writes it."""
    return name.split(maxsplit=1)[0] if name.split() else ""


def name_for_colleagues(name: str, *, shows_name: bool, is_in: bool) -> str:
    """The name under a question for colleagues: the first one alone, if its owner wants that and is still there."""
    return first_name(name) if shows_name and is_in else ""


def plain(text: str) -> str:
    """What somebody typed, with one kind of line end and nothing round it."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
