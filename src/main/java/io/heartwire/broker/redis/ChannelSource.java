package io.heartwire.broker.redis;

import io.heartwire.broker.BrokerListener;
import io.heartwire.broker.StreamPosition;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** What a followed channel needs of the broker. Safe for use by any thread; nothing blocks. */
interface ChannelSource {
  CompletionStage<StreamPage> read(String channel, StreamPosition since, int limit);

  /** Gives a stream that went back another epoch. */
  CompletionStage<?> restart(String channel, StreamPosition known);

  void later(Runnable task);

  /** Calls the listener; failures are counted and logged. */
  void tell(String channel, Consumer<BrokerListener> call);

  /** A publication has been told to the listener. */
  void delivered(Envelope publication);

  void caughtUp();

  /** Messages without history were lost. */
  void lost(long messages);

  void unreadable(String channel, RuntimeException failure);

  /** A message says what this version does not know. */
  void unknown(String channel);
}
