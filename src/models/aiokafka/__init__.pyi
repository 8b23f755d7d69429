from .consumer import AIOKafkaConsumer
from .producer import AIOKafkaProducer
