package io.heartwire.client.pool;

import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A request that begins while its session is given back. */
@JCStressTest
@Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "in time: nobody gets it meanwhile")
@Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "too late: an error")
@Outcome(expect = Expect.FORBIDDEN, desc = "it reaches the next borrower's session, or keeps it")
@State
public class RequestAgainstGiveBackStress {
  private final StressLender pool = new StressLender();
  private final CompletableFuture<String> answer = new CompletableFuture<>();

  @Actor
  public void requesting(III_Result r) {
    try {
      pool.held.request(connection -> answer);
      r.r1 = 1;
    } catch (IllegalStateException over) {
      r.r1 = 0;
    }
  }

  @Actor
  public void returning() {
    pool.held.giveBack();
  }

  @Arbiter
  public void judge(III_Result r) {
    r.r2 = pool.lender.figures().idle();
    answer.complete("");
    r.r3 = pool.lender.figures().idle();
  }
}
