from uncoil import blocks

# With an interval they sleep that long.
@blocks("sleep", instead="psutil.cpu_percent with interval=None", unless={"interval": None})
def cpu_percent(interval=None, percpu=False) -> float: ...
@blocks("sleep", instead="psutil.cpu_times_percent with interval=None", unless={"interval": None})
def cpu_times_percent(interval=None, percpu=False): ...
@blocks("process", unless={"timeout": 0})
def wait_procs(procs, timeout=None, callback=None): ...


class Process:
    @blocks("sleep", instead="psutil.Process.cpu_percent with interval=None", unless={"interval": None})
    def cpu_percent(self, interval=None) -> float: ...
    @blocks("process", unless={"timeout": 0})
    def wait(self, timeout=None): ...


# Starts a process.
@blocks("process", instead="asyncio.create_subprocess_exec", severity="warning")
class Popen(Process):
    def __init__(self, *args, **kwargs) -> None: ...
    @blocks("process", instead="asyncio.subprocess.Process.wait", unless={"timeout": 0})
    def wait(self, timeout=None): ...
