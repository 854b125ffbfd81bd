package io.heartwire.client.pool;

import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Another comes while the one session is given back and somebody waits for it. */
@JCStressTest
@Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "who waited has it, the other waits")
@Outcome(expect = Expect.FORBIDDEN, desc = "overtaken, or both have it, or nobody")
@State
public class BorrowAgainstGiveBackStress {
  private final StressPool pool = new StressPool();
  private final CompletableFuture<Lease<FakeConnection>> first = pool.leases.borrow();
  private CompletableFuture<Lease<FakeConnection>> second = new CompletableFuture<>();

  @Actor
  public void returning() {
    pool.held.giveBack();
  }

  @Actor
  public void borrowing() {
    second = pool.leases.borrow();
  }

  @Arbiter
  public void judge(III_Result r) {
    r.r1 = StressPool.served(first);
    r.r2 = StressPool.served(second);
    r.r3 = pool.leases.stats().waiting();
  }
}
