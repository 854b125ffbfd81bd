package io.heartwire.broker;

import io.heartwire.visibility.Internal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Who is present in which channel, on all nodes: one part of an {@link Engine}. Safe for use by any
 * thread, and nothing blocks. Stages fail with a {@link BrokerException}.
 */
@Internal
public interface Presence {

  /**
   * Adds the client for the TTL; call it again before the TTL ends to renew it. A call for the same
   * {@link ClientInfo#client()} replaces the information. An engine of several nodes keeps a client
   * no longer than its node lives.
   *
   * <p>Fails if the engine's limit of presence is reached.
   *
   * @param announced whether the channel announces joins and leaves: if the client's node dies, an
   *     engine of several nodes then publishes the leave
   */
  CompletionStage<@Nullable Void> addPresence(
      String channel, ClientInfo client, Duration ttl, boolean announced);

  /** Adds a client whose leave nobody is told of. */
  default CompletionStage<@Nullable Void> addPresence(
      String channel, ClientInfo client, Duration ttl) {
    return addPresence(channel, client, ttl, false);
  }

  /** Removes the client, if it is there. */
  CompletionStage<@Nullable Void> removePresence(String channel, String clientId);

  /** Returns the clients that are present now, each once. */
  CompletionStage<List<ClientInfo>> presence(String channel);

  CompletionStage<PresenceStats> presenceStats(String channel);
}
