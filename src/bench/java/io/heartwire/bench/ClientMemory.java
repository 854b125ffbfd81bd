package io.heartwire.bench;

import io.heartwire.client.CentrifugeClient;
import io.heartwire.client.HeartwireClient;
import io.heartwire.testkit.ScriptedServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * What an idle connection of the Java client costs: the heap after a collection, with so many
 * clients and without, each with one subscription. Start it with the address of a gateway, or
 * without: then the server is in the same process, and its part is what a socket and a thread of a
 * test cost.
 */
public final class ClientMemory {
  private static final int CLIENTS = 500;

  private ClientMemory() {}

  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      measure(URI.create(args[0]));
    } else {
      try (ScriptedServer server = new ScriptedServer()) {
        measure(server.uri());
      }
    }
  }

  private static void measure(URI address) throws InterruptedException {
    List<CentrifugeClient> warm = connect(address, 20);
    long before = used();
    List<CentrifugeClient> clients = connect(address, CLIENTS);
    long after = used();
    System.out.printf(
        "%d idle clients: %.1f KiB of heap each%n", CLIENTS, (after - before) / 1024.0 / CLIENTS);
    clients.forEach(CentrifugeClient::close);
    warm.forEach(CentrifugeClient::close);
  }

  private static List<CentrifugeClient> connect(URI address, int count) {
    List<CentrifugeClient> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      CentrifugeClient client = HeartwireClient.centrifuge(address).build();
      client.subscribe("idle", (channel, publication) -> {});
      client.connect().toCompletableFuture().join();
      client.ping().toCompletableFuture().join();
      clients.add(client);
    }
    return clients;
  }

  private static long used() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(300);
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
