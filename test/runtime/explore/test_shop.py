"""One and the same race, as a test of each kind of plugin."""

import asyncio
import unittest

import pytest


class Shop:
    def __init__(self):
        self.left = 1
        self.sold = 0

    async def buy(self, arrives):
        await asyncio.sleep(arrives)
        if self.left > 0:
            await asyncio.sleep(0.003)
            self.left -= 1
            self.sold += 1

    async def sell_one(self):
        await asyncio.gather(self.buy(0), self.buy(0.004))
        assert self.sold == 1


@pytest.fixture
def shop():
    return Shop()


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.mark.anyio
async def test_anyio(shop):
    await shop.sell_one()


@pytest.mark.asyncio
async def test_pytest_asyncio(shop):
    await shop.sell_one()


@pytest.mark.asyncio
async def test_alone(shop):
    await shop.buy(0)
    assert shop.sold == 1


class TestShop(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.shop = Shop()

    async def test_unittest(self):
        await self.shop.sell_one()


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.asyncio
async def test_twice(number):
    await asyncio.sleep(0.001)


@pytest.mark.skip
def test_skipped():
    pass


def test_without_a_loop():
    pass
