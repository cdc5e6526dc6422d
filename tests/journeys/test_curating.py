"""The whole road of an instructor, in a real Chromium."""

from playwright.sync_api import Browser

from tests.browser import Desk, barriers, overflow, shoot, visit


def test_an_instructor_signs_in(chromium: Browser, desk: Desk) -> None:
    with visit(chromium, desk.server, desk.session) as page:
        page.goto("/admin/")
        shoot(page, "dashboard")
        assert page.get_by_role("heading", name="Curating").is_visible()
        assert (barriers(page), overflow(page)) == ([], 0)
