"""Lists shown page by page: which page of how many."""


def page_of(count: int, number: int, size: int) -> tuple[int, int]:
    """The number of the page that is shown, and of how many; a number beyond the end is the last page."""
    pages = max(1, -(-count // size))
    return min(max(1, number), pages), pages
