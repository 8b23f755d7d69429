from uncoil import blocks, drops, runs_program, waits_for_end

PIPE: int
STDOUT: int
DEVNULL: int

class CompletedProcess:
    args: list[str]
    returncode: int
    stdout: str
    stderr: str
    def check_returncode(self) -> None: ...

@runs_program("completed")
@blocks("process", instead="asyncio.create_subprocess_exec")
def run(*popenargs, input=None, capture_output=False, timeout=None, check=False, **kwargs) -> CompletedProcess: ...

@runs_program("status")
@blocks("process", instead="asyncio.create_subprocess_exec")
def call(*popenargs, timeout=None, **kwargs) -> int: ...

@runs_program("checked-status")
@blocks("process", instead="asyncio.create_subprocess_exec")
def check_call(*popenargs, **kwargs) -> int: ...

@runs_program("output")
@blocks("process", instead="asyncio.create_subprocess_exec")
def check_output(*popenargs, timeout=None, **kwargs) -> bytes: ...

@blocks("process", instead="asyncio.create_subprocess_shell")
def getoutput(cmd, *, encoding=None, errors=None) -> str: ...

@blocks("process", instead="asyncio.create_subprocess_shell")
def getstatusoutput(cmd, *, encoding=None, errors=None) -> tuple[int, str]: ...

# One end of a pipe to the process.
class _Pipe:
    def __enter__(self) -> _Pipe: ...
    def __exit__(self, exc_type, exc_value, traceback) -> None: ...
    def __iter__(self) -> _Pipe: ...
    @blocks("process", instead="asyncio.create_subprocess_exec")
    def __next__(self): ...
    @blocks("process", instead="asyncio.create_subprocess_exec")
    def read(self, size=-1, /): ...
    @blocks("process", instead="asyncio.create_subprocess_exec")
    def readline(self, size=-1, /): ...
    @blocks("process", instead="asyncio.create_subprocess_exec")
    def readlines(self, hint=-1, /) -> list: ...
    @blocks("process", instead="asyncio.create_subprocess_exec", severity="information")
    def write(self, data, /) -> int: ...
    @blocks("process", instead="asyncio.create_subprocess_exec", severity="information")
    def flush(self) -> None: ...
    def close(self) -> None: ...
    def fileno(self) -> int: ...

# Constructing starts the process and does not wait for it.
@blocks("process", instead="asyncio.create_subprocess_exec", severity="warning")
class Popen:
    args: list[str]
    pid: int
    returncode: int | None
    stdin: _Pipe
    stdout: _Pipe
    stderr: _Pipe
    @drops("preexec_fn")
    def __init__(
        self,
        args,
        bufsize=-1,
        executable=None,
        stdin=None,
        stdout=None,
        stderr=None,
        preexec_fn=None,
        close_fds=True,
        shell=False,
        cwd=None,
        env=None,
        universal_newlines=None,
        startupinfo=None,
        creationflags=0,
        restore_signals=True,
        start_new_session=False,
        pass_fds=(),
        *,
        user=None,
        group=None,
        extra_groups=None,
        encoding=None,
        errors=None,
        text=None,
        umask=-1,
        pipesize=-1,
        process_group=None,
    ): ...
    def __enter__(self) -> Popen: ...
    @blocks("process", instead="asyncio.subprocess.Process.wait")
    def __exit__(self, exc_type, value, traceback) -> None: ...
    @waits_for_end
    @blocks("process", instead="asyncio.subprocess.Process.wait", unless={"timeout": 0})
    def wait(self, timeout=None) -> int: ...
    @blocks("process", instead="asyncio.subprocess.Process.communicate", unless={"timeout": 0})
    def communicate(self, input=None, timeout=None): ...
    def poll(self) -> int | None: ...
    def send_signal(self, sig) -> None: ...
    def terminate(self) -> None: ...
    def kill(self) -> None: ...
