"""Pictures, by way of ImageMagick."""

import asyncio
import subprocess
from pathlib import PurePath


class ConversionError(Exception):
    pass


def thumbnail(picture: PurePath) -> PurePath:
    small = picture.with_suffix(".small.jpg")
    _convert([str(picture), "-resize", "200x200", str(small)])
    return small


def _convert(arguments: list[str]) -> None:
    done = subprocess.run(["convert", *arguments], capture_output=True, check=False)
    if done.returncode != 0:
        raise ConversionError(done.stderr.decode())


async def poster(picture: PurePath) -> PurePath:
    large = picture.with_suffix(".large.jpg")
    process = await asyncio.create_subprocess_exec(
        "convert", str(picture), "-resize", "2000x2000", str(large), stderr=asyncio.subprocess.PIPE
    )
    _, errors = await process.communicate()
    if process.returncode != 0:
        raise ConversionError(errors.decode())
    return large
