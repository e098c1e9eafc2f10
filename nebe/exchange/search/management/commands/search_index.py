from django.core.management.base import BaseCommand

from nebe.exchange.models import Category
from nebe.exchange.search import offers_reindex
from nebe.exchange.search.words import category_index


class Command(BaseCommand):
    help = "Make the search index of all offers and categories again, while the site runs."

    def handle(self, **options):
        for category in Category.objects.all():
            category_index(category)
        self.stdout.write(f"{offers_reindex():,} offers looked at")
