"""Reads a topic to its end and prints each record as kcat -J does. Arguments: topic, then librdkafka settings as name=value."""

import json
import sys

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, TopicPartition

topic, *settings = sys.argv[1:]
consumer = Consumer(
    {
        "group.id": "reader",
        "enable.auto.commit": False,
        "enable.partition.eof": True,
        **dict(setting.split("=", 1) for setting in settings),
    }
)
known = consumer.list_topics(topic, timeout=20).topics[topic].partitions
consumer.assign([TopicPartition(topic, partition, OFFSET_BEGINNING) for partition in known])
open_partitions = set(known)
while open_partitions:
    message = consumer.poll(20)
    if message is None:
        sys.exit("The broker said nothing for 20 s")
    if message.error():
        if message.error().code() != KafkaError._PARTITION_EOF:
            sys.exit(str(message.error()))
        open_partitions.discard(message.partition())
        continue
    print(
        json.dumps(
            {
                "partition": message.partition(),
                "offset": message.offset(),
                "key": message.key().decode(),
                "headers": [part for name, value in message.headers() or [] for part in (name, value.decode())],
                "payload": message.value().decode(),
            }
        )
    )
consumer.close()
