"""Failed and degraded runs reach people: Prefect automations, made of the setting `alerts`.

An address that begins with http:// or https:// is a webhook, which gets JSON. Any other is one of
[Apprise](https://github.com/caronc/apprise/wiki), which Prefect brings along: `mailtos://` for
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

from flows.settings import SettingsError

TAG = "dateline"
BAD_ENDS = ("Failed", "Crashed", "TimedOut", "Degraded")
_WEBHOOKS = ("http://", "https://")
_SUBJECT = "Dateline: {{ flow.name }} {{ flow_run.state.name | lower }}"
_BODY = """{{ flow.name }} ({{ flow_run.name }}) ended as {{ flow_run.state.name }}.

{{ flow_run.state.message }}

{{ flow_run | ui_url }}"""
# `text` is what chat services show of a webhook's payload.
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
    """An Apprise address as a block of Prefect, whose own blocks know no plain e-mail."""

    _block_type_name = "Dateline notification"
    _block_type_slug = "dateline-notification"

    def block_initialization(self) -> None:
        """Send what is text as text: in an e-mail of HTML it is escaped."""
        super().block_initialization()
        cast(Any, self._apprise_client.asset).body_format = NotifyFormat.TEXT


async def declare_alerts(name: str, addresses: Sequence[SecretStr]) -> None:
    """Have the Prefect server tell the addresses of each run of a flow of ours that ends badly.

    Replaces the alerts that were declared under this name before; without addresses there are none.

    Raises:
        SettingsError: an address is none that Apprise knows.
    """
    for number, address in enumerate(addresses, 1):
        _check(address.get_secret_value(), number)
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
        description="Tells people of failed and degraded runs; made from Dateline's settings.",
        trigger=EventTrigger(
            expect={f"prefect.flow-run.{state}" for state in BAD_ENDS},
            match=ResourceSpecification({"prefect.resource.id": "prefect.flow-run.*"}),
            match_related=ResourceSpecification({"prefect.resource.id": f"prefect.tag.{name}"}),
            for_each={"prefect.resource.id"},
            posture=Posture.Reactive,
            threshold=1,
            within=timedelta(0),
        ),
        actions=actions,
    ).acreate()


def _check(address: str, number: int) -> None:
    """See that an address is one; what it is may be secret, so only its number is said."""
    if not address.startswith(_WEBHOOKS) and not Apprise().add(address):
        raise SettingsError(
            f"address {number} of the setting `alerts` is neither http(s):// nor one that Apprise "
            "knows; e-mail is mailtos://USER:PASSWORD@SERVER?from=ADDRESS&to=ADDRESS"
        )


async def _action(address: SecretStr, block_name: str) -> CallWebhook | SendNotification:
    if address.get_secret_value().startswith(_WEBHOOKS):
        webhook = Webhook(url=address, headers=SecretDict({"Content-Type": "application/json"}))
        block_id = await webhook.asave(block_name, overwrite=True)
        return CallWebhook(block_document_id=block_id, payload=_PAYLOAD)
    block_id = await Notification(url=address).asave(block_name, overwrite=True)
    return SendNotification(block_document_id=block_id, subject=_SUBJECT, body=_BODY)
