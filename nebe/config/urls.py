"""The addresses of the house. Pages live under their language; machinery does not."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from nebe.api.v1 import api
from nebe.core.people.limits import network_limited
from nebe.core.places.views import suggest
from nebe.core.ui.private_links import no_more, private_link
from nebe.newsroom.campaigns.views import go
from nebe.newsroom.reaching.sharing import short

from .health import live, ready

# Some five questions while one place is typed; a reception centre shares one address.
SUGGESTIONS = [path("suggest/", network_limited("suggest", rate="6000/h")(suggest), name="suggest")]

handler500 = "nebe.config.errors.server_error"

urlpatterns = [
    path("", include("nebe.portal.machine_urls")),
    path("-/live", live, name="live"),
    path("-/ready", ready, name="ready"),
    path("-/", include("nebe.core.ui.urls")),
    path("-/", include("nebe.core.people.urls_plain")),
    path("api/v1/", api.urls),
    path("go/<slug:code>/", go, name="go"),
    path("p/<slug:code>/", short, name="short"),
    path("data/", include("nebe.api.urls_plain")),
    path("ocds/", include("nebe.newsroom.urls_plain")),
    path("iati/", include("nebe.projects.urls_plain")),
    path("cms/", include("nebe.newsroom.cms")),
    path("cms/", include("wagtail.admin.urls")),
]

urlpatterns += i18n_patterns(
    path("", include("nebe.portal.urls")),
    path("places/", include((SUGGESTIONS, "places"))),
    path("", include("nebe.exchange.urls")),
    path("projects/", include("nebe.projects.urls")),
    path("", include("nebe.api.urls")),
    path("l/<str:purpose>/<str:token>/", private_link, name="private_link"),
    path("l/<str:name>/<str:token>/no-more/", no_more, name="no_more"),
    path("privacy/", include("nebe.core.ui.urls_privacy")),
    path("account/", include("allauth.account.urls")),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("", include("nebe.core.people.urls")),
    path("console/audit/", include("nebe.core.ui.urls_audit")),
    path("console/", include("nebe.console.urls")),
    path("console/", include("nebe.exchange.urls_staff")),
    path("console/", include("nebe.newsroom.urls_staff")),
    path("console/projects/", include("nebe.projects.urls_staff")),
    path("console/campaigns/", include("nebe.newsroom.campaigns.urls")),
    path("console/stories/", include("nebe.newsroom.stories.urls")),
    # Last, for it takes every path that is left.
    path("", include("nebe.newsroom.urls")),
)
