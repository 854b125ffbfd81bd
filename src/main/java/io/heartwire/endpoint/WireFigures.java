package io.heartwire.endpoint;

import io.heartwire.connection.TransportFigures;
import io.heartwire.protocol.Troubles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The figures of the endpoints' threads and errors, for whoever watches. */
@ApplicationScoped
class WireFigures implements TransportFigures {
  @Inject private WireThreads threads;
  @Inject private Troubles troubles;

  @Override
  public int stuckThreads() {
    return threads.stuck();
  }

  @Override
  public boolean isMute() {
    return threads.isMute();
  }

  @Override
  public long errors() {
    return troubles.count();
  }
}
