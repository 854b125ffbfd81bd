package io.heartwire.broker.redis;

import io.heartwire.broker.ClientInfo;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Told of the clients whose node has died, where leaves are announced. Called by any thread. */
interface SweptClients {

  /** The client was present in the channel and is no more. Must not block. */
  CompletionStage<@Nullable Void> left(String channel, ClientInfo client);
}
