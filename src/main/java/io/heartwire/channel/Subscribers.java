package io.heartwire.channel;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The set of subscriptions of one channel. It is cheap to iterate, and adding and removing take
 * amortized constant time.
 *
 * <p>A removed subscription leaves its slot empty until half of the slots are; then the rest is
 * copied into a new array. One thread at a time changes it, any thread iterates. An iteration sees
 * every subscription that was there when it began and was not removed meanwhile.
 */
final class Subscribers {
  private static final int LEAST = 4;

  /**
   * Slots of which the first {@code used} are valid. A slot is filled only once, so that a reader
   * never sees a subscription twice.
   */
  private static final class Slots {
    private final AtomicReferenceArray<@Nullable Subscription> array;
    private volatile int used;

    Slots(int capacity) {
      array = new AtomicReferenceArray<>(capacity);
    }
  }

  private volatile Slots slots = new Slots(LEAST);
  private volatile int count; // written by the changing thread only

  @SuppressWarnings("NonAtomicVolatileUpdate") // one change at a time
  void add(Subscription subscription) {
    if (slots.used == slots.array.length()) {
      slots = packed(Math.max(LEAST, 2 * count));
    }
    append(slots, subscription);
    count++;
  }

  /** Removes a subscription if it is present. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one change at a time
  void remove(Subscription subscription) {
    Slots present = slots;
    int slot = subscription.slot;
    if (slot >= present.used || present.array.get(slot) != subscription) {
      return;
    }
    present.array.set(slot, null);
    count--;
    if (present.used > LEAST && count < present.used / 2) {
      slots = packed(Math.max(LEAST, 2 * count));
    }
  }

  void forEach(Consumer<Subscription> visitor) {
    Slots present = slots;
    int used = present.used;
    for (int i = 0; i < used; i++) {
      Subscription subscription = present.array.get(i);
      if (subscription != null) {
        visitor.accept(subscription);
      }
    }
  }

  int count() {
    return count;
  }

  boolean isEmpty() {
    return count == 0;
  }

  private Slots packed(int capacity) {
    Slots bigger = new Slots(capacity);
    Slots present = slots;
    for (int i = 0; i < present.used; i++) {
      Subscription subscription = present.array.get(i);
      if (subscription != null) {
        append(bigger, subscription);
      }
    }
    return bigger;
  }

  private static void append(Slots to, Subscription subscription) {
    subscription.slot = to.used;
    to.array.set(subscription.slot, subscription);
    to.used = subscription.slot + 1;
  }
}
