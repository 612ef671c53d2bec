"""Runs a command in a pseudo-terminal, which is its controlling terminal, and types into it. Its argument is JSON: "command", "size" ([rows, columns]) and "steps",
each with what is waited for ("shown") and then typed ("type") or the terminal's new size ("size"). Prints JSON: how the command ended ("exitCode"; null when it was killed), whether it
had the terminal raw before the last step ("raw"), whether the terminal's settings are as before ("restored"), and all that it wrote ("shown")."""

import fcntl
import json
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import time

LIMIT = 60  # seconds a step


def resize(terminal, size):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))


def read(master, seconds):
    return os.read(master, 65536) if select.select([master], [], [], seconds)[0] else b""


def wait(master, text, shown):
    end = time.monotonic() + LIMIT
    while text.encode() not in shown:
        if time.monotonic() > end:
            return False
        shown += read(master, 0.2)
    return True


def main():
    given = json.loads(sys.argv[1])
    master, slave = os.openpty()
    resize(slave, given["size"])
    before = termios.tcgetattr(slave)
    process = subprocess.Popen(
        given["command"], stdin=slave, stdout=slave, stderr=slave, start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    )
    shown, raw, passed = bytearray(), None, True
    for step in given["steps"]:
        passed = passed and wait(master, step["shown"], shown)
        if not passed:
            break
        raw = not termios.tcgetattr(slave)[3] & (termios.ICANON | termios.ECHO | termios.ISIG)
        if "size" in step:
            resize(master, step["size"])
        os.write(master, step.get("type", "").encode())
    end = time.monotonic() + (LIMIT if passed else 0)
    while process.poll() is None and time.monotonic() < end:
        shown += read(master, 0.2)
    killed = process.poll() is None
    if killed:
        os.killpg(process.pid, signal.SIGKILL)
    code = process.wait()
    while more := read(master, 0):
        shown += more
    after = termios.tcgetattr(slave)
    print(json.dumps({"exitCode": None if killed else code, "raw": raw, "restored": after == before, "shown": shown.decode(errors="replace")}))


main()
