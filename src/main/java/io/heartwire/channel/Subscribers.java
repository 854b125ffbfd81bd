package io.heartwire.channel;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one channel, cheap to walk and cheap to change: joining and leaving take
 * constant time on average, however many there are.
 *
 * <p>A slot that is left stays empty until half of the slots are; then the rest moves together in a
 * new array. Changed by one thread at a time, walked by any; a walk sees everyone who was there
 * when it began and did not leave meanwhile.
 */
final class Subscribers {
  private static final int LEAST = 4;

  /** The slots up to {@code used}; only ever filled beyond what a reader has seen. */
  private static final class Slots {
    private final AtomicReferenceArray<@Nullable Subscription> array;
    private volatile int used;

    Slots(int capacity) {
      array = new AtomicReferenceArray<>(capacity);
    }
  }

  private volatile Slots slots = new Slots(LEAST);
  private volatile int count; // written by the one that changes

  @SuppressWarnings("NonAtomicVolatileUpdate") // one change at a time
  void add(Subscription subscription) {
    if (slots.used == slots.array.length()) {
      slots = packed(Math.max(LEAST, 2 * count));
    }
    append(slots, subscription);
    count++;
  }

  /** Takes it out; nothing happens if it is not there. */
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
