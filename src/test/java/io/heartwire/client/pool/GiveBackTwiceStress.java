package io.heartwire.client.pool;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A session given back by two threads at once. */
@JCStressTest
@Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "the first was in time")
@Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "the second was in time")
@Outcome(expect = Expect.FORBIDDEN, desc = "both or none, or the session is there twice or lost")
@State
public class GiveBackTwiceStress {
  private final StressLender pool = new StressLender();

  @Actor
  public void first(III_Result r) {
    r.r1 = pool.giveBack();
  }

  @Actor
  public void second(III_Result r) {
    r.r2 = pool.giveBack();
  }

  @Arbiter
  public void judge(III_Result r) {
    r.r3 = pool.lender.figures().idle();
  }
}
