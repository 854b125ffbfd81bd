package io.heartwire.client.pool;

import org.jspecify.annotations.Nullable;

/** The thread that asked for a session, and the place in its code if the settings ask for that. */
record Borrower(String thread, @Nullable Throwable place) {

  static Borrower current(boolean withPlace) {
    String name = Thread.currentThread().getName();
    Throwable place = withPlace ? new Throwable("borrowed here") : null;
    return new Borrower(name.isEmpty() ? Thread.currentThread().toString() : name, place);
  }
}
