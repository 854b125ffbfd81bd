package io.heartwire.endpoint;

import io.heartwire.connection.Connection;
import io.heartwire.limit.RateLimit;
import io.heartwire.protocol.Troubles;
import io.heartwire.testkit.ClientFrames;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestPool;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A live connection behind a gate that lets in two pings a second, and frames in five pieces. */
abstract class ReadGateFixture {
  static final byte[] PING = {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0};
  static final byte[] TEXT = {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'x'};

  @RegisterExtension final TestPool pool = new TestPool();

  final ScriptedTransport transport = new ScriptedTransport();
  final Connection connection = pool.admit();
  final ScriptedDialogue dialogue = new ScriptedDialogue(connection);
  final ScriptedSession session = new ScriptedSession();
  final AsyncSend sends = new AsyncSend();
  final List<Runnable> pongs = new ArrayList<>();
  final List<Runnable> later = new ArrayList<>();
  final ReadGate gate =
      new ReadGate(
          session,
          connection,
          new Conversation(connection, dialogue, ReadBuffer.SIZE, new Troubles(pool.time)),
          new ReadConfig(new RateLimit(2, 3), 5),
          sends,
          pongs::add,
          this::runElsewhere,
          later::add,
          pool.time);

  /** What has reached the container. */
  int letIn;

  /** What was let in by another thread than the loop's. */
  int elsewhere;

  @BeforeEach
  void open() {
    connection.open(transport, () -> {});
    connection.ready();
  }

  private void runElsewhere(Runnable task) {
    elsewhere++;
    task.run();
  }

  /** What an event loop has read goes through the gate as it does in a server. */
  final void isRead(ClientFrames frames) {
    ReadBuffer read = ReadBuffer.own();
    read.bytes().clear().put(frames.bytes()).flip();
    gate.take(read);
    if (read.bytes().hasRemaining()) {
      byte[] rest = new byte[read.bytes().remaining()];
      read.bytes().get(rest);
      arrives(rest);
    }
  }

  final void arrives(byte... bytes) {
    session.arrived = ByteBuffer.wrap(bytes);
    gate.execute(() -> letIn++);
  }
}
