"""A shop over TLS: `shop.py PORT CERTIFICATE`."""

import ssl
import sys

from aiohttp import web

PRODUCTS = 500


async def list_products(request: web.Request) -> web.Response:
    links = "".join(f'<li><a href="/products/{number}">{number}</a></li>' for number in range(PRODUCTS))
    return web.Response(text=f"<ul>{links}</ul>", content_type="text/html")


async def show_product(request: web.Request) -> web.Response:
    number = int(request.match_info["number"])
    text = f'<h1>Product {number}</h1><p class="price">{number % 90 + 9},99</p>' + "<p>…</p>" * 200
    return web.Response(text=text, content_type="text/html")


def main() -> None:
    port, certificate = sys.argv[1:]
    app = web.Application()
    app.router.add_get("/products", list_products)
    app.router.add_get("/products/{number}", show_product)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    web.run_app(app, host="127.0.0.1", port=int(port), ssl_context=context, print=None)


if __name__ == "__main__":
    main()
