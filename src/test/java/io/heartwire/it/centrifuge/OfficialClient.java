package io.heartwire.it.centrifuge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.centrifugal.centrifuge.Client;
import io.github.centrifugal.centrifuge.Options;
import io.github.centrifugal.centrifuge.PublicationEvent;
import io.github.centrifugal.centrifuge.PublishResult;
import io.github.centrifugal.centrifuge.RPCResult;
import io.github.centrifugal.centrifuge.ResultCallback;
import io.github.centrifugal.centrifuge.ServerPublicationEvent;
import io.github.centrifugal.centrifuge.ServerSubscribedEvent;
import io.github.centrifugal.centrifuge.SubscribedEvent;
import io.github.centrifugal.centrifuge.SubscribingEvent;
import io.github.centrifugal.centrifuge.Subscription;
import io.github.centrifugal.centrifuge.SubscriptionErrorEvent;
import io.github.centrifugal.centrifuge.SubscriptionEventListener;
import io.github.centrifugal.centrifuge.SubscriptionOptions;
import io.github.centrifugal.centrifuge.UnsubscribedEvent;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The official Java client, keeping all that it is told; what it does is up to the test. */
public final class OfficialClient implements AutoCloseable {
  private static final int LIMIT_SECONDS = 20;
  private static final int SHORTEST_DELAY_MILLIS = 20;
  private static final int LONGEST_DELAY_MILLIS = 200;

  private final Listener listener = new Listener();
  private final List<String> publications = new CopyOnWriteArrayList<>();
  private final List<ServerSubscribedEvent> serverSubscriptions = new CopyOnWriteArrayList<>();
  private final Client client;

  private OfficialClient(URI address, String data) {
    Options options = new Options();
    options.setData(data.getBytes(UTF_8));
    options.setTimeout(LIMIT_SECONDS * 1000);
    options.setMinReconnectDelay(SHORTEST_DELAY_MILLIS);
    options.setMaxReconnectDelay(LONGEST_DELAY_MILLIS);
    client = new Client(address.toString(), options, listener);
    client.connect();
  }

  /** A client that connects with this data. */
  public static OfficialClient connect(URI address, String data) {
    return new OfficialClient(address, data);
  }

  /**
   * The changes of its state: {@code connecting 0}, {@code connected}, {@code disconnected 3500}.
   */
  public List<String> states() {
    return listener.states();
  }

  /** Why it lost its connection, each time. */
  public List<String> reasons() {
    return listener.reasons();
  }

  /** What came from channels to which the server subscribed it. */
  List<String> publications() {
    return publications;
  }

  List<ServerSubscribedEvent> serverSubscriptions() {
    return serverSubscriptions;
  }

  /** A subscription that begins at once, recoverable if the channel is. */
  public Watched subscribe(String channel) throws Exception {
    SubscriptionOptions options = new SubscriptionOptions();
    options.setRecoverable(true);
    options.setMinResubscribeDelay(SHORTEST_DELAY_MILLIS);
    options.setMaxResubscribeDelay(LONGEST_DELAY_MILLIS);
    Watched watched = new Watched();
    Subscription subscription = client.newSubscription(channel, options, watched);
    subscription.subscribe();
    return watched;
  }

  void publish(String channel, String data) {
    PublishResult unused = ask(done -> client.publish(channel, data.getBytes(UTF_8), done));
  }

  String rpc(String method, String data) {
    RPCResult result = ask(done -> client.rpc(method, data.getBytes(UTF_8), done));
    return new String(result.getData(), UTF_8);
  }

  /** Calls a method whose answer may never arrive, since it ends the connection. */
  void rpcWithoutAnswer(String method, String data) {
    client.rpc(method, data.getBytes(UTF_8), (failure, result) -> {});
  }

  /** The client itself, for what has no short form here. */
  Client plain() {
    return client;
  }

  /** The result of something that is called back, or what it failed with. */
  static <T> T ask(Consumer<ResultCallback<T>> question) {
    CompletableFuture<T> done = new CompletableFuture<>();
    question.accept(
        (failure, result) -> {
          if (failure == null) {
            done.complete(result);
          } else {
            done.completeExceptionally(failure);
          }
        });
    try {
      return done.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    } catch (Exception late) {
      throw new IllegalStateException("no answer in time", late);
    }
  }

  @Override
  public void close() throws Exception {
    client.close(LIMIT_SECONDS * 1000L);
  }

  /** A subscription's events, in order. */
  public static final class Watched extends SubscriptionEventListener {
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<String> publications = new CopyOnWriteArrayList<>();

    /**
     * {@code subscribing 2500}, {@code subscribed}, {@code recovered}, {@code unsubscribed 2000}.
     */
    public List<String> events() {
      return events;
    }

    public List<String> publications() {
      return publications;
    }

    @Override
    public void onSubscribing(Subscription subscription, SubscribingEvent event) {
      events.add("subscribing " + event.getCode());
    }

    @Override
    public void onSubscribed(Subscription subscription, SubscribedEvent event) {
      events.add(event.getRecovered() ? "recovered" : "subscribed");
    }

    @Override
    public void onUnsubscribed(Subscription subscription, UnsubscribedEvent event) {
      events.add("unsubscribed " + event.getCode());
    }

    @Override
    public void onError(Subscription subscription, SubscriptionErrorEvent event) {
      events.add("error");
    }

    @Override
    public void onPublication(Subscription subscription, PublicationEvent event) {
      publications.add(new String(event.getData(), UTF_8));
    }
  }

  private final class Listener extends StateListener {
    @Override
    public void onSubscribed(Client who, ServerSubscribedEvent event) {
      serverSubscriptions.add(event);
    }

    @Override
    public void onPublication(Client who, ServerPublicationEvent event) {
      publications.add(event.getChannel() + " " + new String(event.getData(), UTF_8));
    }
  }
}
