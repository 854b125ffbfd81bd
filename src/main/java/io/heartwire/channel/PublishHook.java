package io.heartwire.channel;

import io.heartwire.broker.Payload;
import io.heartwire.hook.Decision;

/**
 * A bean that is asked before a client's publication is accepted, in every protocol. It grants the
 * data to publish: the client's own, or a replacement. Several are asked in the order of their
 * {@code @Priority} until one does not defer.
 *
 * <p>Called on a thread of the application with a request scope of its own, at the same time for
 * different clients, in order for each: it may block, or answer {@link Decision#later}. A hook that
 * fails, or takes longer than {@code heartwire.hook.timeout}, refuses this publication.
 */
public interface PublishHook {

  Decision<Payload> onPublish(PublishAttempt attempt) throws Exception;
}
