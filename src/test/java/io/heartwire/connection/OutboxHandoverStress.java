package io.heartwire.connection;

import io.heartwire.testkit.StressPool;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** Enqueuing against draining: whoever comes while the writer is leaving is not forgotten. */
@JCStressTest
@Outcome(id = "4, 0, 0, 0", expect = Expect.ACCEPTABLE, desc = "all written, in order, by one")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost, doubled, overtaken, two writers, or a lease kept")
@State
public class OutboxHandoverStress implements Transport {
  private static final Message A1 = Message.text("a1", null);
  private static final Message A2 = Message.text("a2", null);
  private static final Message B1 = Message.text("b1", null);
  private static final Message B2 = Message.text("b2", null);

  private final StressPool pool = new StressPool();
  private final Connection connection = pool.live(this);
  private final AtomicInteger writers = new AtomicInteger();
  private final Message[] written = new Message[8]; // by the one writer of the moment
  private int count;
  private int collisions;

  @Override
  public void drain(FrameQueue queue) {
    for (Frame frame = queue.next(); frame != null; frame = queue.next()) {
      if (writers.incrementAndGet() != 1) {
        collisions++;
      }
      written[count++ % written.length] = (Message) frame;
      writers.decrementAndGet();
    }
  }

  @Override
  public void close(CloseReason reason) {}

  @Actor
  public void first() {
    connection.send(A1, OverflowPolicy.DISCONNECT);
    connection.send(A2, OverflowPolicy.DISCONNECT);
  }

  @Actor
  public void second() {
    connection.send(B1, OverflowPolicy.DISCONNECT);
    connection.send(B2, OverflowPolicy.DISCONNECT);
  }

  @Arbiter
  public void judge(IIII_Result r) {
    r.r1 = count;
    r.r2 = collisions;
    r.r3 = position(A1) < position(A2) && position(B1) < position(B2) ? 0 : 1;
    r.r4 = pool.leased();
  }

  private int position(Message message) {
    for (int i = 0; i < written.length; i++) {
      if (written[i] == message) {
        return i;
      }
    }
    return -1;
  }
}
