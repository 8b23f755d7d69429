from .kafka import KafkaProducer
