package io.heartwire.channel;

import io.heartwire.hook.Decision;
import java.util.concurrent.CompletionStage;

/**
 * A bean that is asked before a client is subscribed, over whatever protocol. Several are asked in
 * the order of their {@code @Priority} until one does not defer.
 *
 * <p>Called on the thread that reads the client's frames: it must not block, but answer later. A
 * hook that fails, or takes longer than {@code heartwire.hook.timeout}, refuses this client for
 * now.
 */
public interface SubscribeHook {

  CompletionStage<Decision<SubscribeGrant>> onSubscribe(SubscribeAttempt attempt);
}
