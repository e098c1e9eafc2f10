"""How gunicorn serves: threads for the waiting, one process on SQLite, as many as set elsewhere."""

from nebe.config.settings import WEB_PROCESSES, env

bind = env("NEBE_BIND", default="127.0.0.1:8000")
worker_class = "gthread"
workers = WEB_PROCESSES
threads = env.int("NEBE_WEB_THREADS", default=4)
timeout = 60
graceful_timeout = 20
keepalive = 15
# Our own middleware writes a line for each request, without addresses of people.
accesslog = None
loglevel = "warning"
