"""A new course folder: a small course that is whole, to be rewritten text by text."""

from pathlib import Path

from courses.catalogue.course_folder.course_file import SLUG, SLUG_MOST
from courses.catalogue.course_folder.files import COURSE
from lms.errors import RuleBroken

SKELETON = Path(__file__).resolve().parents[1] / "skeleton"
OWN_SLUG = "slug: new-course"  # the line of the skeleton that says the name of the folder instead


def begin_course(target: Path) -> None:
    """Write a course that `check` accepts into a folder that is empty or not there; its name becomes the slug."""
    slug = target.resolve().name
    if not SLUG.match(slug) or len(slug) > SLUG_MOST:
        raise RuleBroken(
            f"“{slug}” cannot be the name of a course: it stands in addresses. Name the folder with small letters, "
            f"digits and single hyphens, at most {SLUG_MOST} characters, such as my-course."
        )
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise RuleBroken("That folder is not empty. Name one that is empty or does not exist yet.")
    for path in sorted(SKELETON.rglob("*")):
        if path.is_file():
            place = target / path.relative_to(SKELETON)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())
    course = target / COURSE
    course.write_text(course.read_text(encoding="utf-8").replace(OWN_SLUG, f"slug: {slug}", 1), encoding="utf-8")
