package io.heartwire.channel;

import io.heartwire.broker.Payload;
import io.heartwire.hook.Decision;
import java.util.concurrent.CompletionStage;

/**
 * A bean that is asked before a client's publication is taken, over whatever protocol; the grant is
 * what is published: the client's data, or other data in its place. Several are asked in the order
 * of their {@code @Priority} until one does not defer.
 *
 * <p>Called on the thread that reads the client's frames: it must not block, but answer later. A
 * hook that fails, or takes longer than {@code heartwire.hook.timeout}, refuses this publication.
 */
public interface PublishHook {

  CompletionStage<Decision<Payload>> onPublish(PublishAttempt attempt);
}
