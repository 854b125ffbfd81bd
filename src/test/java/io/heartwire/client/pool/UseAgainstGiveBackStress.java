package io.heartwire.client.pool;

import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** One uses a session and gives it back, while another gives it back, too. */
@JCStressTest
@Outcome(id = "1, 0, 1, 1", expect = Expect.ACCEPTABLE, desc = "the user was in time")
@Outcome(id = "1, 1, 0, 1", expect = Expect.ACCEPTABLE, desc = "given back during the request")
@Outcome(id = "0, 1, 0, 1", expect = Expect.ACCEPTABLE, desc = "given back before the request")
@Outcome(expect = Expect.FORBIDDEN, desc = "given back twice, or lent during a request, or lost")
@State
public class UseAgainstGiveBackStress {
  private final StressPool pool = new StressPool();
  private final CompletableFuture<String> answer = new CompletableFuture<>();

  @Actor
  public void using(IIII_Result r) {
    try {
      pool.held.request(connection -> answer);
      r.r1 = 1;
    } catch (IllegalStateException over) {
      r.r1 = 0;
    }
    r.r2 = pool.giveBack();
  }

  @Actor
  public void returning(IIII_Result r) {
    r.r3 = pool.giveBack();
  }

  @Arbiter
  public void judge(IIII_Result r) {
    int early = r.r1 == 1 ? pool.leases.stats().idle() : 0;
    answer.complete("");
    r.r4 = pool.leases.stats().idle() - 2 * early;
  }
}
