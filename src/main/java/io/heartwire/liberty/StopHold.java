package io.heartwire.liberty;

import io.heartwire.config.LoopbackSecret;
import jakarta.inject.Singleton;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * Holds the gateway's own request open: while there is one, a stopping server waits up to 30 s
 * before it closes its sockets. Safe for use by any thread.
 *
 * <p>Implementation notes. The open request alone is not enough. Two of Liberty's stop listeners
 * race: that of the HTTP endpoint waits for the request; that of all channels waits for one second
 * only, and ends the wait of the first. But a stop always waits for running tasks of the server's
 * executor. So a thread of that executor blocks for the request: the only place where the gateway
 * keeps a thread of the container. A managed executor would not do, since the server does not wait
 * for its tasks.
 */
@Singleton
class StopHold {
  /** Where the request is kept, below the application's context root. */
  static final String PATH = "/heartwire/hold";

  /** The header that has its secret. */
  static final String HEADER = "X-Heartwire-Hold";

  private final LoopbackSecret secret = new LoopbackSecret();
  private final Set<CountDownLatch> held = ConcurrentHashMap.newKeySet();
  private volatile String contextRoot = "";

  /** Sets the application's context root. */
  void isAt(String root) {
    contextRoot = root;
  }

  /** The path that the request is sent to. */
  String path() {
    return contextRoot + PATH;
  }

  String secret() {
    return secret.value();
  }

  boolean isOwn(HttpServletRequest request) {
    return secret.admits(
        request.getHeader(HEADER), request.getRemoteAddr(), request.getLocalAddr());
  }

  /**
   * Holds the server by this request and one of the server's threads, until {@link #letGo}. Returns
   * at once.
   */
  void hold(AsyncContext request) {
    CountDownLatch letGo = new CountDownLatch(1);
    held.add(letGo); // added here, so that letGo() also counts before the thread has started
    request.start(() -> awaitRelease(request, letGo));
  }

  private static void awaitRelease(AsyncContext request, CountDownLatch letGo) {
    try {
      letGo.await();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    complete(request);
  }

  boolean isHeld() {
    return !held.isEmpty();
  }

  /** Completes the held requests, so that the server may continue to stop. */
  void letGo() {
    for (CountDownLatch letGo : held) {
      held.remove(letGo);
      letGo.countDown();
    }
  }

  private static void complete(AsyncContext request) {
    try {
      request.complete();
    } catch (IllegalStateException ended) {
      // The container has ended the request: it does not hold the server any more.
    }
  }
}
