package io.heartwire.wire;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether new connections are served below the container or the portable way. Changes at most once,
 * to the latter. Safe for use by any thread.
 */
@Singleton
public class WireSwitch {
  private static final Logger LOG = Logger.getLogger(WireSwitch.class.getName());

  private final WireMode configured;
  private final AtomicReference<@Nullable String> surprise = new AtomicReference<>();

  @Inject
  public WireSwitch(WireConfig config) {
    this.configured = config.mode();
  }

  public boolean isPortable() {
    return configured == WireMode.PORTABLE || surprise.get() != null;
  }

  /** Serves new connections the portable way from now on. */
  void toPortable(WireUnsupportedException surprise) {
    Throwable cause = surprise.getCause();
    toPortable(surprise.getMessage() + " (" + cause + ")", cause);
  }

  /** Serves new connections the portable way, since the server is not as it is known. */
  public void toPortable(String why, @Nullable Throwable cause) {
    if (configured == WireMode.AUTO && surprise.compareAndSet(null, why)) {
      LOG.log(
          Level.WARNING,
          "New connections are served the portable way from now on, which is slower and has fewer"
              + " limits: "
              + why
              + ". Update Heartwire, or set heartwire.wire=portable to have it so from the start",
          cause);
    }
  }
}
