package io.heartwire.connection;

import io.heartwire.testkit.StressPool;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Closing against a writer that takes the last message, and with it returns the lease. */
@JCStressTest
@Outcome(id = "0, 2, 0", expect = Expect.ACCEPTABLE, desc = "closed first: both dropped")
@Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "closed in between: one of each")
@Outcome(id = "2, 0, 0", expect = Expect.ACCEPTABLE, desc = "written first: none dropped")
@Outcome(expect = Expect.FORBIDDEN, desc = "a message unaccounted for, or a lease kept")
@State
public class CloseAgainstDrainStress implements Transport {
  private static final Message MESSAGE = Message.text("m", null);

  private final StressPool pool = new StressPool();
  private final Connection connection = pool.live(this);
  private FrameQueue held;

  public CloseAgainstDrainStress() {
    connection.send(MESSAGE, OverflowPolicy.DISCONNECT); // under way until the writer goes on
    connection.send(MESSAGE, OverflowPolicy.DISCONNECT); // waits, in a lease
  }

  @Override
  public void drain(FrameQueue queue) {
    held = queue;
    queue.next();
  }

  @Override
  public void close(CloseReason reason) {}

  @Actor
  public void write() {
    while (held.next() != null) {
      // Each call takes one message and confirms the one before.
    }
  }

  @Actor
  public void close() {
    connection.close(CloseReason.NORMAL);
  }

  @Arbiter
  public void judge(III_Result r) {
    ConnectionSnapshot facts = connection.snapshot();
    r.r1 = (int) facts.messagesSent();
    r.r2 = (int) facts.dropped();
    r.r3 = pool.leased() + facts.queued();
  }
}
