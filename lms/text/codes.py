"""Codes that people copy from paper: signs of which none reads like another, shown in groups of four."""

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31: without 0 and O, 1, I and L


def shown_code(code: str) -> str:
    """A code in groups of four, as it stands on paper and as people read it out."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))
