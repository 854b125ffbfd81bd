package io.heartwire.bench.load;

import io.heartwire.bench.load.Session.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Many connections, opened a bounded number at a time. */
public final class Crowd {
  private static final int AT_A_TIME = 64;
  private static final long PROGRESS_LIMIT = TimeUnit.SECONDS.toNanos(20);

  private final Loop loop;
  private final List<Session> sessions = new ArrayList<>();

  /** Opens the connection with this number. */
  public interface Opener {
    Session open(int number) throws IOException;
  }

  private Crowd(Loop loop) {
    this.loop = loop;
  }

  /** Opens so many and returns when each is ready. */
  public static Crowd open(Loop loop, int count, Opener opener) throws IOException {
    return open(loop, count, AT_A_TIME, opener);
  }

  /**
   * Opens so many and returns when each is ready.
   *
   * @throws IOException if one fails, or nothing moves on for 20 seconds
   */
  public static Crowd open(Loop loop, int count, int atATime, Opener opener) throws IOException {
    FileLimit.check(count);
    Crowd crowd = new Crowd(loop);
    List<Session> pending = new ArrayList<>();
    long lastProgress = System.nanoTime();
    while (crowd.sessions.size() < count || !pending.isEmpty()) {
      while (pending.size() < atATime && crowd.sessions.size() < count) {
        Session session = opener.open(crowd.sessions.size());
        crowd.sessions.add(session);
        pending.add(session);
      }
      loop.poll(5);
      for (Session session : pending) {
        if (session.state() == State.CLOSED) {
          throw new IOException("a connection failed: " + session.end());
        }
      }
      if (pending.removeIf(session -> session.state() == State.READY)) {
        lastProgress = System.nanoTime();
      } else if (System.nanoTime() - lastProgress > PROGRESS_LIMIT) {
        throw new IOException(
            pending.size() + " connections do not get ready, one is " + pending.get(0).state());
      }
    }
    return crowd;
  }

  public List<Session> sessions() {
    return sessions;
  }

  public int size() {
    return sessions.size();
  }

  public Session get(int index) {
    return sessions.get(index);
  }

  /** Closes all that are open, and lets the loop forget them. */
  public void close() throws IOException {
    sessions.forEach(Session::close);
    loop.poll(0);
  }
}
