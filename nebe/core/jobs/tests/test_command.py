from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from nebe.core.jobs.worker import run_due

from . import sample

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def jobs(*arguments) -> str:
    out = StringIO()
    call_command("jobs", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def _failed():
    sample.hopeless.enqueue("some-private-id")
    run_due()


def test_it_works():
    assert jobs() == "0 waiting, 0 running, 0 failed, 0 workers\n"


@pytest.mark.usefixtures("_failed")
def test_failed_jobs_are_listed_without_arguments():
    text = jobs()
    assert "1 failed" in text
    assert "sample.hopeless" in text
    assert "GiveUp: no such thing" in text
    assert "some-private-id" not in text


@pytest.mark.usefixtures("_failed")
def test_they_can_be_tried_again_and_forgotten():
    assert jobs("retry", "all") == "1 jobs\n"
    assert "1 waiting" in jobs()
    run_due()
    assert jobs("forget", "all") == "1 jobs\n"
    assert "0 failed" in jobs()


def test_it_wants_to_know_which():
    with pytest.raises(CommandError, match="which"):
        jobs("retry")
