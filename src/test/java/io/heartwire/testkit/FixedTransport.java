package io.heartwire.testkit;

import io.heartwire.connection.TransportFigures;
import java.util.List;

/** A transport whose figures are these. */
public record FixedTransport(int stuckThreads, long errors) implements TransportFigures {

  @Override
  public List<String> stalled() {
    return List.of();
  }

  @Override
  public boolean isPortable() {
    return false;
  }
}
