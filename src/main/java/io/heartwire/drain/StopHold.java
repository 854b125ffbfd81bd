package io.heartwire.drain;

import io.heartwire.loopback.Pass;
import jakarta.inject.Singleton;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The gateway's own request that is not answered: as long as there is one, a stopping server waits
 * before it cuts its sockets, up to 30 s. Safe for use by any thread; nothing blocks.
 */
@Singleton
class StopHold {
  /** Where the request is kept, below the application's context root. */
  static final String PATH = "/hold";

  /** The header in which it shows its pass. */
  static final String HEADER = "X-Heartwire-Hold";

  private final Pass pass = new Pass();
  private final Set<AsyncContext> held = ConcurrentHashMap.newKeySet();
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

  /** Holds the server until this request is let go. */
  void hold(AsyncContext request) {
    held.add(request);
  }

  boolean isHeld() {
    return !held.isEmpty();
  }

  /** Answers what is held, so that the server may go on stopping. */
  void letGo() {
    for (AsyncContext request : held) {
      held.remove(request);
      complete(request);
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
