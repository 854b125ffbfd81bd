package io.heartwire.warmup;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The same thing once for each stage. Which one it is, is looked up: a branch would have been taken
 * one way only until the warm-up is over, see {@link Passes}. Immutable.
 */
public final class ByStage<T> {
  private final Map<Stage, T> each = new EnumMap<>(Stage.class);

  public ByStage(T forAll, T rehearsed) {
    each.put(Stage.PUBLIC, forAll);
    each.put(Stage.REHEARSAL, rehearsed);
  }

  public T on(Stage stage) {
    return Objects.requireNonNull(each.get(stage));
  }
}
