"""The machine as the journal and files use it: clock, processes, randomness and disk. Tests pass a simulated one."""

from __future__ import annotations

import os
import socket
import sqlite3
import sys
import time


class Machine:
    """The machine that this process runs on."""

    def time(self) -> float:
        """Return Unix time in seconds."""
        return time.time()

    def pid(self) -> int:
        """Return the id of this process."""
        return os.getpid()

    def is_alive(self, pid: int) -> bool:
        """Return True if a process of this machine is running; a reused process id only causes a longer wait."""
        if os.name == "nt":  # there, signal 0 is Ctrl-C
            return True
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except OSError:
            return True
        return True

    def place(self) -> str:
        """Return an id of the scope of process ids: this boot of this machine, and the container in it."""
        if sys.platform != "linux":
            import uuid  # slow to import

            return f"{socket.gethostname()}/{uuid.getnode():x}"
        try:
            with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
                boot = file.read().strip()
            return f"{socket.gethostname()}/{boot}/{os.readlink('/proc/self/ns/pid')}"
        except OSError:  # /proc is not readable: only leases show whether another process is alive
            return f"{socket.gethostname()}/{self.token(8)}"

    def token(self, size: int = 4) -> str:
        """Return a random text of `size` bytes in hexadecimal."""
        return os.urandom(size).hex()

    def connect(self, file: str, timeout: float) -> sqlite3.Connection:
        """Open an SQLite file; `timeout` is how many seconds it waits for the transactions of other connections."""
        return sqlite3.connect(file, timeout=timeout, isolation_level=None, check_same_thread=False)

    def sync(self, handle: int) -> None:
        """Make a file, or the names in a folder, durable."""
        os.fsync(handle)


MACHINE = Machine()
