"""How an empty database gets its tables."""

from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from nebe.config.tables import each_model_drawn_alone


def test_a_new_model_is_bound_both_ways_and_no_other_is_drawn_again():
    state = ProjectState()
    state.add_model(ModelState("house", "Room", [("id", models.AutoField(primary_key=True))]))
    state.add_model(bound("Table", to="house.room"))
    room, table = state.apps.get_model("house", "room"), state.apps.get_model("house", "table")
    with each_model_drawn_alone():
        state.add_model(bound("Lamp", to="house.table"))
    lamp = state.apps.get_model("house", "lamp")
    assert lamp._meta.get_field("of").related_model is table
    assert [one.related_model for one in table._meta.related_objects] == [lamp]
    assert state.apps.get_model("house", "room") is room
    assert state.relations["house", "table"]["house", "lamp"]


def bound(name: str, *, to: str) -> ModelState:
    key = models.AutoField(primary_key=True)
    return ModelState("house", name, [("id", key), ("of", models.ForeignKey(to, models.CASCADE))])
