package io.heartwire.warmup;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Inject;
import jakarta.inject.Qualifier;
import jakarta.inject.Singleton;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * CDI's part in a connection's coming and going: events that nobody observes. Of an event of a kind
 * that is fired for the first time the container looks who observes it, so there are many kinds.
 *
 * <p>Safe for use by any thread.
 */
@Singleton
class UnobservedEvents {
  private static final int KINDS = 500;

  private final Event<Unobserved> event;
  private final AtomicInteger fired = new AtomicInteger();

  /** Says nothing to nobody. */
  record Unobserved() {}

  /** Tells kinds apart. */
  @Qualifier
  @Retention(RetentionPolicy.RUNTIME)
  @interface Kind {
    int value();
  }

  @SuppressWarnings("ClassExplicitlyAnnotation") // as CDI wants it
  private static final class OfKind extends AnnotationLiteral<Kind> implements Kind {
    private final int value;

    OfKind(int value) {
      this.value = value;
    }

    @Override
    public int value() {
      return value;
    }
  }

  @Inject
  UnobservedEvents(Event<Unobserved> event) {
    this.event = event;
  }

  /** One of the kind that is always the same, and one of the next. */
  void fire() {
    event.fire(new Unobserved());
    int kind = Math.floorMod(fired.getAndIncrement(), KINDS);
    event.select(new OfKind(kind)).fire(new Unobserved());
  }
}
