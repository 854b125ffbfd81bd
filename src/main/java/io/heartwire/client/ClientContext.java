package io.heartwire.client;

import java.util.Objects;

/**
 * What the parts of one client share.
 *
 * @param runtime the client's share of what all clients of the JVM use, given back when it is
 *     closed
 */
record ClientContext(
    ClientSettings settings,
    SharedRuntime runtime,
    ClientLock lock,
    CallbackQueue callbacks,
    ClientTime time,
    PendingRequests requests,
    TokenCalls tokenCalls) {

  static ClientContext of(ClientSettings settings) {
    SharedRuntime runtime = SharedRuntime.take();
    CallbackQueue callbacks =
        new CallbackQueue(Objects.requireNonNullElseGet(settings.executor(), runtime::executor));
    ClientTime time = Objects.requireNonNullElseGet(settings.time(), runtime::time);
    ClientLock lock = new ClientLock(callbacks);
    return new ClientContext(
        settings,
        runtime,
        lock,
        callbacks,
        time,
        new PendingRequests(settings, lock, time),
        new TokenCalls(settings.connectTimeout(), lock, callbacks, time));
  }
}
