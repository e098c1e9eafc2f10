import pytest
from allauth.account.models import EmailAddress

from nebe.core.people.models import Person, User
from nebe.core.people.persons import person_get_or_create
from nebe.core.privacy.erasure import person_erase

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_helper_goes_with_their_account(cast):
    person_erase(person_id=cast.petr.pk, actor=None)
    assert not User.objects.filter(email="petr@example.org").exists()
    assert not EmailAddress.objects.filter(email="petr@example.org").exists()


def test_who_works_here_keeps_the_account_until_they_leave(cast):
    helper = person_get_or_create(email="jana@example.org", controller=cast.office)
    helper.user = cast.jana
    helper.save()
    person_erase(person_id=helper.pk, actor=None)
    assert not Person._base_manager.filter(pk=helper.pk).exists()
    assert User.objects.filter(pk=cast.jana.pk).exists()
