from .group import KafkaConsumer
