"""Claiming a certificate: the name is confirmed, and the certificate is made."""

from playwright.sync_api import Page, expect


def claim_certificate(page: Page, latin: str, local: str = "") -> str:
    """From the result of an exam: confirm how the name is written; answers the link once the certificate is made."""
    page.get_by_role("link", name="Get your certificate").click()
    return confirm_name(page, latin, local)


def confirm_name(page: Page, latin: str, local: str = "") -> str:
    """From what was earned: confirm how the name is written; answers the link once the certificate is made."""
    page.get_by_role("link", name="Confirm my name").click()
    page.get_by_label("Name in Latin letters").fill(latin)
    page.get_by_label("Name in the script of your country").fill(local)
    page.get_by_role("button", name="Show me how it will look").click()
    page.get_by_role("button", name="Confirm name and create certificate").click()
    expect(page.get_by_role("link", name="Download the PDF")).to_be_visible(timeout=90_000)
    return page.get_by_label("Link of this certificate").input_value()
