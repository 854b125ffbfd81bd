package io.heartwire.connection;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** Two clients race for the last place: one gets it, and one is counted. */
@JCStressTest
@Outcome(
    id = {"true, false, 1", "false, true, 1"},
    expect = Expect.ACCEPTABLE,
    desc = "one of them got in")
@Outcome(expect = Expect.FORBIDDEN, desc = "the capacity is no limit, or the place is lost")
@State
public class StateCountsStress {
  private final StateCounts counts = new StateCounts(1);

  @Actor
  public void first(ZZI_Result result) {
    result.r1 = counts.enter();
  }

  @Actor
  public void second(ZZI_Result result) {
    result.r2 = counts.enter();
  }

  @Arbiter
  public void counted(ZZI_Result result) {
    result.r3 = counts.read().total();
  }
}
