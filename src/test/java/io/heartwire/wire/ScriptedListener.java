package io.heartwire.wire;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.Message;
import io.heartwire.connection.OverflowPolicy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** What a conversation does of it: sends texts back, and ends the connection with the wire. */
final class ScriptedListener implements FrameListener {
  private final Connection connection;
  private final AtomicBoolean isCalled = new AtomicBoolean();
  final List<String> heard = new CopyOnWriteArrayList<>();
  final List<Throwable> failures = new CopyOnWriteArrayList<>();
  final List<CloseReason> ends = new CopyOnWriteArrayList<>();

  /** Done with every text. */
  volatile Consumer<String> onText = this::send;

  ScriptedListener(Connection connection) {
    this.connection = connection;
  }

  void send(String text) {
    connection.send(Message.text(text, null), OverflowPolicy.DISCONNECT);
  }

  @Override
  public int maxBytes() {
    return WireConnectionFixture.MAX_BYTES;
  }

  @Override
  public void text(String message) {
    alone(
        () -> {
          connection.received(message.length(), true);
          heard.add(message);
          onText.accept(message);
        });
  }

  @Override
  public void binary(ByteBuffer message) {
    alone(() -> heard.add(message.remaining() + " bytes"));
  }

  @Override
  public void pong(ByteBuffer payload) {
    alone(
        () -> {
          heard.add("pong");
          connection.pong(payload);
        });
  }

  @Override
  public void failed(Throwable failure) {
    failures.add(failure);
  }

  @Override
  public void closed(CloseReason reason) {
    alone(
        () -> {
          heard.add("closed");
          ends.add(reason);
          connection.ended(reason);
        });
  }

  private void alone(Runnable event) {
    if (!isCalled.compareAndSet(false, true)) {
      throw new AssertionError("two events at one time");
    }
    try {
      event.run();
    } finally {
      isCalled.set(false);
    }
  }
}
