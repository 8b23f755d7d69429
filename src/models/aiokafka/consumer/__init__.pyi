from .consumer import AIOKafkaConsumer
