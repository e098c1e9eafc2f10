from collections.abc import Callable
from functools import partial

from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.management import call_command
from django.core.management.base import BaseCommand

from nebe.compile_catalogues import compile_catalogues
from nebe.config.tables import tables_upgrade
from nebe.core.places.models import Municipality
from nebe.newsroom.models import Coverage, HomePage
from nebe.newsroom.search.models import SearchedArticle
from nebe.projects.models import Listed


class Command(BaseCommand):
    help = "Bring databases, languages and static files to this version. Safe to run again."

    def handle(self, **options):
        self.step("languages", compile_catalogues)
        tables_upgrade(self.stdout.write)
        if isinstance(staticfiles_storage, ManifestFilesMixin):
            self.step("static files", lambda: quietly("collectstatic", interactive=False))
        # Always: a new version brings new questions and rules; what an admin edited stays.
        self.step("kinds of help", partial(quietly, "load_categories"))
        self.step("templates of messages", partial(quietly, "load_templates"))
        if HomePage.objects.exists():
            self.step("lists that are new", partial(quietly, "load_pages", sections=True))
        self.step("counts of before", partial(quietly, "statistics_history"))
        for what, model, command in (
            ("places", Municipality, "load_places"),
            # Those of the demonstration come with its organisations, which they name.
            ("pages", HomePage, "load_pages --no-demo"),
            ("lists of pages", SearchedArticle, "index_pages"),
            ("counts of languages", Coverage, "index_pages"),
            ("list of projects", Listed, "index_projects"),
        ):
            if not model.objects.exists():
                self.step(what, partial(call_command, *command.split(), verbosity=0))

    def step(self, what: str, act: Callable[[], object]) -> None:
        self.stdout.write(f"· {what}")
        act()


def quietly(command: str, **options) -> None:
    call_command(command, verbosity=0, **options)
