"""Cover pictures, kept as files."""

from pathlib import Path

from ..core.config import get_settings


def cover_path(isbn: str) -> Path:
    return get_settings().covers / f"{isbn}.jpg"


def load_cover(isbn: str) -> bytes:
    with open(cover_path(isbn), "rb") as file:
        return file.read()


def save_cover(isbn: str, picture: bytes) -> None:
    path = cover_path(isbn)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(picture)
