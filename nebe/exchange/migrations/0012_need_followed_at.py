from django.db import migrations, models
from django.db.models import Exists, OuterRef, Subquery


def followed_fill(apps, schema_editor):
    Need = apps.get_model("nebe_exchange", "Need")
    following = Need.objects.filter(follows=OuterRef("pk")).order_by("created_at")
    Need.objects.filter(Exists(following)).update(
        followed_at=Subquery(following.values("created_at")[:1])
    )


class Migration(migrations.Migration):

    dependencies = [
        ('nebe_exchange', '0011_threads'),
    ]

    operations = [
        migrations.AddField(
            model_name='need',
            name='followed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(followed_fill, migrations.RunPython.noop),
    ]
