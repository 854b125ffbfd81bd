package io.heartwire.connection;

import io.heartwire.testkit.StressPool;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A miss against a sign of life at the same moment: the next sign of life sets it right. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "live again")
@Outcome(expect = Expect.FORBIDDEN, desc = "stale, or with misses, although it is heard")
@State
public class MissAgainstHeardStress implements Transport {
  private final StressPool pool = new StressPool();
  private final Connection connection = pool.live(this);

  @Override
  public void drain(FrameQueue queue) {}

  @Override
  public void close(CloseReason reason) {}

  @Actor
  public void missed() {
    connection.missedPing();
  }

  @Actor
  public void heard() {
    connection.heard();
  }

  @Arbiter
  public void judge(II_Result r) {
    connection.heard();
    r.r1 = connection.state() == ConnectionState.LIVE ? 0 : 1;
    r.r2 = connection.liveness().missed();
  }
}
