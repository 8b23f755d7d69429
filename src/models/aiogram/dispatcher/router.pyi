from .event.event import EventObserver
from .event.telegram import TelegramEventObserver

class Router:
    name: str
    startup: EventObserver
    shutdown: EventObserver
    error: TelegramEventObserver
    message: TelegramEventObserver
    edited_message: TelegramEventObserver
    channel_post: TelegramEventObserver
    edited_channel_post: TelegramEventObserver
    inline_query: TelegramEventObserver
    chosen_inline_result: TelegramEventObserver
    callback_query: TelegramEventObserver
    shipping_query: TelegramEventObserver
    pre_checkout_query: TelegramEventObserver
    poll: TelegramEventObserver
    poll_answer: TelegramEventObserver
    my_chat_member: TelegramEventObserver
    chat_member: TelegramEventObserver
    chat_join_request: TelegramEventObserver
    message_reaction: TelegramEventObserver
    message_reaction_count: TelegramEventObserver
    chat_boost: TelegramEventObserver
    removed_chat_boost: TelegramEventObserver
    deleted_business_messages: TelegramEventObserver
    business_connection: TelegramEventObserver
    edited_business_message: TelegramEventObserver
    business_message: TelegramEventObserver
    purchased_paid_media: TelegramEventObserver
    managed_bot: TelegramEventObserver
    guest_message: TelegramEventObserver
    subscription: TelegramEventObserver
    stopped_message_generation: TelegramEventObserver
    errors: TelegramEventObserver
    def __init__(self, *, name=None) -> None: ...
    def include_router(self, router) -> Router: ...
    def include_routers(self, *routers) -> None: ...
