package io.heartwire.client.pool;

import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A borrower gives up waiting at the moment in which the session comes. */
@JCStressTest
@Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "it has the session")
@Outcome(id = "0, 0, 1", expect = Expect.ACCEPTABLE, desc = "it has gone, and the session is idle")
@Outcome(expect = Expect.FORBIDDEN, desc = "the session is lost with who has gone")
@State
public class LeaveAgainstGiveBackStress {
  private final StressPool pool = new StressPool();
  private final CompletableFuture<Lease<FakeConnection>> waiting = pool.leases.borrow();

  @Actor
  public void returning() {
    pool.held.giveBack();
  }

  @Actor
  public void leaving() {
    waiting.cancel(false);
  }

  @Arbiter
  public void judge(III_Result r) {
    PoolStats stats = pool.leases.stats();
    r.r1 = StressPool.served(waiting);
    r.r2 = stats.inUse();
    r.r3 = stats.idle() + 2 * stats.waiting();
  }
}
