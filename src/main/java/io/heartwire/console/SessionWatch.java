package io.heartwire.console;

import io.heartwire.hub.ConnectionExpiry;
import io.heartwire.time.PeriodicTask;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Ends the connections of consoles when the settings change on which their sessions rest. Requests
 * ask anew each time; a connection was asked at its beginning.
 */
@Singleton
class SessionWatch implements PeriodicTask {
  private final Provider<ConsoleConfig> config;
  private final ConnectionExpiry expiry;
  private @Nullable ConsoleConfig last;

  @Inject
  SessionWatch(Provider<ConsoleConfig> config, ConnectionExpiry expiry) {
    this.config = config;
    this.expiry = expiry;
  }

  @Override
  public void tick(long now) {
    ConsoleConfig current = config.get();
    ConsoleConfig before = last;
    last = current;
    boolean isChanged = before != null && !before.key().isSame(current.key());
    if (isChanged || !current.enabled()) {
      expiry.closeOperators();
    }
  }
}
