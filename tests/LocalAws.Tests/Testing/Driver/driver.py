"""Runs the AWS command line in forks of one process that has loaded its modules and models: the same client without its start.

Usage: driver.py SOCKET, with the interpreter of `aws`. Prints "ready", then serves client.py until its standard input ends.
"""

import functools
import gc
import os
import select
import signal
import socket
import sys
import traceback

import awscli.clidriver
import awscli.handlers
import botocore.client
import botocore.endpoint
import botocore.httpsession
import botocore.loaders
import botocore.paginate
import botocore.waiter

SERVICES = ["codedeploy", "ecr", "ecs", "elbv2", "iam", "logs", "s3", "secretsmanager", "ssm", "sts"]
KINDS = ["service-2", "paginators-1", "waiters-2", "endpoint-rule-set-1"]
DATA_PATH = os.environ["AWS_DATA_PATH"]  # Set by awscli when it is imported.


def load():
    """Reads the models into memory. Each fork has its own copy, so a command that changes one does not affect the next."""
    read = botocore.loaders.JSONFileLoader.load_file
    cached = functools.cache(lambda path: read(botocore.loaders.JSONFileLoader(), path))
    botocore.loaders.JSONFileLoader.load_file = lambda self, path: cached(path)
    loader = botocore.loaders.create_loader(DATA_PATH)
    for name in "endpoints", "partitions", "sdk-default-configuration", "_retry", "cli":
        loader.load_data(name)
    for service in SERVICES:
        for kind in KINDS:
            try:
                loader.load_service_model(service, kind)
            except botocore.loaders.DataNotFoundError:
                pass  # Not every service has paginators and waiters.
    gc.freeze()


def run(client):
    """Reads a request, which has the streams, the folder, the arguments and the environment of a command, and runs it."""
    streams = socket.recv_fds(client, 1, 3)[1]
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    request = b"".join(iter(lambda: client.recv(65536), b"")).split(b"\0")
    folder, count = request[0], int(request[1])
    os.chdir(folder)
    sys.argv = ["aws", *map(os.fsdecode, request[2:2 + count])]
    os.environb.clear()
    os.environb.update(pair.split(b"=", 1) for pair in request[2 + count:])
    os.environ["AWS_DATA_PATH"] = DATA_PATH
    try:
        code = awscli.clidriver.main() or 0
    except SystemExit as end:
        code = end.code or 0
    except BaseException:
        traceback.print_exc()
        code = 1
    if not isinstance(code, int):
        print(code, file=sys.stderr)
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    client.sendall(bytes([code & 0xFF]))


def serve(path):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen(64)
        print("ready", flush=True)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while sys.stdin not in (ready := select.select([server, sys.stdin], [], [])[0]):
            client = server.accept()[0]
            if os.fork() == 0:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                server.close()
                try:
                    run(client)
                finally:
                    os._exit(0)
            client.close()


load()
serve(sys.argv[1])
