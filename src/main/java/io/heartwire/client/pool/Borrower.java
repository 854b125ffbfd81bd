package io.heartwire.client.pool;

import org.jspecify.annotations.Nullable;

/** Who asked for a session, and from where in the code if the pool is told to note it. */
record Borrower(String thread, @Nullable Throwable place) {

  static Borrower current(boolean withPlace) {
    String name = Thread.currentThread().getName();
    Throwable place = withPlace ? new Throwable("borrowed here") : null;
    return new Borrower(name.isEmpty() ? Thread.currentThread().toString() : name, place);
  }
}
