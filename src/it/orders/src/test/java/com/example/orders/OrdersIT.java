package com.example.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heartwire.client.CentrifugeClient;
import io.heartwire.client.HeartwireClient;
import io.heartwire.client.Publication;
import io.heartwire.client.StreamPosition;
import io.heartwire.client.Subscribed;
import io.heartwire.client.Subscription;
import io.heartwire.client.SubscriptionListener;
import io.heartwire.client.SubscriptionOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The shop on a real server, with its own REST and the gateway in one WAR. */
class OrdersIT {
  private static final int PORT = Integer.getInteger("http.port");
  private static final String SHOP = "127.0.0.1:" + PORT + "/shop";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static IdentityProvider provider;

  @BeforeAll
  static void start() throws Exception {
    provider = new IdentityProvider(Integer.getInteger("jwks.port"));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (get("http://127.0.0.1:" + PORT + "/health/ready").statusCode() != 200) {
      assertTrue(System.nanoTime() < deadline, () -> "not ready: " + readiness());
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  @AfterAll
  static void stop() {
    provider.close();
  }

  @Test
  void restAnswersBesideTheGateway() throws Exception {
    assertEquals(401, post("", "tea").statusCode());
    assertEquals(200, post(provider.tokenOf("ann"), "tea").statusCode());
  }

  @Test
  void customersHearOfTheirOrdersOnceTheChangeIsInTheDatabase() throws Exception {
    long id = order("ann", "tea");
    try (CentrifugeClient ann = client("ann")) {
      Heard heard = new Heard();
      ann.subscribe("order:" + id, SubscriptionOptions.RECOVERABLE, heard);
      assertEquals("subscribed", heard.next());

      assertEquals(200, change(id, "packed").statusCode());
      assertEquals(json(id, "tea", "packed"), heard.next());

      assertEquals(500, change(id, " ").statusCode(), "the transaction rolls back");
      assertEquals(200, change(id, "sent").statusCode());
      assertEquals(json(id, "tea", "sent"), heard.next(), "and nobody hears of it");
    }
  }

  @Test
  void whatHappenedWhileACustomerWasAwayIsNotLost() throws Exception {
    long id = order("ann", "tea");
    String channel = "order:" + id;
    StreamPosition last;
    try (CentrifugeClient ann = client("ann")) {
      Heard heard = new Heard();
      Subscription subscription = ann.subscribe(channel, SubscriptionOptions.RECOVERABLE, heard);
      assertEquals("subscribed", heard.next());
      last = subscription.position();
    }
    change(id, "packed");
    change(id, "sent");

    try (CentrifugeClient ann = client("ann")) {
      Heard heard = new Heard();
      ann.subscribe(channel, SubscriptionOptions.RECOVERABLE.since(last), heard);
      assertEquals(json(id, "tea", "packed"), heard.nextPublication());
      assertEquals(json(id, "tea", "sent"), heard.nextPublication());
    }
  }

  @Test
  void nobodyWatchesTheOrdersOfOthers() throws Exception {
    long id = order("ann", "tea");
    try (CentrifugeClient ben = client("ben")) {
      Heard heard = new Heard();
      ben.subscribe("order:" + id, SubscriptionOptions.RECOVERABLE, heard);
      assertEquals("unsubscribed 403 not your order", heard.next());
    }
  }

  @Test
  void aProcedureAsksTheDatabase() throws Exception {
    long id = order("ann", "tea");
    try (CentrifugeClient ann = client("ann");
        CentrifugeClient ben = client("ben")) {
      String question = "{\"id\":" + id + "}";
      assertEquals(json(id, "tea", "received"), ask(ann, question));
      ExecutionException refused =
          assertThrows(
              ExecutionException.class, () -> ask(ben, question));
      assertTrue(refused.getMessage().contains("no such order of yours"), refused::getMessage);
    }
  }

  @Test
  void thePageOfTheGatewayIsThereUnderTheContextRoot() throws Exception {
    HttpResponse<String> page = get("http://" + SHOP + "/heartwire");
    assertEquals(200, page.statusCode());
    assertTrue(page.body().contains("Heartwire"));
  }

  private static String ask(CentrifugeClient client, String question) throws Exception {
    return client.rpc("order-status", question).get(10, TimeUnit.SECONDS);
  }

  private static CentrifugeClient client(String user) throws Exception {
    CentrifugeClient client =
        HeartwireClient.centrifuge(URI.create("ws://" + SHOP + "/connection/websocket"))
            .tokens(() -> provider.tokenOf(user))
            .build();
    client.connect().get(10, TimeUnit.SECONDS);
    return client;
  }

  private static long order(String user, String item) throws Exception {
    String placed = post(provider.tokenOf(user), item).body();
    return Long.parseLong(placed.replaceAll(".*\"id\":(\\d+).*", "$1"));
  }

  private static HttpResponse<String> post(String token, String item) throws Exception {
    return send(request("/rest/orders", token).POST(BodyPublishers.ofString(item)));
  }

  private static HttpResponse<String> change(long id, String status) throws Exception {
    String path = "/rest/orders/" + id + "/status";
    String token = provider.tokenOf("warehouse");
    return send(request(path, token).PUT(BodyPublishers.ofString(status)));
  }

  private static HttpRequest.Builder request(String path, String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + SHOP + path));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private static HttpResponse<String> get(String address) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(address)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static String readiness() {
    try {
      return get("http://127.0.0.1:" + PORT + "/health/ready").body();
    } catch (Exception e) {
      return e.toString();
    }
  }

  private static String json(long id, String item, String status) {
    return "{\"id\":" + id + ",\"item\":\"" + item + "\",\"status\":\"" + status + "\"}";
  }

  /** What one subscription hears, line by line. */
  private static final class Heard implements SubscriptionListener {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    @Override
    public void onSubscribed(String channel, Subscribed subscribed) {
      lines.add("subscribed");
    }

    @Override
    public void onPublication(String channel, Publication publication) {
      lines.add(publication.data());
    }

    @Override
    public void onUnsubscribed(String channel, int code, String reason) {
      lines.add("unsubscribed " + code + " " + reason);
    }

    String next() throws InterruptedException {
      return lines.poll(10, TimeUnit.SECONDS);
    }

    String nextPublication() throws InterruptedException {
      String line = next();
      while (line != null && !line.startsWith("{")) {
        line = next();
      }
      return line;
    }
  }
}
