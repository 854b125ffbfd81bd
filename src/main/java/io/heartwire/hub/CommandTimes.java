package io.heartwire.hub;

import io.heartwire.time.TimeSource;
import io.heartwire.visibility.Internal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The stopwatch of commands: keeps nothing, and allocates nothing. Safe for use by any thread. */
@Internal
@Singleton
public final class CommandTimes {
  private final TimeSource time;
  private final CommandListener listener;

  @Inject
  public CommandTimes(TimeSource time, CommandListener listener) {
    this.time = time;
    this.listener = listener;
  }

  /** When a command begins; goes back into one of the others. */
  public long begin() {
    return time.nanos();
  }

  /** A client's command is over; see {@link CommandListener#client}. */
  public void client(String protocol, String command, long begun) {
    listener.client(protocol, command, time.nanos() - begun);
  }

  /** A command of the server API is over; see {@link CommandListener#api}. */
  public void api(String method, long begun) {
    listener.api(method, time.nanos() - begun);
  }
}
