"""Clean HTML of a question as runs of text, each with how it is set, for a page that is no HTML."""

from html.parser import HTMLParser

STYLES = {"strong": "strong", "em": "em", "code": "code", "sub": "sub", "sup": "sup"}
Run = dict[str, str]


class _Runs(HTMLParser):
    """Gathers the text of each style; a break becomes a line break."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[Run] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Begin a style, or break the line."""
        if tag in STYLES:
            self.open.append(STYLES[tag])
        elif tag in {"br", "p", "li"} and self.runs:
            self.runs.append({"text": "\n", "style": ""})

    def handle_endtag(self, tag: str) -> None:
        """End a style."""
        if STYLES.get(tag) in self.open:
            self.open.remove(STYLES[tag])

    def handle_data(self, data: str) -> None:
        """Keep the text in the style that is open."""
        self.runs.append({"text": data, "style": self.open[-1] if self.open else ""})


def inline_runs(html: str) -> list[Run]:
    """The text of clean HTML in runs: `{"text", "style"}`, with style one of `STYLES` or nothing."""
    parser = _Runs()
    parser.feed(html)
    parser.close()
    return parser.runs


def plain_text(html: str) -> str:
    """The text of clean HTML without any style, on one line."""
    return " ".join("".join(run["text"] for run in inline_runs(html)).split())
