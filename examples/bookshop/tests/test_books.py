import os
import tempfile
import time

os.environ["BOOKSHOP_DATABASE"] = os.path.join(tempfile.mkdtemp(), "bookshop.db")

import pytest
from fastapi.testclient import TestClient

from bookshop.app import app
from bookshop.core.rate_limit import AsyncRateLimit, RateLimit


def test_the_shelf_is_not_empty():
    with TestClient(app) as client:
        books = client.get("/api/books").json()
    assert {"Frankenstein", "Bleak House"} <= {book["title"] for book in books}


def test_orders_need_a_customer():
    with TestClient(app) as client:
        assert client.get("/api/orders").status_code == 401


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.mark.anyio
async def test_both_limits_keep_the_same_distance():
    with RateLimit(per_second=20):
        pass
    async with AsyncRateLimit(per_second=20):
        started = time.monotonic()
    time.sleep(0.06)
    assert time.monotonic() - started >= 0.05
