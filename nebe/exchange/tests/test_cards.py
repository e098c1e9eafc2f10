"""What the list draws of an offer, and that nothing drawn outlives what is public."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone
from django.utils.translation import override

from nebe.exchange.models import Category, Offer, OfferCategory
from nebe.exchange.selectors.cards import offer_cards
from nebe.exchange.selectors.offers import offers_public
from nebe.exchange.services.offers import offer_settle
from nebe.exchange.templatetags.offers import offer_list

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
FIND = "/en/offers/"


def page(client, path=FIND, **query) -> str:
    return client.get(path, query).content.decode()


def test_it_works(make_offer, plzen, towns):
    offer = make_offer("textbooks", "legal", languages=["uk", "cs"], remote=True)
    [card] = offer_cards([offer.number], near=towns["Rokycany"])
    assert (card.number, card.title.text) == (offer.number, "Books for school")
    assert [kind.label for kind in card.categories] == ["Textbooks"]  # the other is not vetted
    assert [place.label for place in card.places] == [plzen.label]
    assert 10 < card.km < 20
    assert card.languages == ("Ukrainian", "Czech")
    assert card.remote


def test_the_same_are_public_as_elsewhere(make_offer):
    today = timezone.localdate()
    ends = [None, today - timedelta(days=1), today, today + timedelta(days=1)]
    for status, until, public in product(Offer.Status.values, ends, (True, False)):
        offer = make_offer(available_until=until)
        Offer.objects.filter(pk=offer.pk).update(status=status)
        OfferCategory.objects.filter(offer=offer).update(public=public)
    numbers = list(Offer.objects.values_list("number", flat=True))
    public = list(offers_public().order_by("number").values_list("number", flat=True))
    assert [card.number for card in offer_cards(sorted(numbers))] == public
    assert len(public) == 3


def test_in_the_order_asked_for_and_none_for_none(make_offer):
    numbers = [make_offer(title=f"Books {i}").number for i in range(3)]
    asked = [numbers[1], 10**9, numbers[2], numbers[0]]
    assert [card.number for card in offer_cards(asked)] == [numbers[1], numbers[2], numbers[0]]
    assert offer_cards([]) == []


def test_what_people_type_is_text(make_offer):
    offer = make_offer(title='<script>"x"</script>')
    Category.objects.update(name={"en": "Books <i> & more"})
    drawn = offer_list(offer_cards([offer.number]))
    assert "<bdi>&lt;script&gt;&quot;x&quot;&lt;/script&gt;</bdi>" in drawn
    assert "Books &lt;i&gt; &amp; more" in drawn


def test_a_title_in_another_language_says_so(make_offer):
    offer = make_offer(title="كتب", language="ar", translations={"title": {"cs": "Knihy"}})
    assert '<a href="/en/offers/' in offer_list(offer_cards([offer.number]))
    with override("pl"):
        assert 'lang="cs" dir="ltr"><bdi>Knihy</bdi>' in offer_list(offer_cards([offer.number]))
    with override("cs"):
        drawn = offer_list(offer_cards([offer.number]))
    assert f'<a href="/cs/offers/{offer.number}/"><bdi>Knihy</bdi>' in drawn
    offer.translations = {}
    offer.save()
    assert 'lang="ar" dir="rtl"><bdi>كتب</bdi>' in offer_list(offer_cards([offer.number]))


def test_each_language_has_its_own_cards(client, make_offer):
    make_offer(languages=["uk"], remote=True)
    Category.objects.update(name={"en": "Textbooks", "cs": "Učebnice"})
    for _again in range(2):
        english, czech = page(client), page(client, "/cs/offers/")
        for word in ("Textbooks", "Ukrainian", "at a distance"):
            assert word in english
            assert word not in czech
        assert "Učebnice" in czech


@pytest.mark.parametrize("status", ["hidden", "withdrawn", "paused"])
def test_what_is_no_longer_public_is_gone_at_once(client, make_offer, status):
    offer = make_offer(title="A rare atlas")
    assert "A rare atlas" in page(client)
    Offer.objects.filter(pk=offer.pk).update(status=status)  # even before the index follows
    assert "A rare atlas" not in page(client)


def test_what_is_erased_or_changed_is_gone_at_once(client, make_offer):
    erased, changed = make_offer(title="A rare atlas"), make_offer(title="Old maps")
    assert "A rare atlas" in page(client)
    erased.delete()
    changed.title = "New maps"
    changed.save()
    offer_settle(offer=changed)
    shown = page(client)
    assert "A rare atlas" not in shown
    assert "Old maps" not in shown
    assert "New maps" in shown


def test_a_kind_renamed_is_renamed_at_once_in_cards_and_choices(client, make_offer):
    make_offer()
    assert page(client).count("Textbooks") == 2
    Category.objects.filter(pk="textbooks").update(name={"en": "Schoolbooks"})
    shown = page(client)
    assert shown.count("Schoolbooks") == 2
    assert "Textbooks" not in shown


def test_the_folded_choices_keep_what_was_chosen(client, categories):
    assert page(client).count(" checked") == 0
    for _again in range(2):
        chosen = page(client, category="tutoring", language="uk")
        assert chosen.count(" checked") == 1
        assert '<option value="uk" selected>' in chosen
    assert '<option value="uk" selected>' not in page(client, category="tutoring")


def test_an_error_in_the_folded_choices_is_shown_where_it_is_and_no_longer(client, categories):
    assert "Please write the date like this" in page(client, day="soon")
    assert "Please write the date like this" not in page(client)
