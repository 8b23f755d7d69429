"""Small programs with one concurrency bug each. Undisturbed, each passes. `register.py` says what `P` is."""

import asyncio

from register import create_register

P, program = create_register()


async def io(milliseconds, result=None):
    """Stands for I/O that usually takes this long."""
    return await asyncio.sleep(milliseconds / 1000, result)


@program("timing")
async def counter_loses_an_update():
    likes = {"post": 0}

    async def like(arrives):
        await io(arrives)
        seen = likes["post"]
        await io(2)
        likes["post"] = seen + 1

    await asyncio.gather(like(0), like(3))
    assert likes["post"] == 2, likes


@program("timing")
async def cold_cache_is_filled_twice():
    cache, queries = {}, []

    async def query(key):
        queries.append(key)
        return await io(4, key.upper())

    async def read(arrives, key):
        await io(arrives)
        if key not in cache:
            cache[key] = await query(key)
        return cache[key]

    await asyncio.gather(read(0, "home"), read(5, "home"), read(11, "home"))
    assert queries == ["home"], queries


@program("timing")
async def last_seat_is_sold_twice():
    seats = {"left": 1, "sold": 0}

    async def buy(arrives):
        await io(arrives)
        if seats["left"] > 0:
            await io(3)
            seats["left"] -= 1
            seats["sold"] += 1

    await asyncio.gather(buy(0), buy(4))
    assert seats == {"left": 0, "sold": 1}, seats


@program("timing")
async def two_pools_are_made():
    made, shared = [], {}

    async def connect():
        pool = object()
        made.append(pool)
        await io(3)
        return pool

    async def pool():
        if "pool" not in shared:
            shared["pool"] = await connect()
        return shared["pool"]

    async def request(arrives):
        await io(arrives)
        await pool()

    await asyncio.gather(request(0), request(4))
    assert made == [shared["pool"]], "a pool nobody closes"


@program("timing")
async def locks_in_opposite_orders():
    stock, ledger = asyncio.Lock(), asyncio.Lock()

    async def sell():
        async with stock:
            await io(1)
            async with ledger:
                await io(1)

    async def audit():
        await io(3)
        async with ledger:
            await io(1)
            async with stock:
                await io(1)

    await asyncio.gather(sell(), audit())


@program("timing")
async def a_wake_up_is_cleared_away():
    ready, jobs = asyncio.Event(), []

    async def worker():
        await io(2)
        if not jobs:
            await io(2)
            ready.clear()
            await ready.wait()
        return jobs.pop()

    async def producer():
        await io(1.5)
        jobs.append("job")
        ready.set()

    await asyncio.gather(worker(), producer())


@program("timing")
async def the_older_answer_is_shown():
    page = {}

    async def search(text, arrives, takes):
        await io(arrives)
        page["asked"] = text
        page["shown"] = await io(takes, text)

    await asyncio.gather(search("p", 0, 2), search("py", 3, 2))
    assert page["shown"] == page["asked"], page


@program("timing")
async def a_dictionary_grows_while_it_is_walked():
    rooms = {"a": 1}

    async def broadcast():
        for room in rooms:
            await io(2, room)

    async def join():
        await io(3)
        rooms["b"] = 2

    await asyncio.gather(broadcast(), join())


@program("timing")
async def stop_comes_before_start_is_done():
    server = {"socket": None}

    async def start():
        await io(3)
        server["socket"] = "open"

    async def stop():
        await io(4)
        if server["socket"] is not None:
            server["socket"] = None

    await asyncio.gather(start(), stop())
    assert server["socket"] is None, "left open"


@program("timing")
async def tokens_are_refreshed_by_two():
    token, issued = {"value": 0}, {"valid": 0}

    async def refresh():
        await io(2)
        issued["valid"] += 1
        return issued["valid"]

    async def call(arrives):
        await io(arrives)
        if token["value"] == 0:
            token["value"] = await refresh()
        mine = token["value"]
        await io(1)
        assert mine == issued["valid"], f"401 for {mine}, {issued}"

    await asyncio.gather(call(0), call(5))


@program("timing")
async def replies_cross_on_one_connection():
    wire = []

    async def command(arrives, text, takes):
        await io(arrives)
        wire.append(text)
        await io(takes)
        reply = wire.pop(0)
        assert reply == text, f"{text} got {reply}"

    await asyncio.gather(command(0, "GET a", 3), command(4, "GET b", 2))


@program("timing")
async def shutdown_misses_what_came_late():
    running, finished = set(), []

    async def job(number):
        await io(2)
        finished.append(number)
        running.discard(asyncio.current_task())

    async def accept():
        for number in range(2):
            await io(1)
            running.add(asyncio.create_task(job(number)))

    async def shut_down():
        await io(4)
        await asyncio.gather(*running)
        assert len(finished) == 2, finished

    await asyncio.gather(accept(), shut_down())


@program("timing")
async def a_sibling_writes_after_the_failure():
    written = []

    async def fails():
        await io(3)
        raise OSError("disk full")

    async def writes():
        await io(2)
        written.append("row")

    try:
        await asyncio.gather(fails(), writes())
    except OSError:
        before = list(written)
        await io(50)
        assert written == before, "written after the rollback"


@program("timing")
async def the_current_user_is_a_global():
    current = {}

    async def handle(arrives, user):
        await io(arrives)
        current["user"] = user
        await io(2)
        assert current["user"] == user, f"{user} is served as {current['user']}"

    await asyncio.gather(handle(0, "ann"), handle(3, "bob"))


@program("timing")
async def a_retry_charges_twice():
    charges = []

    async def charge():
        await io(4)
        charges.append(1)

    for _ in range(2):
        try:
            await asyncio.wait_for(asyncio.shield(charge()), 0.006)
            break
        except asyncio.TimeoutError:
            pass
    await io(1000)
    assert charges == [1], charges


@program("timing")
async def a_configuration_is_read_half_way():
    settings = {"host": "old", "port": 1}

    async def reload():
        await io(2)
        settings["host"] = "new"
        await io(2)
        settings["port"] = 2

    async def connect():
        await io(6)
        host = settings["host"]
        await io(1)
        assert (host, settings["port"]) in (("old", 1), ("new", 2)), settings

    await asyncio.gather(reload(), connect())


@program("timing")
async def the_first_of_two_threads_is_assumed():
    loop, results = asyncio.get_running_loop(), []

    async def fetch(number):
        results.append(await loop.run_in_executor(None, int, number))

    first = asyncio.ensure_future(fetch(1))
    await io(3)
    await asyncio.gather(first, fetch(2))
    assert results == [1, 2], results


@program("order")
async def the_leader_is_woken_first():
    started, log = asyncio.Event(), []

    async def runner(name):
        await started.wait()
        log.append(name)

    runners = [asyncio.create_task(runner(name)) for name in ("leader", "follower")]
    await io(1)
    started.set()
    await asyncio.gather(*runners)
    assert log[0] == "leader", log


@program("order")
async def one_turn_of_the_loop_is_enough():
    log = []

    async def prepare():
        log.append("prepared")

    async def use():
        await asyncio.sleep(0)
        assert log, "used before it was prepared"

    await asyncio.gather(prepare(), use())


@program("order")
async def renewal_keeps_up_with_work():
    age = {"ticks": 0}

    async def renew():
        for _ in range(20):
            await asyncio.sleep(0)
            age["ticks"] = 0

    async def work():
        for _ in range(12):
            await asyncio.sleep(0)
            age["ticks"] += 1
            assert age["ticks"] < 8, "the lease has run out"

    await asyncio.gather(renew(), work())


@program("cancel")
async def a_permit_is_lost_before_the_try():
    permits = asyncio.Semaphore(1)

    async def use():
        await permits.acquire()
        await io(1)
        try:
            await io(1)
        finally:
            permits.release()

    await asyncio.gather(asyncio.create_task(use()), return_exceptions=True)
    assert not permits.locked(), "permit lost"


@program("cancel")
async def the_next_caller_gets_the_reply():
    wire = asyncio.Queue()

    async def call(text):
        wire.put_nowait(text)
        await io(1)
        return await wire.get()

    await asyncio.gather(asyncio.create_task(call("first")), return_exceptions=True)
    assert await call("second") == "second"


@program("cancel")
async def an_item_is_taken_and_lost():
    queue, done = asyncio.Queue(), []
    queue.put_nowait("job")

    async def consume():
        item = await queue.get()
        await io(1)
        done.append(item)

    await asyncio.wait([asyncio.create_task(consume())])
    if not done and not queue.empty():
        await consume()
    assert done == ["job"], "the job is gone"


@program("cancel")
async def a_queue_is_never_joined():
    queue = asyncio.Queue()

    async def work():
        while True:
            await queue.get()
            await io(1)
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
async def a_bare_except_goes_on():
    async def poll():
        for _ in range(4):
            try:
                await io(1)
            except BaseException:
                continue

    poller = asyncio.create_task(poll())
    await asyncio.gather(poller, return_exceptions=True)


@program("cancel")
async def half_of_a_transfer_is_made():
    accounts = {"from": 10, "to": 0}

    async def transfer():
        accounts["from"] -= 5
        await io(1)
        accounts["to"] += 5

    await asyncio.gather(asyncio.create_task(transfer()), return_exceptions=True)
    assert sum(accounts.values()) == 10, accounts


@program("cancel", last=(3, 12))
async def stdlib_condition_loses_a_notification():
    condition, woken = asyncio.Condition(), []

    async def wait(name):
        async with condition:
            await condition.wait()
            woken.append(name)

    waiters = [asyncio.create_task(wait(name)) for name in ("one", "two")]
    await io(1)
    async with condition:
        condition.notify(1)
    await io(1000)
    count = len(woken)
    for waiter in waiters:
        waiter.cancel()
    await asyncio.gather(*waiters, return_exceptions=True)
    assert count == 1, "the notification is lost"


@program("cancel", last=(3, 11))
async def stdlib_wait_for_swallows_a_cancellation():
    log = []

    async def body():
        await asyncio.wait_for(io(1), 5)
        await io(10)
        log.append("went on")

    await asyncio.gather(asyncio.create_task(body()), return_exceptions=True)


@program("cancel", first=(3, 11), last=(3, 12))
async def stdlib_task_group_swallows_a_cancellation():
    async def fail():
        await io(1)
        raise ValueError

    async def body():
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(fail())
                await io(1000)
        except Exception:
            pass
        await io(10)

    await asyncio.gather(asyncio.create_task(body()), return_exceptions=True)


@program("cancel", first=(3, 12))
async def wait_for_drops_what_was_acquired():
    pool = {"out": 0}

    async def acquire():
        await io(3)
        pool["out"] += 1

    async def use():
        await asyncio.wait_for(asyncio.ensure_future(acquire()), 10)
        try:
            await io(1)
        finally:
            pool["out"] -= 1

    await asyncio.gather(asyncio.create_task(use()), return_exceptions=True)
    assert pool["out"] == 0, "a connection is lost"


_pool = asyncio.Semaphore(2) if hasattr(asyncio, "timeout") else None


@program("cancel", first=(3, 11))
async def the_body_itself_loses_a_permit():
    for _ in range(2):
        await _pool.acquire()
        await io(1)
        try:
            await io(1)
        finally:
            _pool.release()
