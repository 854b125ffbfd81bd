package io.heartwire.testkit;

import io.heartwire.hub.CommandListener;
import io.heartwire.hub.CommandTimes;
import io.heartwire.time.TimeSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers which commands have been carried out, and how long each took. */
public final class RecordedCommands implements CommandListener {

  /**
   * @param name with the protocol before it, or {@code api}
   */
  public record Timed(String name, long nanos) {}

  public final List<Timed> timed = new CopyOnWriteArrayList<>();

  /** The stopwatch that tells of them. */
  public CommandTimes by(TimeSource time) {
    return new CommandTimes(time, this);
  }

  @Override
  public void client(String protocol, String command, long nanos) {
    timed.add(new Timed(protocol + ' ' + command, nanos));
  }

  @Override
  public void api(String method, long nanos) {
    timed.add(new Timed("api " + method, nanos));
  }
}
