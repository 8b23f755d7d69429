"""Shows the page once."""

import asyncio

from driving import measure, report


def main() -> None:
    from shop.overview import show_overview

    with measure() as timing:
        page = asyncio.run(show_overview("ada"))
    report(timing, page)


if __name__ == "__main__":
    main()
