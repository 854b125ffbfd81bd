package io.heartwire.connection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one connection from admission to release: its state, the reason for which it
 * ends, and the events that its owner has been told.
 *
 * <p>If several threads try the same transition, one of them makes it and tells the owner. Safe for
 * use by any thread. Nothing blocks.
 */
final class ConnectionLifecycle {
  private static final VarHandle STATE;
  private static final VarHandle ENDING;
  private static final VarHandle TOLD;
  private static final VarHandle AT_END;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(ConnectionLifecycle.class, "state", ConnectionState.class);
      ENDING = lookup.findVarHandle(ConnectionLifecycle.class, "ending", Ending.class);
      TOLD = lookup.findVarHandle(ConnectionLifecycle.class, "told", Told.class);
      AT_END = lookup.findVarHandle(ConnectionLifecycle.class, "atEnd", Runnable.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  /** The last event that the owner was told. The opening always comes before the end. */
  private enum Told {
    NOTHING,
    OPENING,
    OPENED,
    ENDED
  }

  /**
   * The reason and the time of the end, decided once.
   *
   * @param since when the server began to close, or {@link LivenessFacts#NEVER} if the peer or the
   *     network ended it
   */
  private record Ending(CloseReason reason, long since) {}

  private final Connection connection;
  private final RegistryOwner owner;
  private final Runnable release;

  private volatile ConnectionState state = ConnectionState.PENDING;
  private volatile @Nullable Ending ending;

  @SuppressWarnings("UnusedVariable") // read through TOLD
  private volatile Told told = Told.NOTHING;

  @SuppressWarnings("UnusedVariable") // read through AT_END
  private volatile @Nullable Runnable atEnd;

  /**
   * @param release run once, when the connection is released
   */
  ConnectionLifecycle(Connection connection, RegistryOwner owner, Runnable release) {
    this.connection = connection;
    this.owner = owner;
    this.release = release;
  }

  ConnectionState state() {
    return state;
  }

  /** When the server began to close the connection, or {@link LivenessFacts#NEVER}. */
  long closingSince() {
    Ending decided = ending;
    return decided == null ? LivenessFacts.NEVER : decided.since;
  }

  /** The reason for which it ends, once that is decided. */
  Optional<CloseReason> endedBy() {
    return Optional.ofNullable(ending).map(Ending::reason);
  }

  /**
   * Announces that the transport is about to be attached.
   *
   * @param hook run by {@link #letGo()}
   * @return false if this was called before, or the connection has ended
   */
  boolean opening(Runnable hook) {
    atEnd = hook;
    return TOLD.compareAndSet(this, Told.NOTHING, Told.OPENING);
  }

  /** Tells the owner that the transport is attached. */
  void opened() {
    owner.opened(connection);
    if (!TOLD.compareAndSet(this, Told.OPENING, Told.OPENED)) {
      owner.closed(connection, decidedReason(CloseReason.VANISHED));
    }
  }

  /**
   * Makes one transition, unless the state has changed meanwhile.
   *
   * @throws IllegalStateException if the transition is not a legal one
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

  /** {@code STALE} to {@code LIVE}; costs one read in any other state. */
  boolean recover() {
    return state == ConnectionState.STALE && move(ConnectionState.STALE, ConnectionState.LIVE);
  }

  /**
   * To {@code CLOSING}, whatever the state.
   *
   * @return whether this call made the transition
   */
  boolean close(CloseReason reason, long now) {
    return ENDING.compareAndSet(this, null, new Ending(reason, now))
        && leaveFor(ConnectionState.CLOSING);
  }

  /**
   * To {@code CLOSED}, whatever the state.
   *
   * @param reason why, unless another reason was decided before
   * @return whether this call ended it; the caller must release it then
   */
  boolean end(CloseReason reason) {
    ENDING.compareAndSet(this, null, new Ending(reason, LivenessFacts.NEVER));
    return leaveFor(ConnectionState.CLOSED);
  }

  /** Runs the hook on the first call. */
  void letGo() {
    Runnable hook = (Runnable) AT_END.getAndSet(this, null);
    if (hook != null) {
      run(hook);
    }
  }

  /**
   * Releases the connection, and tells the owner of its end if it was told of its opening. Called
   * once.
   */
  void released(CloseReason reason) {
    run(release);
    owner.released(connection);
    if (TOLD.getAndSet(this, Told.ENDED) == Told.OPENED) {
      owner.closed(connection, decidedReason(reason));
    }
  }

  void received(int bytes, boolean complete) {
    owner.received(bytes, complete);
  }

  void sent(WriteBatch batch) {
    owner.sent(batch.messages(), batch.bytes());
  }

  /** A message that is measured was written after so long. */
  void written(long nanos) {
    owner.written(nanos);
  }

  /** Runs an action of a caller. Its failure is reported and goes no further. */
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
