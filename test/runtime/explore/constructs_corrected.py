"""The programs of `constructs.py` as they should have been written: nothing may be said of them."""

import asyncio
import contextlib
from asyncio import sleep as io

from register import create_register

P, program = create_register()


@program("timing")
async def a_condition_is_asked_again():
    condition, items, taken = asyncio.Condition(), [], []

    async def take(arrives):
        await io(arrives)
        async with condition:
            await condition.wait_for(lambda: items)
            taken.append(items.pop())

    async def put(after):
        await io(after)
        async with condition:
            items.append(1)
            condition.notify_all()

    await asyncio.gather(take(0), put(0.002), take(0.006), put(0.009))
    assert len(taken) == 2


@program("timing")
async def a_queue_has_room_at_last():
    queue = asyncio.Queue(2)

    async def produce(arrives):
        await io(arrives)
        await queue.put(1)

    async def consume():
        for _ in range(3):
            await queue.get()
            await io(0.001)

    queue.put_nowait(0)
    await asyncio.gather(produce(0), produce(0.003), consume())


@program("timing")
async def a_pool_is_asked_for_again_under_its_lock():
    made, lock, state = [], asyncio.Lock(), {"pool": None}

    async def pool(arrives):
        await io(arrives)
        if state["pool"] is None:
            async with lock:
                if state["pool"] is None:
                    await io(0.003)
                    made.append(1)
                    state["pool"] = object()
        return state["pool"]

    await asyncio.gather(pool(0), pool(0.005))
    assert len(made) == 1


@program("timing")
async def the_lock_of_a_key_is_kept_while_it_is_used():
    locks, users, inside = {}, {}, [0]

    async def update(key, arrives):
        await io(arrives)
        lock = locks.setdefault(key, asyncio.Lock())
        users[key] = users.get(key, 0) + 1
        try:
            async with lock:
                inside[0] += 1
                assert inside[0] == 1, "two inside"
                await io(0.003)
                inside[0] -= 1
        finally:
            users[key] -= 1
            if users[key] == 0:
                del locks[key], users[key]

    await asyncio.gather(update("a", 0), update("a", 0.002), update("a", 0.008))
    assert not locks


@program("timing")
async def a_cache_drops_what_was_invalidated():
    database, cache, version = {"k": 1}, {}, [0]

    async def read(arrives):
        await io(arrives)
        while "k" not in cache:
            seen, value = version[0], database["k"]
            await io(0.002)
            if version[0] == seen:
                cache["k"] = value

    async def write():
        await io(0.004)
        database["k"] = 2
        version[0] += 1
        cache.pop("k", None)

    await asyncio.gather(read(0), write())
    await read(0)
    assert cache["k"] == database["k"]


@program("timing")
async def a_lock_is_not_entered_after_its_time_limit():
    lock, inside = asyncio.Lock(), [0]

    async def critical(arrives):
        await io(arrives)
        try:
            await asyncio.wait_for(lock.acquire(), 0.004)
        except asyncio.TimeoutError:
            return
        try:
            inside[0] += 1
            assert inside[0] == 1, "two inside"
            await io(0.003)
            inside[0] -= 1
        finally:
            lock.release()

    await asyncio.gather(critical(0), critical(0.002))


@program("timing", first=(3, 11))
async def a_time_limit_within_a_permit():
    pool = asyncio.Semaphore(1)

    async def use():
        async with pool:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.01):
                    await io(0.004)
                    await io(0.001)

    await use()
    await use()


@program("timing")
async def a_generator_is_read_in_turn():
    async def pages():
        for page in range(4):
            await io(0.002)
            yield page

    source, got, lock = pages(), [], asyncio.Lock()

    async def read(arrives):
        await io(arrives)
        async with lock:
            got.append(await source.__anext__())

    await asyncio.gather(read(0), read(0.004))
    assert sorted(got) == [0, 1]


@program("timing")
async def a_subscriber_may_leave_meanwhile():
    subscribers, got = {}, []

    async def publish(message):
        for name in list(subscribers):
            await io(0.001)
            if name in subscribers:
                got.append((name, message))

    async def leave(name, after):
        await io(after)
        del subscribers[name]

    subscribers.update(a=1, b=2)
    await asyncio.gather(publish("hello"), leave("a", 0.004))
    assert ("b", "hello") in got


@program("timing")
async def the_first_to_come_is_any():
    async def fetch(mirror, takes):
        await io(takes)
        return mirror

    tasks = [asyncio.create_task(fetch("a", 0.002)), asyncio.create_task(fetch("b", 0.004))]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    first = next(iter(done))
    for task in pending:
        task.cancel()
    assert first.result() in "ab"


@program("cancel")
async def those_who_wait_for_a_load_are_told():
    loading = {}

    async def load(key):
        await io(0.002)
        return key.upper()

    async def get(key):
        if key in loading:
            return await asyncio.shield(loading[key])
        future = loading[key] = asyncio.get_running_loop().create_future()
        try:
            value = await load(key)
            future.set_result(value)
            return value
        except BaseException:
            future.cancel()
            raise
        finally:
            del loading[key]

    first = asyncio.create_task(get("a"))
    await io(0.001)
    second = asyncio.create_task(get("a"))
    await asyncio.wait([first, second])
    assert await get("a") == "A"


@program("cancel")
async def a_permit_is_given_back_by_its_with():
    slots, running = asyncio.Semaphore(2), [0]

    async def job():
        async with slots:
            running[0] += 1
            assert running[0] <= 2, "too many at once"
            try:
                await io(0.003)
            finally:
                running[0] -= 1

    jobs = [asyncio.create_task(job()) for _ in range(6)]
    results = await asyncio.gather(*jobs, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result


@program("cancel")
async def a_generator_is_closed():
    lock, streams = asyncio.Lock(), []

    async def rows():
        async with lock:
            for row in range(3):
                await io(0.001)
                yield row

    async def read():
        stream = rows()
        streams.append(stream)
        try:
            async for _ in stream:
                await io(0.001)
        finally:
            await stream.aclose()

    reading = asyncio.create_task(read())
    await asyncio.wait([reading])
    async with lock:
        pass


@program("cancel")
async def a_context_manager_with_finally():
    pool = asyncio.Semaphore(1)

    @contextlib.asynccontextmanager
    async def connection():
        await pool.acquire()
        try:
            yield object()
        finally:
            pool.release()

    async def query():
        async with connection():
            await io(0.002)

    await asyncio.gather(asyncio.create_task(query()), return_exceptions=True)
    await query()


@program("cancel")
async def everything_is_rolled_back():
    connection = {"in_transaction": False}

    async def transfer():
        assert not connection["in_transaction"], "already in a transaction"
        connection["in_transaction"] = True
        try:
            await io(0.002)
        finally:
            connection["in_transaction"] = False

    await asyncio.gather(asyncio.create_task(transfer()), return_exceptions=True)
    await transfer()


@program("cancel")
async def who_waits_is_counted_while_it_does():
    condition, state = asyncio.Condition(), {"waiting": 0, "open": False}

    async def enter():
        async with condition:
            state["waiting"] += 1
            try:
                await condition.wait_for(lambda: state["open"])
            finally:
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
async def a_shielded_commit_is_waited_for():
    log = []

    async def commit():
        log.append("begin")
        await io(0.002)
        log.append("end")

    async def request():
        committing = asyncio.ensure_future(commit())
        try:
            await asyncio.shield(committing)
        except asyncio.CancelledError:
            await committing
            raise

    requesting = asyncio.create_task(request())
    await asyncio.wait([requesting])
    log.append("closed")
    assert log.count("begin") == log.count("end"), log


@program("cancel", first=(3, 11))
async def a_member_of_a_group_ends():
    async def poll(rounds):
        while rounds:
            try:
                await io(0.001)
                rounds -= 1
            except asyncio.CancelledError:
                await io(0.001)
                raise

    async def serve():
        async with asyncio.TaskGroup() as group:
            group.create_task(poll(5))
            group.create_task(poll(3))

    serving = asyncio.create_task(serve())
    await asyncio.wait([serving])
