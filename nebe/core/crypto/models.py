from django.db import models


class SubjectKey(models.Model):
    """The key of one person's data, wrapped by a master key. Deleting it erases every backup."""

    subject = models.UUIDField(primary_key=True)
    master_id = models.CharField(max_length=32)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)


class Erasure(models.Model):
    """The ledger a restore replays: these subjects' keys must not come back."""

    subject = models.UUIDField(primary_key=True)
    erased_at = models.DateTimeField()
