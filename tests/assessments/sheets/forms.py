"""What became of a form that was sent."""


def said(here, answer):
    """Where a form that was done leads, and what the next page says."""
    assert answer.status_code == 303, answer.text
    return answer.location, here.get(answer.location).text
