package io.heartwire.testkit;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A CDI {@code Event} without CDI: records fired events, and lets the test observe them. */
public final class RecordedEvents<T> implements Event<T> {
  private final List<T> fired = Collections.synchronizedList(new ArrayList<>());
  private volatile Consumer<T> observer = event -> {};

  /** Calls the observer at each event, after recording it. */
  public void observe(Consumer<T> observer) {
    this.observer = observer;
  }

  public List<T> fired() {
    synchronized (fired) {
      return List.copyOf(fired);
    }
  }

  public T last() {
    synchronized (fired) {
      return fired.get(fired.size() - 1);
    }
  }

  /** The one event that was fired. */
  public T single() {
    if (fired.size() != 1) {
      throw new AssertionError("expected one event, there are " + fired);
    }
    return fired.get(0);
  }

  @Override
  public void fire(T event) {
    fired.add(event);
    observer.accept(event);
  }

  @Override
  public <U extends T> CompletionStage<U> fireAsync(U event) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <U extends T> CompletionStage<U> fireAsync(U event, NotificationOptions options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Event<T> select(Annotation... qualifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <U extends T> Event<U> select(Class<U> subtype, Annotation... qualifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <U extends T> Event<U> select(TypeLiteral<U> subtype, Annotation... qualifiers) {
    throw new UnsupportedOperationException();
  }
}
