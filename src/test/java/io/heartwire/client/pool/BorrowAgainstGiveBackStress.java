package io.heartwire.client.pool;

import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two who want the one session, while its borrower gives it back. */
@JCStressTest
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "one has it, the other waits")
@Outcome(expect = Expect.FORBIDDEN, desc = "both have it, or nobody")
@State
public class BorrowAgainstGiveBackStress {
  private final StressLender pool = new StressLender();
  private CompletableFuture<Lease<FakeConnection>> first = new CompletableFuture<>();
  private CompletableFuture<Lease<FakeConnection>> second = new CompletableFuture<>();

  @Actor
  public void returning() {
    pool.held.giveBack();
  }

  @Actor
  public void borrowing() {
    first = pool.lender.borrow();
  }

  @Actor
  public void borrowingToo() {
    second = pool.lender.borrow();
  }

  @Arbiter
  public void judge(III_Result r) {
    PoolFigures figures = pool.lender.figures();
    r.r1 = StressLender.served(first) + StressLender.served(second);
    r.r2 = figures.waiting();
    r.r3 = figures.total();
  }
}
