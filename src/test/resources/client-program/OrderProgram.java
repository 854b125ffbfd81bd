import io.heartwire.client.CentrifugeClient;
import io.heartwire.client.HeartwireClient;
import io.heartwire.client.RawClient;
import io.heartwire.client.SubscriptionOptions;
import io.heartwire.client.pool.Session;
import io.heartwire.client.pool.SessionPool;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program of somebody else, with nothing of Heartwire but its Java client. */
public final class OrderProgram {
  public static void main(String[] args) throws Exception {
    URI gateway = URI.create(args[0]);
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    try (CentrifugeClient client =
            HeartwireClient.centrifuge(gateway.resolve("/connection/websocket"))
                .tokens(() -> args[1])
                .build();
        RawClient raw =
            HeartwireClient.raw(gateway.resolve("/ws/lobby")).onText(heard::add).build();
        SessionPool<Session> pool =
            SessionPool.centrifuge(
                    () -> HeartwireClient.centrifuge(gateway.resolve("/connection/websocket")))
                .build()) {
      client.connect().join();
      client.subscribe(
          "news:orders",
          SubscriptionOptions.RECOVERABLE,
          (channel, publication) -> heard.add(publication.data()));
      client.ping().join(); // answered after the subscription
      try (Session session = pool.borrow()) {
        session.publish("news:orders", "{\"state\":\"paid\"}").join();
      }
      System.out.println("news: " + heard.poll(10, TimeUnit.SECONDS));

      raw.connect().join();
      raw.send("hello").join();
      System.out.println("raw: " + heard.poll(10, TimeUnit.SECONDS));
    }
  }
}
