package io.heartwire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestPool;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The way out of a connection, driven through it as producers, writer and peer do. */
abstract class OutboundQueueFixture {
  static final int CAPACITY = 4;
  static final int KIB = 1024;

  @RegisterExtension final TestPool pool = TestPool.withOutboxesOf(CAPACITY, 64 * KIB);

  final ScriptedTransport transport = new ScriptedTransport();
  final Connection connection = pool.live(transport);

  void send(String... texts) {
    for (String text : texts) {
      assertThat(connection.send(Message.text(text, null), OverflowPolicy.DISCONNECT)).isTrue();
    }
  }

  void sendBytes(int size) {
    Message message = Message.binary(ByteBuffer.allocate(size), null);
    assertThat(connection.send(message, OverflowPolicy.DISCONNECT)).isTrue();
  }

  void sendLines(String... texts) {
    for (String text : texts) {
      assertThat(connection.send(Message.line(text, null), OverflowPolicy.DISCONNECT)).isTrue();
    }
  }

  /** A wire that leaves the writing to the test. */
  static Transport handingOut(FrameQueue[] queue) {
    return handingOut(queue, true);
  }

  static Transport handingOut(FrameQueue[] queue, boolean mayBlock) {
    return new Transport() {
      @Override
      public void drain(FrameQueue given) {
        queue[0] = given;
      }

      @Override
      public void close(CloseReason reason) {}

      @Override
      public boolean mayBlock() {
        return mayBlock;
      }
    };
  }
}
