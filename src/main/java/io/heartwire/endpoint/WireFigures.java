package io.heartwire.endpoint;

import io.heartwire.connection.TransportFigures;
import io.heartwire.protocol.ConnectionErrors;
import io.heartwire.wire.EventLoops;
import io.heartwire.wire.WireSwitch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** The figures of the transports' threads and errors, for health and metrics. */
@ApplicationScoped
class WireFigures implements TransportFigures {
  @Inject private EventLoops loops;
  @Inject private WireSwitch wireSwitch;
  @Inject private ConnectionErrors errors;

  @Override
  public int stuckThreads() {
    return loops.stuckThreads();
  }

  @Override
  public List<String> stalled() {
    return loops.stalled();
  }

  @Override
  public boolean isPortable() {
    return wireSwitch.isPortable();
  }

  @Override
  public long errors() {
    return errors.count();
  }
}
