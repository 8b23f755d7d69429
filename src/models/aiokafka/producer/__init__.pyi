from .producer import AIOKafkaProducer
