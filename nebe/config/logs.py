"""Logs: one line for each request and job, JSON in production, readable in development.

A line says which page (its route, never its address with tokens), not who asked for it.
"""

from __future__ import annotations

import json
import logging
import time
import traceback
from datetime import UTC, datetime

from nebe.core.privacy.context import request_id

from .masks import masked

logger = logging.getLogger("nebe.requests")

# What may be added to a line by `extra=`; anything else is left out.
FIELDS = (
    "method", "route", "status", "ms",
    "job", "job_id", "attempt", "outcome", "worker",
    "error", "count",
)  # fmt: skip
HEALTH = ("-/live", "-/ready")


class Formatter(logging.Formatter):
    """The parts of a line; exceptions without their words, which quote values."""

    def parts(self, record: logging.LogRecord) -> dict:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": masked(record.getMessage()),
        }
        if request_id.get():
            line["request"] = request_id.get()
        line |= {name: vars(record)[name] for name in FIELDS if vars(record).get(name) is not None}
        if record.exc_info and record.exc_info[1]:
            line["exception"] = type(record.exc_info[1]).__qualname__
            line["trace"] = masked("".join(traceback.format_tb(record.exc_info[2])))
        return line


class JsonFormatter(Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(self.parts(record), ensure_ascii=False, default=str)


class PlainFormatter(Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = self.parts(record)
        head = f"{line.pop('at')[11:19]} {line.pop('level'):7} {line.pop('message')}"
        trace = line.pop("trace", "")
        line.pop("request", None), line.pop("from")
        return " ".join([head, *(f"{k}={v}" for k, v in line.items())]) + (trace and f"\n{trace}")


class RequestLogMiddleware:
    """Writes one line for each request, in place of the server's access log."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        started = time.monotonic()
        response = self.get_response(request)
        match = request.resolver_match
        route = match.route if match else "-"
        logger.log(
            logging.DEBUG if route in HEALTH else logging.INFO,
            "request",
            extra={
                "method": request.method,
                "route": route,
                "status": response.status_code,
                "ms": round((time.monotonic() - started) * 1000),
            },
        )
        return response


def logging_config(*, json_lines: bool, level: str) -> dict:
    """For `LOGGING`: everything to standard error, through one of the two formatters."""
    formatter = JsonFormatter if json_lines else PlainFormatter
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "handlers": {"err": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["err"], "level": "WARNING"},
        "loggers": {
            "nebe": {"level": level},
            # Our own line says it already.
            "django.request": {"level": "ERROR"},
            "django": {"handlers": [], "level": "WARNING"},
        },
    }
