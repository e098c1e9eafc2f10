"""Lists that are named in every language."""

import pytest
from django.conf import settings
from django.utils import translation

from nebe.projects import terms
from nebe.projects.iati.codelists import codelists

LISTS = [terms.THEMES, terms.TARGETS, terms.SECTORS]


@pytest.mark.parametrize("names", LISTS, ids=["themes", "targets", "sectors"])
def test_each_has_a_name_in_every_language(names):
    wanted = {code for code, _name in settings.LANGUAGES}
    for code, told in names.items():
        assert told.keys() == wanted, code
        assert all(told.values()), code


def test_all_groups_of_sectors_are_named():
    assert codelists()["SectorCategory"].keys() <= terms.SECTORS.keys()


def test_a_sector_that_we_do_not_name_has_its_name_of_the_standard():
    with translation.override("cs"):
        assert terms.sector_name("15190") == "Migrace a mobilita"
        assert terms.sector_name("43010") == codelists()["Sector"]["43010"]
        assert terms.sector_name("99") == "99"
