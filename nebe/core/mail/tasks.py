from nebe.core.jobs import job

from .delivery import RETRIES, deliver


@job(retries=RETRIES, backoff=20, priority=10)
def mail_deliver(mail_id: str) -> None:
    deliver(mail_id)
