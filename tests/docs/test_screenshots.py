"""The README's pictures are those that the command takes."""

import re
from pathlib import Path

from docs.screenshots import FOLDER, MOST_BYTES, SHOTS

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


def test_the_readme_shows_each_picture_and_says_what_is_on_it() -> None:
    shown = re.findall(r'<img src="docs/screenshots/(\w+)\.png" width="\d+" alt="[^"]{40,}">', README)
    assert sorted(shown) == sorted(shot.name for shot in SHOTS)


def test_each_picture_is_there_and_light() -> None:
    sizes = {path.stem: path.stat().st_size for path in FOLDER.glob("*.png")}
    assert sorted(sizes) == sorted(shot.name for shot in SHOTS)
    assert {name: size for name, size in sizes.items() if size > MOST_BYTES} == {}


def test_each_picture_is_of_a_page_of_its_own() -> None:
    pictures = [path.read_bytes() for path in FOLDER.glob("*.png")]
    assert len(set(pictures)) == len(SHOTS)
