"""Where the units of a match were taken from; when it was said that a talk will end; how often a
kind of help is asked about again; offers that were handed over and nobody has seen yet."""

from django.db import migrations, models


def counts_mark(apps, schema_editor):
    """What was agreed on until now was taken from the number that counts for its kind of help."""
    Kind = apps.get_model("nebe_exchange", "OfferCategory")
    Match = apps.get_model("nebe_exchange", "Match")
    counted = Kind.objects.exclude(capacity=None).filter(
        offer=models.OuterRef("offer"), category=models.OuterRef("need__category")
    )
    agreed = Match._base_manager.filter(
        models.Exists(counted), status__in=["shared", "arranged", "fulfilled"]
    )
    Match._base_manager.filter(pk__in=agreed.values("pk")).update(counted_apart=True)


class Migration(migrations.Migration):
    dependencies = [("nebe_exchange", "0005_sessions")]

    operations = [
        migrations.AddField(
            model_name="match",
            name="counted_apart",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="match",
            name="warned_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="category",
            name="ask_again_days",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="offer",
            name="handed_over_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(counts_mark, migrations.RunPython.noop),
    ]
