package io.heartwire.liberty;

import jakarta.inject.Singleton;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpUpgradeHandler;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Creates upgrade handlers by their constructor, as the container does without CDI.
 *
 * <p>Implementation notes. Open Liberty's handler has nothing to inject, but with CDI the container
 * creates it like a bean: for every handshake it copies the set of all classes that it ever
 * injected into, and asks Weld for the type anew. That was half the time of a handshake, and three
 * quarters of its allocation. So this class creates the handler and sets it in the request by
 * reflection. Where that is not possible, as in another container, the container creates its
 * handler itself; the log says so, and an integration test fails. Written for the classes of
 * 26.0.0.5 ({@code SRTServletRequest31}).
 *
 * <p>Safe for use by any thread.
 */
@Singleton
class UpgradeHandlers {
  private volatile @Nullable Optional<UpgradeSlot> slot;

  /**
   * Does what {@link HttpServletRequest#upgrade} does.
   *
   * @throws ServletException if no handler of this type can be created
   */
  <T extends HttpUpgradeHandler> T upgrade(HttpServletRequest request, Class<T> type)
      throws IOException, ServletException {
    ServletRequest own = unwrapped(request);
    Optional<UpgradeSlot> known = slot;
    if (known == null) {
      known = UpgradeSlot.of(own.getClass());
      slot = known;
    }
    return known.isPresent() ? known.get().fill(own, type) : request.upgrade(type);
  }

  private static ServletRequest unwrapped(ServletRequest request) {
    ServletRequest own = request;
    while (own instanceof ServletRequestWrapper wrapper) {
      own = wrapper.getRequest();
    }
    return own;
  }
}
