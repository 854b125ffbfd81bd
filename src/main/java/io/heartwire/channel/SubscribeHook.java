package io.heartwire.channel;

import io.heartwire.hook.Decision;

/**
 * A bean that is asked before a client is subscribed, in every protocol, unless a token grants the
 * channel. Several are asked in the order of their {@code @Priority} until one does not defer.
 *
 * <pre>{@code
 * @ApplicationScoped
 * public class OrderReaders implements SubscribeHook {
 *   @Inject Orders orders; // asks the database
 *
 *   @Override
 *   public Decision<SubscribeGrant> onSubscribe(SubscribeAttempt attempt) {
 *     return orders.mayRead(attempt.client().user(), attempt.channel().value())
 *         ? Decision.accept(SubscribeGrant.PLAIN)
 *         : Decision.refuse(403, "not your order");
 *   }
 * }
 * }</pre>
 *
 * <p>Called on a thread of the application with a request scope of its own, at the same time for
 * different clients: it may block, or answer {@link Decision#later}. A hook that fails, or takes
 * longer than {@code heartwire.hook.timeout}, refuses this client for now.
 */
public interface SubscribeHook {

  Decision<SubscribeGrant> onSubscribe(SubscribeAttempt attempt) throws Exception;
}
