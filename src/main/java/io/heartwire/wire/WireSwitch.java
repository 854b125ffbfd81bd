package io.heartwire.wire;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether new connections are served below the container or portably. Changes at most once,
 * to the latter. Safe for use by any thread.
 */
@Singleton
public class WireSwitch {
  private static final Logger LOG = Logger.getLogger(WireSwitch.class.getName());

  private final WireMode configured;
  private final AtomicReference<@Nullable String> fallbackReason = new AtomicReference<>();

  @Inject
  public WireSwitch(WireConfig config) {
    this.configured = config.mode();
  }

  public boolean isPortable() {
    return configured == WireMode.PORTABLE || fallbackReason.get() != null;
  }

  /** Serves new connections portably from now on. */
  void toPortable(WireUnsupportedException unsupported) {
    Throwable cause = unsupported.getCause();
    toPortable(unsupported.getMessage() + " (" + cause + ")", cause);
  }

  /**
   * Serves new connections portably from now on, since the server differs from the known version.
   */
  public void toPortable(String why, @Nullable Throwable cause) {
    if (configured == WireMode.AUTO && fallbackReason.compareAndSet(null, why)) {
      LOG.log(
          Level.WARNING,
          "New connections are served portably from now on, which is slower and has fewer"
              + " limits: "
              + why
              + ". Update Heartwire, or set heartwire.wire=portable to use that mode from the"
              + " start",
          cause);
    }
  }
}
