from nebe.core.jobs import job, schedule

from ..models import OldSite
from ..moving_in.portions import old_sites_forget, portion_take


@job(retries=5, priority=-20)
def old_site_move_in(pk):
    site = OldSite.objects.filter(pk=pk).first()
    if site and portion_take(site):
        old_site_move_in.enqueue(pk)


@schedule(daily="03:50")
@job()
def old_sites_forget_files():
    old_sites_forget()
