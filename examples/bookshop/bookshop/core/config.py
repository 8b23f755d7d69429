"""Configuration, read once from the environment."""

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    database: Path
    covers: Path
    redis_url: str
    publisher_url: str
    payment_url: str
    shipping_url: str
    recommendation_url: str
    alert_url: str
    smtp_host: str


@lru_cache
def get_settings() -> Settings:
    env = os.environ.get
    return Settings(
        database=Path(env("BOOKSHOP_DATABASE", "bookshop.db")),
        covers=Path(env("BOOKSHOP_COVERS", "covers")),
        redis_url=env("BOOKSHOP_REDIS", "redis://localhost:6379/0"),
        publisher_url=env("BOOKSHOP_PUBLISHERS", "https://publishers.example"),
        payment_url=env("BOOKSHOP_PAYMENTS", "https://payments.example"),
        shipping_url=env("BOOKSHOP_SHIPPING", "https://shipping.example"),
        recommendation_url=env("BOOKSHOP_RECOMMENDATIONS", "https://recommend.example"),
        alert_url=env("BOOKSHOP_ALERTS", "https://alerts.example/hook"),
        smtp_host=env("BOOKSHOP_SMTP", "localhost"),
    )
