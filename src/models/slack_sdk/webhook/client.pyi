from uncoil import blocks, twin

@twin("slack_sdk.webhook.async_client.AsyncWebhookClient")
class WebhookClient:
    @blocks("network", instead="slack_sdk.webhook.async_client.AsyncWebhookClient.send")
    def send(self, **kwargs): ...
    @blocks("network", instead="slack_sdk.webhook.async_client.AsyncWebhookClient.send_dict")
    def send_dict(self, **kwargs): ...
