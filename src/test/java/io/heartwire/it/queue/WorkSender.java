package io.heartwire.it.queue;

import io.heartwire.it.client.StompSocket;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/** Sends until there is a receipt for each message; after a loss again, with the same key. */
final class WorkSender extends Worker {
  private static final int MOST_OPEN = 100;

  private final String queue;
  private final Set<Integer> open = new LinkedHashSet<>(); // used by its thread

  WorkSender(Entrances entrances, Ledger ledger, long seed, String queue) {
    super(entrances, ledger, seed);
    this.queue = queue;
  }

  @Override
  boolean work(StompSocket connected) throws IOException {
    for (int number : open) {
      send(connected, number);
    }
    while (true) {
      int number = 0;
      while (number >= 0 && open.size() < MOST_OPEN) {
        number = ledger.next();
        if (number >= 0) {
          open.add(number);
          send(connected, number);
        }
      }
      if (open.isEmpty()) {
        return false;
      }
      StompSocket.Frame frame = read(connected);
      if (open.remove(Integer.valueOf(frame.header("receipt-id")))) {
        ledger.sent();
      }
    }
  }

  private void send(StompSocket to, int number) throws IOException {
    to.sends(queue, "" + number, "receipt:" + number, "idempotency-key:" + number);
  }
}
