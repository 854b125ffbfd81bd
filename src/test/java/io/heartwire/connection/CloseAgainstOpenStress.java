package io.heartwire.connection;

import io.heartwire.testkit.StressPool;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A close for not being ready in time against the wire that comes at last. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "closed first: the wire was refused")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "opened first: the wire was closed")
@Outcome(expect = Expect.FORBIDDEN, desc = "a wire that was taken and never closed")
@State
public class CloseAgainstOpenStress implements Transport {
  private final AtomicInteger closes = new AtomicInteger();
  private final StressPool pool = new StressPool();
  private final Connection connection = pool.admit();

  @Override
  public void drain(FrameQueue queue) {}

  @Override
  public void close(CloseReason reason) {
    closes.incrementAndGet();
  }

  @Actor
  public void open(II_Result r) {
    r.r1 = connection.prepare(() -> {}) && connection.open(this) ? 1 : 0;
  }

  @Actor
  public void close() {
    connection.close(CloseReason.NOT_READY);
  }

  @Arbiter
  public void judge(II_Result r) {
    r.r2 = closes.get();
  }
}
