package io.heartwire.connection;

import io.heartwire.time.TimeSource;
import io.heartwire.visibility.Internal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One client's connection, from admission to release; never reused for another.
 *
 * <p>Safe for use by any thread. No method blocks.
 */
@Internal
public final class Connection {
  private final ConnectionId id = ConnectionId.random();
  private final TimeSource time;
  private final InboundActivity incoming;
  private final OutboundQueue outgoing;
  private final RoundTrip roundTrip;
  private final ConnectionLifecycle lifecycle;
  private final ConnectionQuota quota;
  private final Identification who;
  private final ConnectionLiveness liveness;
  private final Instant openedAtWallClock;

  Connection(
      Peer peer,
      RegistryOwner owner,
      ConnectionQuota quota,
      OutboxPool outboxes,
      TimeSource time,
      Runnable release) {
    this.time = time;
    this.lifecycle = new ConnectionLifecycle(this, owner, release);
    this.quota = quota;
    this.who = new Identification(this, peer, owner, quota);
    this.outgoing = new OutboundQueue(this, outboxes, time);
    this.roundTrip = new RoundTrip(owner);
    this.openedAtWallClock = time.wallClock();
    long openedAt = time.nanos();
    this.incoming = new InboundActivity(time, openedAt);
    this.liveness = new ConnectionLiveness(openedAt, incoming, outgoing, lifecycle);
  }

  /**
   * Sends a message, or queues it if the writer is busy.
   *
   * @param policy what happens when the outbox is full; under {@link OverflowPolicy#DISCONNECT} the
   *     connection is closed as slow
   * @return whether the message is on its way or waiting
   */
  public boolean send(Message message, OverflowPolicy policy) {
    SendResult sent = offer(message, policy);
    if (sent == SendResult.OVERFLOWED) {
      close(CloseReason.SLOW);
    }
    return sent == SendResult.ACCEPTED;
  }

  /**
   * Sends a message that the client can do without, unless half of its outbox is taken. Such a
   * message never makes a connection slow, and leaves room for those that must arrive.
   *
   * @return whether the message is on its way or waiting
   */
  public boolean sendIfRoom(Message message) {
    return outgoing.sendIfRoom(message) == SendResult.ACCEPTED;
  }

  /**
   * Like {@link #send}, for callers that hold a lock. It does not close a slow connection, since
   * closing calls listeners: the caller closes it after it has released the lock.
   */
  public SendResult offer(Message message, OverflowPolicy policy) {
    return outgoing.send(message, policy);
  }

  /**
   * Returns whether to go on sending to a client that asks for more than it reads: true while less
   * than half of its outbox is taken, in messages and in bytes.
   *
   * <p>If it returns false, the action runs once as soon as less than a quarter is taken. It runs
   * outside of any lock, on a thread that also writes to other connections, so it must not block.
   * It does not start once the connection has begun to close. A connection keeps one action, that
   * of its protocol: a later one replaces an earlier one that still waits, and a waiting action
   * runs even if a later call returns true.
   *
   * @return whether to go on; also false for a connection that is closed, whose action never runs
   */
  public boolean whenWritable(Runnable resume) {
    return outgoing.whenWritable(resume);
  }

  void sent(WriteBatch batch) {
    lifecycle.sent(batch);
  }

  /** A message that is measured was written after so long. */
  void written(long nanos) {
    lifecycle.written(nanos);
  }

  /** Runs an action that waited for room. Its failure is logged and goes no further. */
  void resume(Runnable action) {
    lifecycle.run(action);
  }

  /**
   * Announces that the transport will be attached. Messages sent from now on wait for it.
   *
   * @param atEnd run once, when the connection begins to close or ends, whichever comes first
   * @return false if the connection has ended meanwhile
   */
  public boolean prepare(Runnable atEnd) {
    return lifecycle.opening(atEnd) && outgoing.awaitWire();
  }

  /**
   * Attaches the transport to a prepared connection.
   *
   * @return false if the connection has ended meanwhile, and the caller must close the transport;
   *     observers are told of its opening and its end all the same, since the client sees both
   */
  public boolean open(Transport transport) {
    boolean isOpen = outgoing.open(transport);
    if (isOpen) {
      incoming.heard();
    }
    lifecycle.opened();
    return isOpen;
  }

  /**
   * Sets the user, where the user is known only after the upgrade. May be called before or after
   * {@link #ready()}. Setting the same user again changes nothing.
   *
   * @return false if the user has reached the limit of connections; this one is not counted then,
   *     and the caller must close it
   * @throws IllegalStateException if it already has another user
   */
  public boolean identify(String user) {
    return who.identify(user);
  }

  /**
   * Sets the tenant whose limits apply, where it is known only after the upgrade.
   *
   * @return false if the tenant has reached its limit of connections; the caller must close this
   *     one then
   */
  public boolean joins(String tenant) {
    return who.joins(tenant);
  }

  /** The reason for which it is being closed or has ended; empty while it is open. */
  public Optional<CloseReason> endedBy() {
    return lifecycle.endedBy();
  }

  /** {@code PENDING} to {@code LIVE}: the connection receives messages from now on. */
  public boolean ready() {
    return lifecycle.move(ConnectionState.PENDING, ConnectionState.LIVE);
  }

  /** {@code LIVE} to {@code STALE}: an answer is overdue. Counts the miss in either state. */
  public boolean missedPing() {
    incoming.missedPing();
    return lifecycle.move(ConnectionState.LIVE, ConnectionState.STALE);
  }

  /** {@code STALE} to {@code LIVE}: there is a sign of life. */
  public boolean recover() {
    return lifecycle.recover();
  }

  /**
   * To {@code CLOSING}: drops the messages that wait, returns leases at once, and lets the
   * transport do the closing handshake.
   *
   * @return whether this call was the one that closed the connection
   */
  public boolean close(CloseReason reason) {
    if (!lifecycle.close(reason, time.nanos())) {
      return false;
    }
    letGo();
    Transport transport = outgoing.transport();
    if (transport == null) {
      ended(reason);
    } else {
      transport.close(reason);
    }
    return true;
  }

  /**
   * Closes the connection once the waiting messages have been written, so that the peer gets its
   * last replies. No more messages are accepted meanwhile. The heartbeat closes a peer that does
   * not read as slow, as always.
   */
  public void closeWhenSent(CloseReason reason) {
    if (outgoing.closeWhenSent(reason)) {
      close(reason);
    }
  }

  /** Returns whether it closes once the waiting messages have been written. */
  public boolean isLeaving() {
    return outgoing.isLeaving();
  }

  /**
   * To {@code CLOSED}: the one path by which every connection is released, whoever ended it.
   *
   * @param reason why, unless the server closed it before for another reason
   * @return whether this call was the one that released the connection
   */
  public boolean ended(CloseReason reason) {
    if (!lifecycle.end(reason)) {
      return false;
    }
    letGo();
    lifecycle.released(reason);
    return true;
  }

  /** Any frame from the peer is a sign of life. */
  public void heard() {
    incoming.heard();
    recover();
  }

  /** An application message, or a part of one, has come in. */
  public void received(int bytes, boolean complete) {
    incoming.received(bytes, complete);
    lifecycle.received(bytes, complete);
    recover();
  }

  /**
   * Notes that the frame just received came from the application, so that the connection is not
   * idle. Not called for a protocol's own pongs.
   */
  public void active() {
    incoming.active();
  }

  /**
   * Takes a pong: a sign of life, and a round trip if it answers one of our pings.
   *
   * @return whether it answers one of our pings
   */
  public boolean pong(ByteBuffer payload) {
    boolean isAnswer = roundTrip.measured(outgoing.pong(payload));
    heard();
    return isAnswer;
  }

  /**
   * Makes the heartbeat ping with a message of the protocol instead of a control frame. It does so
   * regularly, as the peer expects, even if it has heard from the peer. Called at most once.
   *
   * <p>Such pings and pongs are counted as messages, but do not keep a connection from being idle.
   *
   * @param ping shared by all connections of the protocol; the peer answers each in order, and the
   *     protocol reports each answer to {@link #answered()}
   * @param every the interval, fixed for this connection since its peer was told it
   */
  public void pingWith(Message ping, Duration every) {
    if (every.isNegative() || every.isZero()) {
      throw new IllegalArgumentException("ping interval must be positive, was " + every);
    }
    outgoing.pingWith(ping);
    liveness.pingsEvery(every.toNanos());
  }

  /**
   * Notes that the peer has promised to be heard of: it is pinged as soon as it has been silent for
   * so long, if that is sooner than for others. What follows is as for every silent peer.
   */
  public void pingWhenSilentFor(Duration silence) {
    liveness.silentAfter(silence.toNanos());
  }

  /**
   * Takes a pong of the protocol: a sign of life, and the round trip of the oldest unanswered ping.
   */
  public void answered() {
    roundTrip.measured(outgoing.answered());
    heard();
  }

  /** Pings the peer; returns false if a ping may not be written now. */
  public boolean ping() {
    long now = time.nanos();
    boolean asked = outgoing.ping();
    if (asked) {
      liveness.pinged(now);
    }
    return asked;
  }

  /** The rate limits and the tenant of this connection. */
  public ConnectionQuota quota() {
    return quota;
  }

  public ConnectionId id() {
    return id;
  }

  /** When it was admitted, by the wall clock. */
  public Instant openedAt() {
    return openedAtWallClock;
  }

  public Peer peer() {
    return who.peer();
  }

  public ConnectionState state() {
    return lifecycle.state();
  }

  public LivenessFacts liveness() {
    return liveness;
  }

  public ConnectionSnapshot snapshot() {
    return ConnectionSnapshot.of(
        this, openedAtWallClock, incoming, outgoing.totals(), roundTrip, time.nanos());
  }

  /** The last round trips in microseconds, oldest first; a few at most. */
  public int[] recentRoundTrips() {
    return roundTrip.recentMicros();
  }

  @Override
  public String toString() {
    return "connection " + id + " (" + peer().protocol() + ", " + lifecycle.state() + ")";
  }

  private void letGo() {
    outgoing.close();
    lifecycle.letGo();
  }
}
