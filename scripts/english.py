"""English is the language of the source: its catalogue repeats it."""

import polib

catalogue = polib.pofile("nebe/locale/en/LC_MESSAGES/django.po", wrapwidth=0)
for entry in catalogue:
    if entry.msgid_plural:
        entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
    else:
        entry.msgstr = entry.msgid
    entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    entry.previous_msgctxt = entry.previous_msgid = entry.previous_msgid_plural = None
catalogue.metadata["Language"] = "en"
catalogue.metadata["Plural-Forms"] = "nplurals=2; plural=(n != 1);"
catalogue.metadata_is_fuzzy = False
catalogue.save()
