from django.db import models


class SubjectKey(models.Model):
    """The key of one person's data, wrapped by a master key. Deleting it erases every backup."""

    subject = models.UUIDField(primary_key=True)
    master_id = models.CharField(max_length=32, db_index=True)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)


class Erasure(models.Model):
    """The ledger a restore replays: these subjects' keys must not come back."""

    subject = models.UUIDField(primary_key=True)
    erased_at = models.DateTimeField()
    # Empty while rows may be left, such as after an interruption: the nightly job finishes it.
    done_at = models.DateTimeField(null=True, blank=True)
