package io.heartwire.connection;

import java.util.concurrent.atomic.LongAdder;

/**
 * What all connections together have carried since the start, those that have ended included.
 * Counted as it happens: to add the counts of 20,000 connections up takes 10 ms, and somebody asks
 * every second. Safe for use by any thread.
 */
final class TrafficCounts {
  private final LongAdder messagesReceived = new LongAdder();
  private final LongAdder bytesReceived = new LongAdder();
  private final LongAdder messagesSent = new LongAdder();
  private final LongAdder bytesSent = new LongAdder();

  /** A message has come in, or a part of one. */
  void received(int bytes, boolean complete) {
    bytesReceived.add(bytes);
    if (complete) {
      messagesReceived.increment();
    }
  }

  /** Messages were written together. */
  void sent(int messages, int bytes) {
    messagesSent.add(messages);
    bytesSent.add(bytes);
  }

  ConnectionTraffic read() {
    return new ConnectionTraffic(
        messagesReceived.sum(), bytesReceived.sum(), messagesSent.sum(), bytesSent.sum());
  }
}
