package io.heartwire.drain;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.Message;
import io.heartwire.connection.OverflowPolicy;
import io.heartwire.connection.Peer;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Clients of the real pool, and the drain that sees them off, both moved by the test. */
final class Crowd implements DrainTicker {
  private static final Duration TICK = Duration.ofMillis(50);

  /** One client. */
  record Member(Connection connection, ScriptedTransport wire) {
    /** From now on it reads nothing, and something waits for it. */
    Member getStuck() {
      wire.hold();
      connection.send(Message.text("on its way", "test"), OverflowPolicy.DISCONNECT);
      connection.send(Message.text("waiting", "test"), OverflowPolicy.DISCONNECT);
      return this;
    }

    /** It says something. */
    void hear() {
      connection.received(1, true);
      connection.active();
    }

    boolean isTold() {
      return !wire.closes().isEmpty();
    }

    CloseReason reason() {
      return wire.closes().get(0);
    }
  }

  final Drain drain;
  private final TestPool pool;
  private final List<Member> members = new ArrayList<>();
  private final List<BooleanSupplier> tasks = new ArrayList<>();

  Crowd(TestPool pool) {
    this.pool = pool;
    this.drain = new Drain(pool.registry, this, pool.time);
  }

  @Override
  public void untilOver(BooleanSupplier tick) {
    tasks.add(tick);
  }

  Member join(String protocol) {
    Peer peer = new Peer(protocol, "192.0.2.7", "test", "");
    Connection connection = pool.registry.admit(peer, () -> {}).orElseThrow();
    ScriptedTransport wire = new ScriptedTransport();
    TestPool.open(connection, wire);
    connection.ready();
    Member member = new Member(connection, wire);
    members.add(member);
    return member;
  }

  List<Member> join(int count) {
    List<Member> joined = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      joined.add(join("raw"));
      pool.time.advance(Duration.ofMillis(1));
    }
    return joined;
  }

  /** Time goes by; those who are closed say goodbye and are gone. */
  void pass(Duration time) {
    for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plus(TICK)) {
      pool.time.advance(TICK);
      tick();
    }
  }

  void tick() {
    tasks.removeIf(BooleanSupplier::getAsBoolean);
    members.stream()
        .filter(Member::isTold)
        .forEach(member -> member.connection().ended(member.reason()));
  }

  /** The test holds nobody any more. */
  void forget() {
    members.clear();
  }

  boolean isAtWork() {
    return !tasks.isEmpty();
  }

  long told() {
    return members.stream().filter(Member::isTold).count();
  }
}
