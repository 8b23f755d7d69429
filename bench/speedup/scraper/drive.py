"""Scrapes a shop on this machine, over TLS as on the web, with a certificate made for the run."""

import asyncio
import os
import sys
import tempfile
from dataclasses import astuple
from pathlib import Path

import trustme

from driving import find_free_port, measure, report, serve


def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        authority = trustme.CA()
        authority.cert_pem.write_to_path(Path(directory, "authority.pem"))
        Path(directory, "shop.pem").write_bytes(
            authority.issue_cert("localhost").private_key_and_cert_chain_pem.bytes()
        )
        # aiohttp reads what it trusts when it is imported.
        os.environ["SSL_CERT_FILE"] = str(Path(directory, "authority.pem"))
        from scraper.crawl import crawl

        port = find_free_port()
        shop = [sys.executable, str(Path(__file__).with_name("shop.py")), str(port), str(Path(directory, "shop.pem"))]
        with serve(shop, port):
            with measure() as timing:
                products = asyncio.run(crawl(f"https://localhost:{port}"))
    report(timing, [astuple(product) for product in products])


if __name__ == "__main__":
    main()
