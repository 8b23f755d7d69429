"""Pages from templates on the disk."""

from pathlib import Path

FOLDER = Path(__file__).parent / "pages"


def load(name: str) -> str:
    with open(FOLDER / f"{name}.html", encoding="utf-8") as file:
        return file.read()


def render(name: str, numbers: dict[str, int]) -> str:
    rows = "".join(f"<li>{shop}: {count}</li>" for shop, count in numbers.items())
    return load(name).replace("{rows}", rows)
