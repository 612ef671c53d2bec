"""Stands for `aws`: gives its streams, folder, arguments and environment to driver.py, and ends with the exit code of the command."""

import os
import socket
import sys

with socket.socket(socket.AF_UNIX) as driver:
    driver.connect(os.path.join(os.path.dirname(os.path.abspath(__file__)), "socket"))
    socket.send_fds(driver, [b"."], [0, 1, 2])
    driver.sendall(b"\0".join([
        os.getcwdb(), b"%d" % (len(sys.argv) - 1), *map(os.fsencode, sys.argv[1:]), *(b"=".join(pair) for pair in os.environb.items())]))
    driver.shutdown(socket.SHUT_WR)
    code = driver.recv(1)
sys.exit(code[0] if code else "The driver ended before the command did.")
