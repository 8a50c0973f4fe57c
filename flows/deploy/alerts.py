"""Alerts for failed and degraded runs, as Prefect automations made from the setting `alerts`.

An address that begins with http:// or https:// is a webhook, which receives JSON. Any other is a
URL of [Apprise](https://github.com/caronc/apprise/wiki), which Prefect depends on: `mailtos://` for
e-mail, `slack://`, `ntfy://` and so on.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from apprise import Apprise, NotifyFormat
from prefect.automations import Automation, CallWebhook, EventTrigger, Posture, SendNotification
from prefect.blocks.notifications import AppriseNotificationBlock
from prefect.blocks.webhook import Webhook
from prefect.client.orchestration import get_client
from prefect.events.actions import ActionTypes
from prefect.events.schemas.events import ResourceSpecification
from prefect.types import SecretDict
from pydantic import SecretStr

from dateline.flows.settings import SettingsError

TAG = "dateline"
ALERT_STATES = ("Failed", "Crashed", "TimedOut", "Degraded")
_WEBHOOKS = ("http://", "https://")
_SUBJECT = "Dateline: {{ flow.name }} {{ flow_run.state.name | lower }}"
_BODY = """{{ flow.name }} ({{ flow_run.name }}) ended as {{ flow_run.state.name }}.

{{ flow_run.state.message }}

{{ flow_run | ui_url }}"""
# Chat services show the `text` of a webhook's payload.
_PAYLOAD = """{
  "text": {{ (flow.name ~ " ended as " ~ flow_run.state.name ~ ": "
    ~ flow_run.state.message) | tojson }},
  "flow": {{ flow.name | tojson }},
  "run": {{ flow_run.name | tojson }},
  "state": {{ flow_run.state.name | tojson }},
  "message": {{ flow_run.state.message | tojson }},
  "url": {{ (flow_run | ui_url) | tojson }}
}"""


class Notification(AppriseNotificationBlock):
    """A Prefect block for any Apprise URL; Prefect's own blocks lack plain e-mail."""

    _block_type_name = "Dateline notification"
    _block_type_slug = "dateline-notification"

    def block_initialization(self) -> None:
        """Declare the body as plain text, so that HTML e-mail escapes it."""
        super().block_initialization()
        cast(Any, self._apprise_client.asset).body_format = NotifyFormat.TEXT


async def create_alerts(name: str, addresses: Sequence[SecretStr]) -> None:
    """Create the automation that sends an alert for each run that fails or is degraded.

    Args:
        name: the tag of the deployments; existing alerts of this name are replaced.
        addresses: the recipients; without any, existing alerts are only removed.

    Raises:
        SettingsError: an address is not a URL that Apprise supports.
    """
    for number, address in enumerate(addresses, 1):
        _validate(address.get_secret_value(), number)
    automation_name = f"Dateline alerts: {name}"
    async with get_client() as client:
        for old in await client.read_automations_by_name(automation_name):
            await client.delete_automation(old.id)
    if not addresses:
        return
    actions: list[ActionTypes] = [
        await _action(address, f"dateline-alert-{name.lower()}-{number}")
        for number, address in enumerate(addresses, 1)
    ]
    await Automation(
        name=automation_name,
        description="Sends alerts for failed and degraded runs; created from Dateline's settings.",
        trigger=EventTrigger(
            expect={f"prefect.flow-run.{state}" for state in ALERT_STATES},
            match=ResourceSpecification({"prefect.resource.id": "prefect.flow-run.*"}),
            match_related=ResourceSpecification({"prefect.resource.id": f"prefect.tag.{name}"}),
            for_each={"prefect.resource.id"},
            posture=Posture.Reactive,
            threshold=1,
            within=timedelta(0),
        ),
        actions=[*actions],
    ).acreate()


def _validate(address: str, number: int) -> None:
    """Validate an address; the error gives only its number, since addresses hold passwords."""
    if not address.startswith(_WEBHOOKS) and not Apprise().add(address):
        raise SettingsError(
            f"invalid address {number} in the setting `alerts`: use an http(s):// or Apprise URL, "
            "such as mailtos://USER:PASSWORD@SERVER?from=ADDRESS&to=ADDRESS for e-mail"
        )


async def _action(address: SecretStr, block_name: str) -> CallWebhook | SendNotification:
    if address.get_secret_value().startswith(_WEBHOOKS):
        webhook = Webhook(url=address, headers=SecretDict({"Content-Type": "application/json"}))
        block_id = await webhook.asave(block_name, overwrite=True)
        return CallWebhook(block_document_id=block_id, payload=_PAYLOAD)
    block_id = await Notification(url=address).asave(block_name, overwrite=True)
    return SendNotification(block_document_id=block_id, subject=_SUBJECT, body=_BODY)
