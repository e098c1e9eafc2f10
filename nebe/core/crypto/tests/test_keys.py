import base64
import os
import subprocess
import sys
import uuid

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from nebe.core.crypto.checks import check_keys, require_keys
from nebe.core.crypto.errors import ValueMoved
from nebe.core.crypto.keys import subject_erase_begin, subject_key, subject_key_erase, subject_keys
from nebe.core.crypto.master import blind_index, new_key
from nebe.core.crypto.models import Erasure, SubjectKey
from nebe.core.crypto.rotation import rotate, waiting
from nebe.core.crypto.secrets import secret_open, secret_seal

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
SHORT = base64.b64encode(b"too short").decode()


def test_it_works():
    subject = uuid.uuid4()
    key = subject_key(subject, create=True)
    assert len(key) == 32
    assert subject_key(subject) == key
    assert key not in bytes(SubjectKey.objects.get(pk=subject).wrapped)


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ([], "NEBE_MASTER_KEYS is not set"),
        (["nocolon"], "each key is `id:base64`"),
        ([":" + new_key()], "each key is `id:base64`"),
        (["a:%%%"], "'a' is not base64"),
        ([f"a:{SHORT}"], "9 bytes instead of 32"),
        ([f"a:{new_key()}", f"a:{new_key()}"], "twice"),
    ],
)
def test_bad_master_keys_are_said_at_start(settings, keys, says):
    settings.NEBE_MASTER_KEYS = keys
    assert [says in problem.msg for problem in check_keys(None)] == [True]
    with pytest.raises(ImproperlyConfigured, match=says):
        require_keys()


@pytest.mark.parametrize(("key", "says"), [("", "NEBE_INDEX_KEY is not set"), ("%", "not base64")])
def test_bad_index_key_is_said_at_start(settings, key, says):
    settings.NEBE_INDEX_KEY = key
    with pytest.raises(ImproperlyConfigured, match=says):
        require_keys()
    with pytest.raises(ImproperlyConfigured, match=says):
        blind_index("email", "o@example.org")


def test_keys_that_do_not_fit_the_database(settings):
    subject_key(uuid.uuid4(), create=True)
    require_keys()
    settings.NEBE_MASTER_KEYS = [f"test:{new_key()}"]
    with pytest.raises(ImproperlyConfigured, match="'test' is not the key"):
        require_keys()
    settings.NEBE_MASTER_KEYS = [f"other:{new_key()}"]
    with pytest.raises(ImproperlyConfigured, match="lacks the key 'test'"):
        require_keys()


def test_no_key_is_made_once_an_erasure_began():
    subject = uuid.uuid4()
    subject_erase_begin(subject)
    assert subject_keys([subject], create=True) == {}
    assert Erasure.objects.get().done_at is None


def test_an_erasure_between_look_and_insert_wins(monkeypatch):
    """The ledger is written by another process just before our insert."""
    subject = uuid.uuid4()
    insert = SubjectKey.objects.bulk_create

    def late(*args, **kwargs):
        Erasure.objects.create(pk=subject, erased_at="2026-01-01T00:00Z")
        return insert(*args, **kwargs)

    monkeypatch.setattr(SubjectKey.objects, "bulk_create", late)
    assert subject_keys([subject], create=True) == {}
    assert not SubjectKey.objects.exists()


def test_the_installation_is_not_erased():
    sealed = secret_seal("totp", "seed")
    with pytest.raises(ValueError, match="cannot be erased"):
        subject_key_erase(uuid.UUID(int=0))
    assert secret_open("totp", sealed) == "seed"


@pytest.mark.parametrize("change", [lambda s: s[:-8] + "AAAAAAA=", lambda s: "not base64!"])
def test_a_changed_secret(change):
    sealed = secret_seal("totp", "seed")
    with pytest.raises(ValueMoved):
        secret_open("totp", change(sealed))
    with pytest.raises(ValueMoved):
        secret_open("recovery", sealed)


def test_blind_index_tells_purposes_apart():
    assert blind_index("email", "a") != blind_index("phone", "a")
    assert blind_index("email", "") == ""


def test_rotation(settings, capsys):
    subjects = [uuid.uuid4() for _ in range(5)]
    before = subject_keys(subjects, create=True)
    old = settings.NEBE_MASTER_KEYS
    settings.NEBE_MASTER_KEYS = [f"new:{new_key()}", *old]
    subject_key_erase(subjects.pop())
    assert next(rotate(batch=3)) == 3  # interrupted after one batch
    assert waiting().count() == 1
    call_command("rotate_master_key", "--batch", "2")
    settings.NEBE_MASTER_KEYS = settings.NEBE_MASTER_KEYS[:1]
    assert subject_keys(subjects) == {one: before[one] for one in subjects}


def test_new_key_is_one(capsys):
    call_command("new_key")
    assert len(base64.b64decode(capsys.readouterr().out)) == 32


@pytest.mark.django_db(databases=["default", "keys"], transaction=True, serialized_rollback=True)
def test_rotation_killed_half_way_is_resumed(settings):
    """A real process, killed (-9) after its first batches."""
    subjects = [uuid.uuid4() for _ in range(300)]
    before = subject_keys(subjects, create=True)
    settings.NEBE_MASTER_KEYS = [f"new:{new_key()}", *settings.NEBE_MASTER_KEYS]
    script = (
        "import os, django; django.setup();"
        "from django.conf import settings; from django.core.management import call_command;"
        "settings.DATABASES['keys']['NAME'] = os.environ['KEYS_NAME'];"
        "settings.NEBE_MASTER_KEYS = os.environ['KEYS'].split(',');"
        "call_command('rotate_master_key', '--batch', '1')"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        env=os.environ
        | {
            "KEYS": ",".join(settings.NEBE_MASTER_KEYS),
            "KEYS_NAME": str(django_settings.DATABASES["keys"]["NAME"]),
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    for _ in range(5):
        assert process.stdout.readline()
    process.kill()
    process.communicate()
    assert 0 < waiting().count() < 300
    assert subject_keys(subjects) == before
    for _ in rotate():
        pass
    assert waiting().count() == 0
    settings.NEBE_MASTER_KEYS = settings.NEBE_MASTER_KEYS[:1]
    assert subject_keys(subjects) == before
