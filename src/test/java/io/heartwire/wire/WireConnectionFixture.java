package io.heartwire.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.OutboxConfig;
import io.heartwire.limit.InputBudget;
import io.heartwire.testkit.ClientFrames;
import io.heartwire.testkit.TestPool;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The wire of one connection on a real event loop, with the manual clock. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class WireConnectionFixture {
  static final int MAX_BYTES = 65_536;

  /** Long enough for a loop to look what it is to remind of, and to do what it should not. */
  static final Duration A_WHILE = Reminders.LOOK_EVERY.multipliedBy(3);

  @RegisterExtension
  final TestPool pool =
      new TestPool(
          Map.of(
              "heartwire.outbox.max-bytes", "100000000",
              "heartwire.outbox.capacity", "10000",
              "heartwire.limit.pings-per-second", "1",
              "heartwire.limit.pings-burst", "100",
              "heartwire.limit.commands-per-second", "1",
              "heartwire.limit.commands-burst", "100"));

  final WireConfig config = new WireConfig(pool.settings, new OutboxConfig(pool.settings));
  final InputBudget incoming = new InputBudget(100_000);
  final WireSwitch wireSwitch = new WireSwitch(config);
  final List<Thread> threads = new CopyOnWriteArrayList<>();
  final EventLoop loop = new EventLoop("loop", Duration.ZERO, this::newThread, pool.time);
  final BlockingCallPool calls =
      new BlockingCallPool("calls", 1, Duration.ofSeconds(15), this::newThread, pool.time);
  final Connection connection = pool.admit();
  final ScriptedListener listener = new ScriptedListener(connection);

  @AfterEach
  void endTheThreads() {
    loop.stop();
    calls.stop();
    await().until(() -> threads.stream().noneMatch(Thread::isAlive));
  }

  WireConnection take(ScriptedWireSession session) throws IOException {
    WireContext around =
        new WireContext(loop, calls, Runnable::run, wireSwitch, config, incoming, pool.time);
    return new WireConnection(session, connection, listener, around);
  }

  /** Opens the connection over the wire and lets it begin. */
  void begin(WireConnection wire) {
    loop.start();
    assertThat(TestPool.open(connection, wire)).isTrue();
    assertThat(connection.ready()).isTrue();
    wire.start();
  }

  /** Waits until the loop has done what it had to do up to now. */
  void awaitLoop() {
    TestTask marker = new TestTask();
    loop.add(marker);
    soon(() -> marker.runs.get() == 1);
  }

  static void soon(Callable<Boolean> condition) {
    await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(condition);
  }

  /** After a fault the loop reads only now and then. */
  void passUntil(Callable<Boolean> condition) {
    soon(
        () -> {
          pool.time.advance(EventLoop.LATER);
          return condition.call();
        });
  }

  static ClientFrames frames() {
    return ClientFrames.masked();
  }

  static ClientFrames closing(int code, String reason) {
    return frames().frame(ClientFrames.CLOSE, true, ClientFrames.closing(code, reason));
  }

  static ScriptedWireSession session(@Nullable SocketChannel socket) {
    return new ScriptedWireSession(socket);
  }

  /** Once, with this reason, and the container has forgotten the session. */
  void assertEnded(ScriptedWireSession session, CloseReason reason) {
    soon(() -> session.closes.get() > 0);
    awaitLoop();
    assertThat(session.closes).hasValue(1);
    assertThat(listener.ends).containsExactly(reason);
    assertThat(listener.heard).as("nothing is heard after the end").endsWith("closed");
    assertThat(connection.endedBy()).contains(reason);
  }

  /** Closed for what the listener threw at the first message, which is the last it heard. */
  void assertEndedBy(IllegalStateException failure, ScriptedWireSession session) {
    assertEnded(session, CloseReason.INTERNAL_ERROR);
    assertThat(listener.failures).containsExactly(failure);
    assertThat(listener.heard).containsExactly("a", "closed");
  }

  /** Has the listener throw at every text what is returned. */
  IllegalStateException listenerThatThrows() {
    IllegalStateException failure = new IllegalStateException("out of order");
    listener.onText =
        text -> {
          throw failure;
        };
    return failure;
  }

  /** Has the listener throw at every text what is returned, which no server should catch. */
  OutOfMemoryError listenerThatRunsOutOfMemory() {
    OutOfMemoryError error = new OutOfMemoryError("on purpose");
    listener.onText = text -> fail(error);
    return error;
  }

  private static void fail(Error error) {
    throw error;
  }

  private Thread newThread(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    threads.add(thread);
    return thread;
  }
}
