package io.heartwire.protocol.stomp;

import io.heartwire.time.PeriodicTask;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions of this node, for what happens to them by the clock: heart-beats, and transactions
 * that last too long. Safe for use by any thread.
 */
@Singleton
public class StompSessions implements PeriodicTask {
  private final Set<StompSession> sessions = ConcurrentHashMap.newKeySet();

  @Inject
  public StompSessions() {}

  void add(StompSession session) {
    sessions.add(session);
  }

  void remove(StompSession session) {
    sessions.remove(session);
  }

  /** How many there are. */
  public int count() {
    return sessions.size();
  }

  @Override
  public void tick(long now) {
    sessions.forEach(session -> session.tick(now));
  }
}
