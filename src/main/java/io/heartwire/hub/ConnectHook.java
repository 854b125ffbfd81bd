package io.heartwire.hub;

import io.heartwire.hook.Decision;

/**
 * A bean that is asked before a client takes part, in every protocol; the grant says who the client
 * is. Several are asked in the order of their {@code @Priority} until one does not defer; when all
 * do, the client's token decides, or without one it is who the container says it is, or anonymous.
 *
 * <p>Called on a thread of the application with a request scope of its own, at the same time for
 * different clients: it may block, or answer {@link Decision#later}. A hook that fails, or takes
 * longer than {@code heartwire.hook.timeout}, refuses this client for now.
 */
public interface ConnectHook {

  Decision<Identity> onConnect(ConnectAttempt attempt) throws Exception;
}
