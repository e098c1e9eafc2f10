"""A real mail relay on loopback that takes, refuses or drops what it is given."""

import os
import signal
import socket

from aiosmtpd.controller import Controller


class Relay:
    """`behaviour` is `accept`, `450`, `550` (for recipients), `451`, `554` (for data), `drop`,
    or `accept and kill <pid>`."""

    def __init__(self, behaviour="accept"):
        self.behaviour = behaviour
        self.messages = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.behaviour in ("450", "550"):
            return f"{self.behaviour} not <{address}>"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.behaviour in ("451", "554"):
            return f"{self.behaviour} no"
        if self.behaviour == "drop":
            server.transport.close()
            return "421 gone"
        self.messages.append(envelope)
        if self.behaviour.startswith("accept and kill "):
            os.kill(int(self.behaviour.rpartition(" ")[2]), signal.SIGKILL)
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(relay: Relay) -> Controller:
    controller = Controller(relay, hostname="127.0.0.1", port=free_port())
    controller.start()
    return controller
