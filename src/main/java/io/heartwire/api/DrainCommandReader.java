package io.heartwire.api;

import com.fasterxml.jackson.core.JsonToken;
import io.heartwire.drain.DrainConfig;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the commands that see clients off. */
final class DrainCommandReader {
  private static final long LONGEST_SECONDS = DrainConfig.LONGEST.toSeconds();

  private final Members members;

  DrainCommandReader(Members members) {
    this.members = members;
  }

  Request drain() throws IOException {
    Long rate = null;
    Long delay = null;
    Long deadline = null;
    boolean cancel = false;
    boolean wait = false;
    members.in.expect(JsonToken.START_OBJECT, "drain");
    for (String name = members.in.next(); name != null; name = members.in.next()) {
      switch (name) {
        case "rate" -> rate = number(name, 1, DrainConfig.MOST_PER_SECOND);
        case "delay" -> delay = number(name, 0, LONGEST_SECONDS);
        case "deadline" -> deadline = number(name, 1, LONGEST_SECONDS);
        case "cancel" -> cancel = members.in.flag(name);
        case "wait" -> wait = members.in.flag(name);
        default -> members.unknown(name);
      }
    }
    return new Request.Drain(new Request.Pace(rate, delay, deadline), cancel, wait);
  }

  Request rebalance() throws IOException {
    long percent = 0;
    Long rate = null;
    boolean wait = false;
    members.in.expect(JsonToken.START_OBJECT, "rebalance");
    for (String name = members.in.next(); name != null; name = members.in.next()) {
      switch (name) {
        case "percent" -> percent = members.in.integer(name, 0, 100);
        case "rate" -> rate = number(name, 1, DrainConfig.MOST_PER_SECOND);
        case "wait" -> wait = members.in.flag(name);
        default -> members.unknown(name);
      }
    }
    return new Request.Rebalance(percent, rate, wait);
  }

  private @Nullable Long number(String name, long least, long most) throws IOException {
    return members.in.isNull() ? null : members.in.integer(name, least, most);
  }
}
