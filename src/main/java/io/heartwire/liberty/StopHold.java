package io.heartwire.liberty;

import io.heartwire.loopback.Pass;
import jakarta.inject.Singleton;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * The gateway's own request that is not answered: as long as there is one, a stopping server waits
 * before it cuts its sockets, up to 30 s. Safe for use by any thread.
 *
 * <p>Implementation notes. The open request keeps the server's sockets, but two of Liberty's
 * listeners race for how long: the one of the HTTP endpoint waits for it, the one of all channels
 * for a second only, and after it the first does not wait any more. What a stop waits for in any
 * case are the tasks of the server's executor that began before. So a thread of it stays with the
 * request: the one place where the gateway keeps a thread of the container. A managed executor
 * would not do, since the server does not count the tasks of those.
 */
@Singleton
class StopHold {
  /** Where the request is kept, below the application's context root. */
  static final String PATH = "/hold";

  /** The header in which it shows its pass. */
  static final String HEADER = "X-Heartwire-Hold";

  private final Pass pass = new Pass();
  private final Set<CountDownLatch> held = ConcurrentHashMap.newKeySet();
  private volatile String contextRoot = "";

  /** Says where the application is. */
  void isAt(String root) {
    contextRoot = root;
  }

  /** Where the request is to be sent. */
  String path() {
    return contextRoot + PATH;
  }

  String secret() {
    return pass.secret();
  }

  boolean isOwn(HttpServletRequest request) {
    return pass.admits(request.getHeader(HEADER), request.getRemoteAddr(), request.getLocalAddr());
  }

  /**
   * Holds the server by this request and by a thread of it, until it is let go. Returns at once.
   */
  void hold(AsyncContext request) {
    CountDownLatch letGo = new CountDownLatch(1);
    held.add(letGo); // here: a thread that comes late must not miss that it was let go
    request.start(() -> stay(request, letGo));
  }

  private static void stay(AsyncContext request, CountDownLatch letGo) {
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

  /** Answers what is held, so that the server may go on stopping. */
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
      // The container has ended it: it holds nothing any more.
    }
  }
}
