"""Refuse to start without the keys that the data in the database needs."""

from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from .keys import subject_keys
from .master import index_keys, master_keys
from .models import SubjectKey


def keys_problems() -> list[str]:
    """What is wrong with the keys, in words; empty when all is well."""
    problems = []
    for check in (master_keys, index_keys, _open_one_key_of_each):
        try:
            check()
        except ImproperlyConfigured as error:
            problems.append(str(error))
            if check is master_keys:
                break
    return problems


def _open_one_key_of_each() -> None:
    """Unwrap one person's key per master key in use."""
    try:
        used = list(SubjectKey.objects.order_by().values_list("master_id", flat=True).distinct())
        for master_id in used:
            subject_keys([SubjectKey.objects.filter(master_id=master_id)[0].pk])
    except DatabaseError:
        return  # not migrated or not reachable yet: nothing is read or written then


def check_keys(app_configs, **kwargs):
    return [checks.Critical(problem, id="nebe_crypto.E001") for problem in keys_problems()]


def require_keys() -> None:
    """For processes that run no checks, such as the web server: refuse to start."""
    if problems := keys_problems():
        raise ImproperlyConfigured(" ".join(problems))
