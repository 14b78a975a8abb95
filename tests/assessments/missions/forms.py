"""What became of a form that was sent."""

import re


def said(answer):
    """Where the page is that says what was done."""
    assert answer.status_code == 303, re.findall(r'class="error"[^>]*>([^<]*)', answer.text)
    return answer.location


def refused(answer, *words):
    """It says this beside its fields."""
    assert answer.status_code == 422
    for one in words:
        assert one in answer.text
