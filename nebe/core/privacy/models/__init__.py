from .audit import AuditEntry
from .consent import Consent
from .hold import LegalHold

__all__ = ["AuditEntry", "Consent", "LegalHold"]
