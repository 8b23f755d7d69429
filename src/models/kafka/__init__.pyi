from .consumer import KafkaConsumer
from .producer import KafkaProducer
