package io.heartwire.drain;

import io.heartwire.testkit.TestPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;

/** The real drain of a test's pool, for tests of other packages: it goes on when they say so. */
public final class TestDrain {
  private final List<BooleanSupplier> tasks = new ArrayList<>();
  private final Drain drain;

  public TestDrain(TestPool pool) {
    drain = new Drain(pool.registry, tasks::add, pool.time);
  }

  /** One of a gateway that takes no new tasks any more. */
  static Drain thatCannotBegin(TestPool pool) {
    return new Drain(
        pool.registry,
        tick -> {
          throw new RejectedExecutionException("stopping");
        },
        pool.time);
  }

  public Drain drain() {
    return drain;
  }

  /** One step of whatever is under way. */
  public void tick() {
    tasks.removeIf(BooleanSupplier::getAsBoolean);
  }
}
