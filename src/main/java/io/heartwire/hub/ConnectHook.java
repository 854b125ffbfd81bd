package io.heartwire.hub;

import io.heartwire.hook.Decision;
import java.util.concurrent.CompletionStage;

/**
 * A bean that is asked before a client takes part; the grant says who the client is. Several are
 * asked in the order of their {@code @Priority} until one does not defer; when all do, the client's
 * token decides, or without one it is who the container says it is, or anonymous.
 *
 * <p>Called on the thread that reads the client's frames: it must not block, but answer later. A
 * hook that fails, or takes longer than {@code heartwire.hook.timeout}, refuses this client for
 * now.
 */
public interface ConnectHook {

  CompletionStage<Decision<Identity>> onConnect(ConnectAttempt attempt);
}
