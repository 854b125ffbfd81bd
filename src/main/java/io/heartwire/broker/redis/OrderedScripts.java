package io.heartwire.broker.redis;

import java.util.List;
import java.util.stream.Stream;

/**
 * The scripts whose calls keep their order. Redis is told them before the first call: while it does
 * not know one, calls that are sent whole are overtaken by those after them.
 */
final class OrderedScripts {
  static final List<Script> ALL =
      Stream.concat(StreamScripts.ALL.stream(), Stream.of(CommandLog.ADD, QueueScripts.SEND))
          .toList();

  private OrderedScripts() {}
}
