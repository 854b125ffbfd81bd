package io.heartwire.broker.redis;

import java.util.Collection;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What Redis delivers to this node. Safe for use by any thread; nothing blocks. */
interface Subscriptions {

  /** Told by threads of the client, which it must not block. */
  interface Receiver {
    void message(String name, byte[] message);

    /** Redis has confirmed: the name's messages come from now on. */
    void subscribed(String name);

    /** The names to subscribe to on a new connection. */
    Collection<String> names();

    /** Whether it is one of these names. */
    boolean wants(String name);
  }

  /** Connects, and begins to beat. */
  void open();

  /** The command connection is there again. */
  void commandsAreReady();

  /** Deaf connections dropped, and connections lost, since the start. */
  long renewals();

  /**
   * Completes when Redis has confirmed; without Redis at once, for it is made good when Redis is
   * back.
   */
  CompletionStage<@Nullable Void> subscribe(String name);

  /** Again, for a name that a connection made meanwhile may not have been told. */
  void makeGood(String name);

  /** Whether there is a connection. */
  boolean isOpen(String name);

  CompletionStage<@Nullable Void> unsubscribe(String name);

  /** Ends it; the client closes the connections. */
  void close();
}
