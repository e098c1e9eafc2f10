"""Lists that are named in every language."""

import pytest
from django.conf import settings
from django.utils import translation

from nebe.projects import terms
from nebe.projects.iati.codelists import codelists
from nebe.projects.iati.names import region_name

LISTS = {
    "themes": terms.THEMES,
    "targets": terms.TARGETS,
    "sectors": terms.SECTORS,
    "regions": terms.REGIONS,
    "documents": terms.DOCUMENTS,
}


@pytest.mark.parametrize("names", LISTS.values(), ids=LISTS)
def test_each_has_a_name_in_every_language(names):
    wanted = {code for code, _name in settings.LANGUAGES}
    for code, told in names.items():
        assert told.keys() == wanted, code
        assert all(told.values()), code


def test_all_groups_of_sectors_are_named():
    assert codelists()["SectorCategory"].keys() <= terms.SECTORS.keys()


def test_every_kind_of_document_is_named():
    assert codelists()["DocumentCategory"].keys() == terms.DOCUMENTS.keys()


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_every_region_of_the_standard_is_named(language):
    with translation.override(language):
        named = {code: region_name(code) for code in codelists()["Region"]}
    assert not [code for code, name in named.items() if name == code]
    assert len(set(named.values())) == len(named)


def test_a_sector_that_we_do_not_name_has_its_name_of_the_standard():
    with translation.override("cs"):
        assert terms.sector_name("15190") == "Migrace a mobilita"
        assert terms.sector_name("43010") == codelists()["Sector"]["43010"]
        assert terms.sector_name("99") == "99"
