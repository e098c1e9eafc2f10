"""Counts what a page of the CMS left for later."""

from datetime import timedelta

from nebe.core.jobs import job, schedule

from ..translating.coverage import coverage_settle


@schedule(every=timedelta(minutes=5))
@job(priority=-10)
def coverage_settle_job():
    coverage_settle()
