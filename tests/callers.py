"""Who asks in tests of the client, and how patiently."""

from __future__ import annotations

from site_lib.snapshots.client import ClientInfo, RetryPolicy
from tests.answers import KEY

CALLER = ClientInfo(
    KEY, "A title", "openrouter-tasks/1", "https://example.org/site/", "cli-agent,cloud-agent"
)
QUICK = RetryPolicy(total=3, connect=1, read=1, first_wait=0.001, longest_wait=0.01)
