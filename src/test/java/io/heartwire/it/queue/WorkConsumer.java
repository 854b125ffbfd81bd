package io.heartwire.it.queue;

import io.heartwire.it.client.StompSocket;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Acknowledges what it gets, and now and then drops its connection instead; another one takes its
 * place at once.
 */
final class WorkConsumer extends Worker {
  private static final int MESSAGES_OF_A_LIFE = 400;
  private static final int MOST_PREFETCHED = 64;

  private final String queue;

  WorkConsumer(Entrances entrances, Ledger ledger, long seed, String queue) {
    super(entrances, ledger, seed);
    this.queue = queue;
  }

  @Override
  boolean work(StompSocket connected) throws IOException {
    Ledger.Life life = new Ledger.Life();
    Map<String, Ledger.Delivery> acknowledging = new HashMap<>();
    try {
      connected.says(
          "SUBSCRIBE",
          "id:work",
          "destination:" + queue,
          "ack:client-individual",
          "prefetch-count:" + (1 + random.nextInt(MOST_PREFETCHED)));
      while (true) {
        StompSocket.Frame frame = read(connected);
        if (frame.command().equals("RECEIPT")) {
          Ledger.Delivery delivery = acknowledging.remove(frame.header("receipt-id"));
          ledger.settled(delivery, frame.header("acknowledged").equals("true"));
          continue;
        }
        Ledger.Delivery delivery = ledger.delivered(Integer.parseInt(frame.body()), life);
        if (random.nextInt(MESSAGES_OF_A_LIFE) == 0) {
          life.kill();
          connected.drop();
          ledger.died();
          return true;
        }
        String id = frame.header("ack");
        acknowledging.put(id, delivery);
        ledger.acknowledges(delivery);
        connected.says("ACK", "id:" + id, "receipt:" + id);
      }
    } finally {
      life.end();
    }
  }
}
