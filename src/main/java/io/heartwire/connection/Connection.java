package io.heartwire.connection;

import io.heartwire.time.TimeSource;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One client's connection, from admission to release; never reused for another.
 *
 * <p>Safe for use by any thread, and nothing blocks.
 */
public final class Connection implements Pulse {
  private final ConnectionId id = ConnectionId.random();
  private final TimeSource time;
  private final Incoming incoming;
  private final Outgoing outgoing;
  private final RoundTrip roundTrip;
  private final Lifecycle lifecycle;
  private final Quota quota;
  private final Identification who;
  private final Instant openedAtWallClock;
  private final long openedAt;
  private final float firstPingPhase = 0.5f + ThreadLocalRandom.current().nextFloat() / 2;

  private volatile long pingEvery = NEVER;
  private volatile long lastPingAt = NEVER;

  Connection(
      Peer peer, Owner owner, Quota quota, OutboxPool outboxes, TimeSource time, Runnable release) {
    this.time = time;
    this.lifecycle = new Lifecycle(this, owner, release);
    this.quota = quota;
    this.who = new Identification(this, peer, owner, quota);
    this.outgoing = new Outgoing(this, outboxes, time);
    this.roundTrip = new RoundTrip(owner);
    this.openedAtWallClock = time.wallClock();
    this.openedAt = time.nanos();
    this.incoming = new Incoming(time, openedAt);
  }

  /**
   * Sends a message, or leaves it for the writer if one is at work.
   *
   * @param policy what happens when too much waits already; under {@link OverflowPolicy#DISCONNECT}
   *     the connection is closed as slow
   * @return whether the message is on its way or waiting
   */
  public boolean send(Message message, OverflowPolicy policy) {
    Sent sent = offer(message, policy);
    if (sent == Sent.OVERFLOWED) {
      close(CloseReason.SLOW);
    }
    return sent == Sent.ACCEPTED;
  }

  /**
   * The same for callers that hold a lock: to close may lead anywhere, so a connection that turns
   * out to be slow is left for them to close when they have let go.
   */
  public Sent offer(Message message, OverflowPolicy policy) {
    return outgoing.send(message, policy);
  }

  /**
   * Whether to go on sending to a client that asks for more than it reads: yes while less than half
   * of its outbox is taken, in messages and in bytes.
   *
   * <p>If not, the action is run once as soon as less than a quarter is taken: by a thread that
   * writes to other connections, too, so it must not block, and outside of any lock. It is never
   * begun after the connection began to close. A connection remembers one action, its dialogue's: a
   * later one takes the place of an earlier one that still waits, and an action that waits is run
   * even if the answer is yes meanwhile.
   *
   * @return whether to go on; false, too, for a connection that is closed, and nothing follows then
   */
  public boolean whenWritable(Runnable resume) {
    return outgoing.whenWritable(resume);
  }

  /** Runs what waited for the writer; a failure is the action's own. */
  void resume(Runnable action) {
    lifecycle.run(action);
  }

  /**
   * The wire will be attached. What is sent from now on waits for it.
   *
   * @param atEnd run once, when the connection begins to close or ends, whichever comes first
   * @return false if the connection has ended meanwhile
   */
  public boolean prepare(Runnable atEnd) {
    return lifecycle.opening(atEnd) && outgoing.awaitWire();
  }

  /**
   * Attaches the wire of a connection that is prepared.
   *
   * @return false if the connection has ended meanwhile and the wire must be closed; its opening
   *     and its end are told all the same, since the client sees both
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
   * Says whose connection this is, where that is known only after the upgrade: before or after
   * {@link #ready()}. Saying the same again changes nothing.
   *
   * @return false if the user has as many connections as one may have: then this one is not among
   *     them, and the caller is to close it
   * @throws IllegalStateException if it is known to be another's already
   */
  public boolean identify(String user) {
    return who.identify(user);
  }

  /**
   * Says whose limits hold, where that is known only after the upgrade.
   *
   * @return false if that class of clients has as many connections as it may: then the caller is to
   *     close this one
   */
  public boolean joins(String tenant) {
    return who.joins(tenant);
  }

  /** Why it is being closed or has ended; empty while it is open. */
  public Optional<CloseReason> endedBy() {
    return lifecycle.endedBy();
  }

  /** {@code PENDING} to {@code LIVE}: the connection takes part from now on. */
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
   * To {@code CLOSING}: what waits is dropped, leases go back at once, and the transport says
   * goodbye in its own time.
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
   * Closes the connection once what waits has been written, so that the peer has its last answers.
   * Nothing more is taken meanwhile. A peer that does not read is closed as slow by the heartbeat,
   * as ever.
   */
  public void closeWhenSent(CloseReason reason) {
    if (outgoing.closeWhenSent(reason)) {
      close(reason);
    }
  }

  /**
   * To {@code CLOSED}: the one path by which every connection is released, whoever ended it.
   *
   * @param reason why, unless it was closed by us before, for a reason of its own
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
    recover();
  }

  /**
   * What has just come in is the application's doing: it puts the end of an idle connection off.
   * Not called for a protocol's own pongs.
   */
  public void active() {
    incoming.active();
  }

  /**
   * A pong has come in: a sign of life, and a round trip if it answers a ping of ours.
   *
   * @return whether it does
   */
  public boolean pong(ByteBuffer payload) {
    boolean isAnswer = roundTrip.measured(outgoing.pong(payload));
    heard();
    return isAnswer;
  }

  /**
   * From now on the heartbeat asks with a message of the protocol's own, and does so regularly, as
   * the peer expects, whether it has heard from the peer or not. Called once at the most.
   *
   * <p>Such pings and their pongs are messages as far as counts are concerned, but do not keep a
   * connection from being idle.
   *
   * @param ping shared by all connections of the protocol; the peer answers each, in order, with
   *     what is to be reported to {@link #answered()}
   * @param every how often; fixed for this connection, whose peer was told it
   */
  public void pingWith(Message ping, Duration every) {
    if (every.isNegative() || every.isZero()) {
      throw new IllegalArgumentException("pings must be some time apart, was " + every);
    }
    outgoing.pingWith(ping);
    pingEvery = every.toNanos();
  }

  /**
   * The protocol's own pong has come in: a sign of life, and the round trip of the oldest ping that
   * is still unanswered.
   */
  public void answered() {
    roundTrip.measured(outgoing.answered());
    heard();
  }

  /** Asks the peer for a pong; false if the ping may not be written now. */
  public boolean ping() {
    long now = time.nanos();
    boolean asked = outgoing.ping();
    if (asked) {
      lastPingAt = now;
    }
    return asked;
  }

  /** What it may still use. */
  public Quota quota() {
    return quota;
  }

  public ConnectionId id() {
    return id;
  }

  public Peer peer() {
    return who.peer();
  }

  @Override
  public ConnectionState state() {
    return lifecycle.state();
  }

  @Override
  public long openedAt() {
    return openedAt;
  }

  @Override
  public long lastHeardAt() {
    return incoming.lastHeardAt();
  }

  @Override
  public long lastMessageAt() {
    return TimeSource.later(incoming.lastActiveAt(), outgoing.lastActiveAt());
  }

  @Override
  public long awaitingSince() {
    return outgoing.awaitingSince();
  }

  @Override
  public int missed() {
    return incoming.missed();
  }

  @Override
  public long missedAt() {
    return incoming.missedAt();
  }

  @Override
  public long writingSince() {
    return outgoing.writingSince();
  }

  @Override
  public long closingSince() {
    return lifecycle.closingSince();
  }

  @Override
  public long pingEvery() {
    return pingEvery;
  }

  @Override
  public long lastPingAt() {
    return lastPingAt;
  }

  @Override
  public double lifetimePhase() {
    return firstPingPhase;
  }

  @Override
  public double pingPhase() {
    return lastPingAt == NEVER ? firstPingPhase : 1;
  }

  /** The facts of this moment. */
  public ConnectionSnapshot snapshot() {
    long now = time.nanos();
    return ConnectionSnapshot.of(
        this, openedAtWallClock, incoming, outgoing.totals(), roundTrip, now);
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
