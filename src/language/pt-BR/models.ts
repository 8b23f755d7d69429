/** What the models of libraries offer in the place of a call, where that is more than a name. */
export const models: Readonly<Record<string, string>> = {
  "ResponseFuture.add_callbacks with loop.call_soon_threadsafe":
    "ResponseFuture.add_callbacks com loop.call_soon_threadsafe",
  "a long-lived executor": "um executor de vida longa",
  "a process pool": "um pool de processos",
  "aio_pika, whose connections need no sleep to stay alive":
    "aio_pika, cujas conexões não precisam de sleep para continuar vivas",
  "an async HTTP client": "um cliente HTTP async",
  "async for over auto_paging_iter()": "async for sobre auto_paging_iter()",
  "async for": "async for",
  "async_bulk with an AsyncElasticsearch": "async_bulk com um AsyncElasticsearch",
  "async_bulk with an AsyncOpenSearch": "async_bulk com um AsyncOpenSearch",
  "async_reindex with an AsyncElasticsearch": "async_reindex com um AsyncElasticsearch",
  "async_reindex with an AsyncOpenSearch": "async_reindex com um AsyncOpenSearch",
  "one litellm.acompletion for each, gathered": "um litellm.acompletion para cada, juntos num gather",
  "pexpect.spawn.expect with async_=True": "pexpect.spawn.expect com async_=True",
  "pexpect.spawn.expect_exact with async_=True": "pexpect.spawn.expect_exact com async_=True",
  "psutil.Process.cpu_percent with interval=None": "psutil.Process.cpu_percent com interval=None",
  "psutil.cpu_percent with interval=None": "psutil.cpu_percent com interval=None",
  "psutil.cpu_times_percent with interval=None": "psutil.cpu_times_percent com interval=None",
  "sh with _async=True": "sh com _async=True",
};
