package io.heartwire.connection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far one connection has come between admission and release, why it ends, and how far its owner
 * has been told.
 *
 * <p>Of any number of threads that want the same transition one makes it, and that one tells the
 * owner. Safe for use by any thread; nothing blocks.
 */
final class Lifecycle {
  private static final VarHandle STATE;
  private static final VarHandle ENDING;
  private static final VarHandle TOLD;
  private static final VarHandle AT_END;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(Lifecycle.class, "state", ConnectionState.class);
      ENDING = lookup.findVarHandle(Lifecycle.class, "ending", Ending.class);
      TOLD = lookup.findVarHandle(Lifecycle.class, "told", Told.class);
      AT_END = lookup.findVarHandle(Lifecycle.class, "atEnd", Runnable.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  /** How far the owner has been told: the opening is always told before the end. */
  private enum Told {
    NOTHING,
    OPENING,
    OPENED,
    ENDED
  }

  /**
   * The end, as decided once.
   *
   * @param since when we began to close, or {@link Pulse#NEVER} if the peer or the network ended it
   */
  private record Ending(CloseReason reason, long since) {}

  private final Connection connection;
  private final Owner owner;
  private final Runnable release;

  private volatile ConnectionState state = ConnectionState.PENDING;
  private volatile @Nullable Ending ending;

  @SuppressWarnings("UnusedVariable") // read through TOLD
  private volatile Told told = Told.NOTHING;

  @SuppressWarnings("UnusedVariable") // read through AT_END
  private volatile @Nullable Runnable atEnd;

  /**
   * @param release run once, when the place is given back
   */
  Lifecycle(Connection connection, Owner owner, Runnable release) {
    this.connection = connection;
    this.owner = owner;
    this.release = release;
  }

  ConnectionState state() {
    return state;
  }

  /** Since when the connection is being closed by us, or {@link Pulse#NEVER}. */
  long closingSince() {
    Ending decided = ending;
    return decided == null ? Pulse.NEVER : decided.since;
  }

  /** Why it ends, once that is decided. */
  Optional<CloseReason> endedBy() {
    return Optional.ofNullable(ending).map(Ending::reason);
  }

  /**
   * The wire is about to be attached.
   *
   * @param hook run by {@link #letGo()}
   * @return false if it was before, or the connection has ended
   */
  boolean opening(Runnable hook) {
    atEnd = hook;
    return TOLD.compareAndSet(this, Told.NOTHING, Told.OPENING);
  }

  /** The wire is attached. */
  void opened() {
    owner.opened(connection);
    if (!TOLD.compareAndSet(this, Told.OPENING, Told.OPENED)) {
      owner.closed(connection, decidedReason(CloseReason.VANISHED));
    }
  }

  /**
   * Makes one transition, unless the state is another by now.
   *
   * @throws IllegalStateException if it is not in the table
   */
  boolean move(ConnectionState from, ConnectionState to) {
    if (!from.mayBecome(to)) {
      throw new IllegalStateException("no transition from " + from + " to " + to);
    }
    if (!STATE.compareAndSet(this, from, to)) {
      return false;
    }
    owner.moved(from, to);
    return true;
  }

  /** {@code STALE} to {@code LIVE}; costs a read where there is nothing to recover from. */
  boolean recover() {
    return state == ConnectionState.STALE && move(ConnectionState.STALE, ConnectionState.LIVE);
  }

  /**
   * To {@code CLOSING}, whatever the state.
   *
   * @return whether this call decided so
   */
  boolean close(CloseReason reason, long now) {
    return ENDING.compareAndSet(this, null, new Ending(reason, now))
        && leaveFor(ConnectionState.CLOSING);
  }

  /**
   * To {@code CLOSED}, whatever the state.
   *
   * @param reason why, unless another was decided before
   * @return whether this call ended it, so that the caller is to release it
   */
  boolean end(CloseReason reason) {
    ENDING.compareAndSet(this, null, new Ending(reason, Pulse.NEVER));
    return leaveFor(ConnectionState.CLOSED);
  }

  /** Runs the hook, the first time that this is called. */
  void letGo() {
    Runnable hook = (Runnable) AT_END.getAndSet(this, null);
    if (hook != null) {
      run(hook);
    }
  }

  /** The place is free again, and the end is told if the opening was. Called once. */
  void released(CloseReason reason) {
    run(release);
    owner.released(connection);
    if (TOLD.getAndSet(this, Told.ENDED) == Told.OPENED) {
      owner.closed(connection, decidedReason(reason));
    }
  }

  /** Runs what others left to be run; a failure is the action's own. */
  void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException failure) {
      owner.hookFailed(connection, failure);
    }
  }

  private CloseReason decidedReason(CloseReason otherwise) {
    Ending decided = ending;
    return decided == null ? otherwise : decided.reason;
  }

  private boolean leaveFor(ConnectionState end) {
    ConnectionState from = state;
    while (from.mayBecome(end)) {
      if (move(from, end)) {
        return true;
      }
      from = state;
    }
    return false;
  }
}
