package io.heartwire.connection;

import io.heartwire.testkit.StressPool;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Closing against sending while a write is under way: an accepted message is accounted for, and the
 * lease goes back once. A second return would throw, which fails the test too.
 */
@JCStressTest
@Outcome(id = "1, 2, 0", expect = Expect.ACCEPTABLE, desc = "accepted, then dropped and counted")
@Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "refused: the close came first")
@Outcome(expect = Expect.FORBIDDEN, desc = "a message unaccounted for, or a lease kept")
@State
public class CloseAgainstSendStress implements Transport {
  private static final Message MESSAGE = Message.text("m", null);

  private final StressPool pool = new StressPool();
  private final Connection connection = pool.live(this);

  public CloseAgainstSendStress() {
    connection.send(MESSAGE, OverflowPolicy.DISCONNECT); // stays under way, so the next one waits
  }

  @Override
  public void drain(FrameQueue queue) {
    queue.next();
  }

  @Override
  public void close(CloseReason reason) {}

  @Actor
  public void send(III_Result r) {
    r.r1 = connection.send(MESSAGE, OverflowPolicy.DISCONNECT) ? 1 : 0;
  }

  @Actor
  public void close() {
    connection.close(CloseReason.NORMAL);
  }

  @Arbiter
  public void judge(III_Result r) {
    ConnectionSnapshot facts = connection.snapshot();
    r.r2 = (int) (facts.messagesSent() + facts.dropped());
    r.r3 = pool.leased() + facts.queued();
  }
}
