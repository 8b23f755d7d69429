"""The programs of `programs.py` as they should have been written, and others that are right: nothing may be said of them."""

import asyncio
import contextlib

from register import create_register

P, program = create_register()


async def io(milliseconds, result=None):
    """Stands for I/O that usually takes this long."""
    return await asyncio.sleep(milliseconds / 1000, result)


@program("timing")
async def counter_with_a_lock():
    likes, lock = {"post": 0}, asyncio.Lock()

    async def like(arrives):
        await io(arrives)
        async with lock:
            seen = likes["post"]
            await io(2)
            likes["post"] = seen + 1

    await asyncio.gather(like(0), like(3))
    assert likes["post"] == 2, likes


@program("timing")
async def cache_of_tasks():
    cache, queries = {}, []

    async def query(key):
        queries.append(key)
        return await io(4, key.upper())

    async def read(arrives, key):
        await io(arrives)
        if key not in cache:
            cache[key] = asyncio.ensure_future(query(key))
        return await asyncio.shield(cache[key])

    await asyncio.gather(read(0, "home"), read(5, "home"), read(11, "home"))
    assert queries == ["home"], queries


@program("timing")
async def locks_in_one_order():
    stock, ledger = asyncio.Lock(), asyncio.Lock()

    async def move(arrives):
        await io(arrives)
        async with stock:
            await io(1)
            async with ledger:
                await io(1)

    await asyncio.gather(move(0), move(3))


@program("timing")
async def condition_with_a_predicate():
    condition, jobs = asyncio.Condition(), []

    async def worker():
        await io(2)
        async with condition:
            await condition.wait_for(lambda: jobs)
            return jobs.pop()

    async def producer():
        await io(1.5)
        async with condition:
            jobs.append("job")
            condition.notify()

    await asyncio.gather(worker(), producer())


@program("timing")
async def only_the_newest_answer_is_shown():
    page = {}

    async def search(text, arrives, takes):
        await io(arrives)
        page["asked"] = text
        answer = await io(takes, text)
        if page["asked"] == text:
            page["shown"] = answer

    await asyncio.gather(search("p", 0, 2), search("py", 3, 2))
    assert page["shown"] == page["asked"], page


@program("timing")
async def a_time_limit_that_may_pass():
    with contextlib.suppress(asyncio.TimeoutError):
        await asyncio.wait_for(io(4), 0.006)


@program("timing")
async def a_time_limit_that_comes_out():
    await asyncio.wait_for(io(4), 0.006)


@program("timing")
async def executor_jobs_together():
    loop = asyncio.get_running_loop()
    results = await asyncio.gather(*(loop.run_in_executor(None, pow, number, 2) for number in range(4)))
    assert results == [0, 1, 4, 9]


@program("cancel")
async def a_permit_in_a_with():
    permits = asyncio.Semaphore(1)

    async def use():
        async with permits:
            await io(1)
            await io(1)

    await asyncio.gather(asyncio.create_task(use()), return_exceptions=True)
    assert not permits.locked()


@program("cancel")
async def replies_are_dropped_with_the_call():
    wire = asyncio.Queue()

    async def call(text):
        wire.put_nowait(text)
        try:
            await io(1)
            return await wire.get()
        except BaseException:
            while not wire.empty():
                wire.get_nowait()
            raise

    await asyncio.gather(asyncio.create_task(call("first")), return_exceptions=True)
    assert await call("second") == "second"


@program("cancel")
async def a_queue_is_always_joined():
    queue = asyncio.Queue()

    async def work():
        while True:
            await queue.get()
            try:
                await io(1)
            finally:
                queue.task_done()

    async def supervise(worker):
        await asyncio.wait([worker])
        return asyncio.create_task(work())

    worker = asyncio.create_task(work())
    for number in range(3):
        queue.put_nowait(number)
    supervisor = asyncio.create_task(supervise(worker))
    await queue.join()
    worker.cancel()
    (await supervisor).cancel()


@program("cancel")
async def a_transfer_is_finished_first():
    accounts = {"from": 10, "to": 0}

    async def move():
        accounts["from"] -= 5
        await io(1)
        accounts["to"] += 5

    async def transfer():
        moving = asyncio.ensure_future(move())
        try:
            await asyncio.shield(moving)
        except asyncio.CancelledError:
            await moving
            raise

    await asyncio.gather(asyncio.create_task(transfer()), return_exceptions=True)
    assert sum(accounts.values()) == 10, accounts


@program("cancel")
async def who_stops_a_task_waits_for_it():
    async def tick():
        try:
            while True:
                await io(1)
        finally:
            await io(1)

    ticking = asyncio.create_task(tick())
    await io(3)
    ticking.cancel()
    try:
        await ticking
    except asyncio.CancelledError:
        pass
    await io(1)


@program("timing")
async def a_permit_comes_back_some_time_later():
    permits, loop, calls = asyncio.Semaphore(2), asyncio.get_running_loop(), []

    async def call(number):
        await permits.acquire()
        loop.call_later(0.003, permits.release)
        await io(1)
        calls.append(number)

    await asyncio.gather(*[call(number) for number in range(5)])
    assert sorted(calls) == [0, 1, 2, 3, 4]


@program("cancel")
async def a_worker_that_is_told_to_stop():
    queue, done = asyncio.Queue(), []

    async def work():
        try:
            while True:
                done.append(await queue.get())
                queue.task_done()
        except asyncio.CancelledError:
            await io(1)
        finally:
            await io(1)

    worker = asyncio.create_task(work())
    for number in range(3):
        queue.put_nowait(number)
    await queue.join()
    worker.cancel()
    await asyncio.gather(worker, return_exceptions=True)
    assert done == [0, 1, 2]


@program("cancel")
async def a_server_everybody_needs():
    requests = asyncio.Queue()

    async def serve():
        while True:
            text, answer = await requests.get()
            await io(1)
            if not answer.done():
                answer.set_result(text.upper())

    server = asyncio.create_task(serve())
    for text in ("a", "b"):
        answer = asyncio.get_running_loop().create_future()
        requests.put_nowait((text, answer))
        assert await answer == text.upper()
    server.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await server


@program("cancel")
async def results_that_must_be_there():
    async def load(number):
        return await io(number, number)

    results = await asyncio.gather(*(load(number) for number in (1, 2, 3)))
    assert sum(results) == 6


@program("cancel")
async def a_heartbeat_beside_the_work():
    beats = []

    async def beat():
        while True:
            beats.append(1)
            await io(1)

    heart = asyncio.create_task(beat())
    await io(5)
    heart.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await heart


@program("timing")
async def a_ticker_and_a_long_pause():
    ticks = []

    async def tick():
        while True:
            await io(1000)
            ticks.append(1)

    ticking = asyncio.create_task(tick())
    await io(3500)
    ticking.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await ticking
    assert ticks


@program("timing")
async def one_connection_from_the_documentation():
    async def echo(reader, writer):
        writer.write(await reader.read(100))
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    serving = asyncio.create_task(server.serve_forever())
    reader, writer = await asyncio.open_connection("127.0.0.1", server.sockets[0].getsockname()[1])
    writer.write(b"hello")
    await writer.drain()
    assert await reader.read(100) == b"hello"
    writer.close()
    await writer.wait_closed()
    serving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await serving


@program("cancel")
async def a_pool_that_is_a_queue():
    pool = asyncio.Queue()
    for _ in range(2):
        pool.put_nowait(object())

    async def use():
        connection = await pool.get()
        try:
            await io(10)
        finally:
            pool.put_nowait(connection)

    await asyncio.gather(*(asyncio.create_task(use()) for _ in range(4)), return_exceptions=True)
    assert pool.qsize() == 2


@program("cancel")
async def services_that_are_shut_down():
    alive = []

    async def serve(number):
        alive.append(number)
        try:
            await io(1_000_000)
        finally:
            alive.remove(number)

    services = [asyncio.create_task(serve(number)) for number in range(3)]
    await io(100)
    assert len(alive) == 3
    for service in services:
        service.cancel()
    await asyncio.wait(services)
    assert not alive


@program("cancel")
async def a_thread_and_its_lock():
    lock = asyncio.Lock()

    async def work():
        async with lock:
            await asyncio.get_running_loop().run_in_executor(None, sum, range(10))

    await asyncio.gather(*(asyncio.create_task(work()) for _ in range(2)), return_exceptions=True)
    assert not lock.locked()
