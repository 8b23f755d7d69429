from uncoil import blocks, twin

from .future import FutureRecordMetadata

# Looks up the brokers.
@blocks("network", instead="aiokafka.AIOKafkaProducer.start")
@twin("aiokafka.AIOKafkaProducer")
class KafkaProducer:
    # Buffered: sent by a thread.
    def send(self, topic, value=None, **kwargs) -> FutureRecordMetadata: ...
    @blocks("network", instead="aiokafka.AIOKafkaProducer.flush")
    def flush(self, timeout=None): ...
    @blocks("network", instead="aiokafka.AIOKafkaProducer.partitions_for")
    def partitions_for(self, topic): ...
    @blocks("network", instead="aiokafka.AIOKafkaProducer.commit_transaction")
    def commit_transaction(self): ...
    def close(self, timeout=None, **kwargs) -> None: ...
