"""What is right, as the course folder says, and giving it in the fields of a page."""

import re
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import yaml
from playwright.sync_api import Locator, Page, expect

from tests.journeys.parts import GIVEN


def bank(course: Path) -> dict[str, dict[str, Any]]:
    """Every question of the folder by the words of its stem."""
    found = {}
    for path in sorted((course / "questions").glob("*.yaml")):
        for item in yaml.safe_load(path.read_text()):
            found[words(item["stem"])] = item
    return found


def words(text: str) -> str:
    """A text without marks of Markdown and with single spaces, as a page reads."""
    return re.sub(r"\s+", " ", re.sub(r"[*_`\\]", "", text)).strip()


def give(question: Locator, item: dict[str, Any], *, right: bool) -> None:
    """Give the right answer in the fields of this question, or a wrong one."""
    kind = item["kind"]
    if kind in ("one-choice", "several-choices"):
        fitting = [option for option in item["options"] if bool(option.get("right")) is right]
        for option in fitting if kind == "several-choices" else fitting[:1]:
            question.locator(f'input[value="{option["id"]}"]').check()
    elif kind == "true-false":
        question.locator(f'input[value="{str(item["answer"] is right).lower()}"]').check()
    elif kind == "number":
        value = item["answer"]["value"] if right else item["answer"]["value"] * 3 + 7
        question.locator("input[name$=answer]").fill(str(value))
        unit = question.locator("select[name$=unit]")
        if unit.count():
            unit.select_option(item["answer"]["unit"])
    elif kind == "angle":
        question.locator("input[name$=typed]").fill(str(item["answer"]["value"] if right else 30))
    elif kind in GIVEN:
        GIVEN[kind](question, item, right=right)
    else:
        choose(question, item, right=right)


def choose(question: Locator, item: dict[str, Any], *, right: bool) -> None:
    """Mark places on the picture by clicking where they are."""
    picture = question.locator("svg.marks-over")
    expect(picture).to_be_visible()
    picture.scroll_into_view_if_needed()
    width, height = item["picture"]["width"], item["picture"]["height"]
    for x, y in [middle(zone) for zone in item["zones"]] if right else [(30, 30)]:
        box = picture.bounding_box()
        picture.click(position={"x": x * box["width"] / width, "y": y * box["height"] / height})


def middle(zone: dict[str, Any]) -> tuple[float, float]:
    """A place inside a zone."""
    coords = zone["coords"]
    if zone["shape"] in ("circle", "ellipse"):
        return coords[0], coords[1]
    across, down = coords[0::2], coords[1::2]
    return sum(across) / len(across), sum(down) / len(down)


def give_from_paper(question: Locator, item: dict[str, Any], *, right: bool) -> None:
    """Key in what stands on a printed sheet: crosses on a picture by the squares in which they lie."""
    if item["kind"] != "spot":
        give(question, item, right=right)
        return
    places = [middle(zone) for zone in item["zones"]] if right else [(30, 30)]
    question.get_by_label("Squares with a cross").fill(", ".join(square(place, item) for place in places))


def square(place: tuple[float, float], item: dict[str, Any]) -> str:
    """The square of a printed picture, 32 from edge to edge, named as on the sheet: A1, and AA1 after Z1."""
    column, row = (int(along * 32 / item["picture"]["width"]) for along in place)
    return f"{'A' * (column // 26)}{ascii_uppercase[column % 26]}{row + 1}"


def answer_paper(page: Page, course: Path, *, right: int) -> int:
    """Answer every question of an open paper, the first `right` of them rightly; answers how many there are."""
    known = bank(course)
    expect(page.locator("#kept")).to_contain_text("All answers saved")
    count = page.locator(".question-box").count()
    for number in range(1, count + 1):
        page.locator(".map a").nth(number - 1).click()
        question = page.locator(f"#q{number}")
        expect(question).to_be_visible()
        give(question, known[words(question.locator("legend").inner_text())], right=number <= right)
    expect(page.locator(".question-box .kept", has_text=re.compile("Saved"))).to_have_count(count)
    expect(page.locator("#count")).to_contain_text(f"{count} of {count} answered")
    return count


def hand_in(page: Page) -> None:
    """Review the paper, all of which is answered, and submit it."""
    page.get_by_role("link", name="Review and submit").click()
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("assed"))).to_be_visible()


def lessons(course: Path) -> list[str]:
    """The lessons of the course, in order."""
    outline = yaml.safe_load((course / "course.yaml").read_text())
    return [lesson for module in outline["modules"] for lesson in module["lessons"]]


def checkpoints(course: Path) -> list[str]:
    """The quizzes of the course, in order."""
    outline = yaml.safe_load((course / "course.yaml").read_text())
    return [module["checkpoint"] for module in outline["modules"]]
