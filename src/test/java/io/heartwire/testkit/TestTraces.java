package io.heartwire.testkit;

import io.heartwire.trace.Step;
import io.heartwire.trace.TraceSpan;
import io.heartwire.trace.Tracing;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Traces that a test looks at. The context of span number 7 ends in {@code 7-01}. */
public final class TestTraces implements Tracing {
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-";

  private final List<Recorded> spans = new CopyOnWriteArrayList<>();

  /** Whether there is anything to trace with. */
  public volatile boolean isOn;

  /** Whether somebody records what begins from now on. */
  public volatile boolean isSampled = true;

  /** One span. */
  public static final class Recorded implements TraceSpan {
    public final Step step;
    public final @Nullable String parent;
    public final Map<String, Object> attributes = new ConcurrentHashMap<>();
    private final String context;
    public volatile @Nullable Throwable failure;
    public volatile int ends;
    public volatile int entered;

    private Recorded(Step step, @Nullable String parent, String context) {
      this.step = step;
      this.parent = parent;
      this.context = context;
    }

    @Override
    public String context() {
      return context;
    }

    @Override
    public @Nullable String sampledContext() {
      return context.endsWith("01") ? context : null;
    }

    @Override
    public TraceSpan set(String name, String value) {
      attributes.put(name, value);
      return this;
    }

    @Override
    public TraceSpan set(String name, long value) {
      attributes.put(name, value);
      return this;
    }

    @Override
    public Entered enter() {
      entered++;
      return () -> entered--;
    }

    @Override
    public void end(@Nullable Throwable why) {
      failure = why;
      ends++;
    }
  }

  @Override
  public TraceSpan begin(Step step, @Nullable String parent) {
    if (!isOn) {
      return TraceSpan.NONE;
    }
    String context = TRACE + "%016x-%s".formatted(spans.size() + 1, isSampled ? "01" : "00");
    Recorded span = new Recorded(step, parent, context);
    spans.add(span);
    return span;
  }

  /** Those of one step, in the order in which they began. */
  public List<Recorded> of(Step step) {
    return spans.stream().filter(span -> span.step == step).toList();
  }

  /** The only one of a step. */
  public Recorded one(Step step) {
    List<Recorded> found = of(step);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " spans are " + step);
    }
    return found.get(0);
  }
}
