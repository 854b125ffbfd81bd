package io.heartwire.client.pool;

import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A pool is closed while its session is given back and borrowed again. */
@JCStressTest
@Outcome(id = "0, 0, 1", expect = Expect.ACCEPTABLE, desc = "all closed, and who came has an end")
@Outcome(expect = Expect.FORBIDDEN, desc = "a connection left, a borrower that waits for ever")
@State
public class CloseAgainstBorrowStress {
  private final StressPool pool = new StressPool();
  private CompletableFuture<Lease<FakeConnection>> next = new CompletableFuture<>();

  @Actor
  public void borrowing() {
    pool.held.giveBack();
    next = pool.leases.borrow();
  }

  @Actor
  public void closing() {
    pool.leases.close();
  }

  @Arbiter
  public void judge(III_Result r) {
    if (StressPool.served(next) == 1) {
      next.join().giveBack();
    }
    r.r1 = (int) pool.factory.stillOpen();
    r.r2 = pool.leases.stats().total();
    r.r3 = next.isDone() && pool.leases.close().toCompletableFuture().isDone() ? 1 : 0;
  }
}
