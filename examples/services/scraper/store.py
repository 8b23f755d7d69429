"""Prices that were seen."""

import asyncio
import logging

log = logging.getLogger(__name__)


class PriceStore:
    def __init__(self) -> None:
        self._seen: dict[str, str] = {}
        self._lock = asyncio.Lock()

    async def save(self, shop: str, price: str) -> None:
        async with self._lock:
            if not price:
                raise ValueError(f"{shop} shows no price")
            self._seen[shop] = price


async def save_all(store: PriceStore, prices: dict[str, str]) -> None:
    saving = [store.save(shop, price) for shop, price in prices.items()]
    await asyncio.gather(*saving, return_exceptions=True)  # finds: AIO402


async def save_checked(store: PriceStore, prices: dict[str, str]) -> int:
    outcomes = await asyncio.gather(*(store.save(*price) for price in prices.items()), return_exceptions=True)
    errors = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    for error in errors:
        log.error("not saved", exc_info=error)
    return len(outcomes) - len(errors)


async def save_in_time(store: PriceStore, prices: dict[str, str], seconds: float) -> None:
    tasks = [asyncio.create_task(store.save(shop, price)) for shop, price in prices.items()]
    done, late = await asyncio.wait(tasks, timeout=seconds)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    for task in done:
        if (error := task.exception()) is not None:
            log.error("not saved", exc_info=error)
