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

/** Our close against the peer's: whoever wins, the connection is released once. */
@JCStressTest
@Outcome(id = "1, 1, 1, 0", expect = Expect.ACCEPTABLE, desc = "closed by us, then ended")
@Outcome(id = "0, 1, 1, 0", expect = Expect.ACCEPTABLE, desc = "ended by the peer alone")
@Outcome(expect = Expect.FORBIDDEN, desc = "released twice or never")
@State
public class CloseAgainstEndedStress implements Transport {
  private final AtomicInteger hooks = new AtomicInteger();
  private final StressPool pool = new StressPool();
  private final Connection connection = pool.live(this, hooks::incrementAndGet);

  @Override
  public void drain(FrameQueue queue) {}

  @Override
  public void close(CloseReason reason) {}

  @Actor
  public void close(IIII_Result r) {
    r.r1 = connection.close(CloseReason.SLOW) ? 1 : 0;
  }

  @Actor
  public void ended() {
    connection.ended(CloseReason.VANISHED);
  }

  @Arbiter
  public void judge(IIII_Result r) {
    connection.ended(CloseReason.NORMAL);
    r.r2 = pool.closedEvents();
    r.r3 = hooks.get();
    r.r4 = pool.total();
  }
}
