"""
More programs with one bug each, around the constructs of asyncio that such bugs gather at: conditions, queues, time limits, asynchronous
generators, context managers, `shield`, task groups. As in `programs.py`; times are in seconds.
"""

import asyncio
import contextlib
from asyncio import sleep as io

from register import create_register

P, program = create_register()


@program("timing")
async def a_condition_is_asked_once():
    condition, items, taken = asyncio.Condition(), [], []

    async def take(arrives):
        await io(arrives)
        async with condition:
            if not items:
                await condition.wait()
            await io(0.0005)
            taken.append(items.pop())

    async def put(after):
        await io(after)
        async with condition:
            items.append(1)
            condition.notify_all()

    # The second comes when the first item has been taken.
    await asyncio.gather(take(0), put(0.002), take(0.006), put(0.009))
    assert len(taken) == 2


@program("timing")
async def a_queue_was_not_full():
    queue = asyncio.Queue(2)

    async def produce(arrives):
        await io(arrives)
        if not queue.full():
            await io(0.001)
            queue.put_nowait(1)

    queue.put_nowait(0)
    await asyncio.gather(produce(0), produce(0.003))


@program("timing")
async def a_pool_is_asked_for_before_its_lock():
    made, lock, state = [], asyncio.Lock(), {"pool": None}

    async def pool(arrives):
        await io(arrives)
        if state["pool"] is None:
            async with lock:
                await io(0.003)
                made.append(1)
                state["pool"] = object()
        return state["pool"]

    await asyncio.gather(pool(0), pool(0.005))
    assert len(made) == 1


@program("timing")
async def the_lock_of_a_key_is_dropped():
    locks, inside = {}, [0]

    async def update(key, arrives):
        await io(arrives)
        lock = locks.setdefault(key, asyncio.Lock())
        async with lock:
            inside[0] += 1
            assert inside[0] == 1, "two inside"
            await io(0.003)
            inside[0] -= 1
        locks.pop(key, None)

    await asyncio.gather(update("a", 0), update("a", 0.002), update("a", 0.008))


@program("timing")
async def a_cache_keeps_what_was_invalidated():
    database, cache = {"k": 1}, {}

    async def read(arrives):
        await io(arrives)
        if "k" not in cache:
            value = database["k"]
            await io(0.002)
            cache["k"] = value

    async def write():
        await io(0.004)
        database["k"] = 2
        cache.pop("k", None)

    await asyncio.gather(read(0), write())
    await read(0)
    assert cache["k"] == database["k"]


@program("timing")
async def a_lock_is_entered_after_its_time_limit():
    lock, inside = asyncio.Lock(), [0]

    async def critical(arrives):
        await io(arrives)
        try:
            await asyncio.wait_for(lock.acquire(), 0.004)
        except asyncio.TimeoutError:
            pass
        inside[0] += 1
        assert inside[0] == 1, "two inside"
        await io(0.003)
        inside[0] -= 1
        if lock.locked():
            lock.release()

    await asyncio.gather(critical(0), critical(0.002))


@program("timing", first=(3, 11))
async def a_time_limit_takes_a_permit_away():
    pool = asyncio.Semaphore(1)

    async def use():
        try:
            async with asyncio.timeout(0.01):
                await pool.acquire()
                await io(0.004)
        except TimeoutError:
            return None
        try:
            await io(0.001)
        finally:
            pool.release()

    await use()
    await pool.acquire()


@program("timing")
async def a_generator_is_read_by_two():
    async def pages():
        for page in range(4):
            await io(0.002)
            yield page

    source, got = pages(), []

    async def read(arrives):
        await io(arrives)
        got.append(await source.__anext__())

    await asyncio.gather(read(0), read(0.004))
    assert sorted(got) == [0, 1]


@program("timing")
async def a_subscriber_leaves_meanwhile():
    subscribers, got = {}, []

    async def publish(message):
        for name in subscribers:
            await io(0.001)
            got.append((name, message))

    async def leave(name, after):
        await io(after)
        del subscribers[name]

    subscribers.update(a=1, b=2)
    await asyncio.gather(publish("hello"), leave("a", 0.004))
    assert len(got) == 2


@program("timing")
async def the_first_to_come_comes_alone():
    async def fetch(mirror, takes):
        await io(takes)
        return mirror

    tasks = [asyncio.create_task(fetch("a", 0.002)), asyncio.create_task(fetch("b", 0.004))]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    (first,) = done
    for task in pending:
        task.cancel()
    assert first.result() in "ab"


@program("cancel")
async def those_who_wait_for_a_load_are_forgotten():
    loading = {}

    async def load(key):
        await io(0.002)
        return key.upper()

    async def get(key):
        if key in loading:
            return await loading[key]
        future = loading[key] = asyncio.get_running_loop().create_future()
        try:
            future.set_result(await load(key))
        except Exception as error:
            future.set_exception(error)
        return await future

    first = asyncio.create_task(get("a"))
    await io(0.001)
    second = asyncio.create_task(get("a"))
    await asyncio.wait([first, second])
    assert await get("a") == "A"


@program("cancel")
async def a_permit_is_given_back_that_was_not_taken():
    slots, running = asyncio.Semaphore(2), [0]

    async def job():
        try:
            await slots.acquire()
            running[0] += 1
            assert running[0] <= 2, "too many at once"
            await io(0.003)
            running[0] -= 1
        finally:
            slots.release()

    jobs = [asyncio.create_task(job()) for _ in range(6)]
    results = await asyncio.gather(*jobs, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result


@program("cancel")
async def a_generator_keeps_its_lock():
    lock, streams = asyncio.Lock(), []

    async def rows():
        async with lock:
            for row in range(3):
                await io(0.001)
                yield row

    async def read():
        stream = rows()
        streams.append(stream)
        async for _ in stream:
            await io(0.001)

    reading = asyncio.create_task(read())
    await asyncio.wait([reading])
    async with lock:
        pass


@program("cancel")
async def a_context_manager_without_finally():
    pool = asyncio.Semaphore(1)

    @contextlib.asynccontextmanager
    async def connection():
        await pool.acquire()
        yield object()
        pool.release()

    async def query():
        async with connection():
            await io(0.002)

    await asyncio.gather(asyncio.create_task(query()), return_exceptions=True)
    await query()


@program("cancel")
async def only_exceptions_are_rolled_back():
    connection = {"in_transaction": False}

    async def transfer():
        assert not connection["in_transaction"], "already in a transaction"
        connection["in_transaction"] = True
        try:
            await io(0.002)
        except Exception:
            connection["in_transaction"] = False
            raise
        connection["in_transaction"] = False

    await asyncio.gather(asyncio.create_task(transfer()), return_exceptions=True)
    await transfer()


@program("cancel")
async def who_waits_is_counted_for_ever():
    condition, state = asyncio.Condition(), {"waiting": 0, "open": False}

    async def enter():
        async with condition:
            state["waiting"] += 1
            while not state["open"]:
                await condition.wait()
            state["waiting"] -= 1

    async def open_gate():
        async with condition:
            state["open"] = True
            condition.notify_all()

    entering = [asyncio.create_task(enter()) for _ in range(2)]
    await io(0.001)
    await open_gate()
    await asyncio.wait(entering)
    assert state["waiting"] == 0


@program("cancel")
async def a_shielded_commit_is_left_behind():
    log = []

    async def commit():
        log.append("begin")
        await io(0.002)
        log.append("end")

    async def request():
        await asyncio.shield(commit())

    requesting = asyncio.create_task(request())
    await asyncio.wait([requesting])
    log.append("closed")
    assert log.index("closed") == len(log) - 1 and log.count("begin") == log.count("end"), log


@program("cancel", first=(3, 11))
async def a_member_of_a_group_goes_on():
    async def poll(rounds):
        while rounds:
            try:
                await io(0.001)
                rounds -= 1
            except asyncio.CancelledError:
                rounds -= 1

    async def serve():
        async with asyncio.TaskGroup() as group:
            group.create_task(poll(5))
            group.create_task(poll(3))

    serving = asyncio.create_task(serve())
    await asyncio.wait([serving])
