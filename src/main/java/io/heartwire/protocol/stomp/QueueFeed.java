package io.heartwire.protocol.stomp;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.DeadLetter;
import io.heartwire.broker.QueueMessage;
import io.heartwire.connection.Connection;
import io.heartwire.connection.Message;
import io.heartwire.connection.OverflowPolicy;
import io.heartwire.protocol.HeldUntilClosed;
import io.heartwire.queue.QueueDelivery;
import io.heartwire.queue.QueueReceiver;
import io.heartwire.queue.QueueSubscription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A subscription to a queue: sends its messages while the client reads, and knows which of them the
 * client has not acknowledged. The queue's credit bounds both. Safe for use by any thread.
 */
final class QueueFeed implements StompSubscription, QueueReceiver {

  /** How a client acknowledges (STOMP 1.2, SUBSCRIBE ack header). */
  enum AckMode {
    /** Not at all: a message that is on its way to the client is done. */
    AUTO,
    /** A message and all before it. */
    CLIENT,
    /** Each message. */
    CLIENT_INDIVIDUAL;

    static AckMode parse(String text) {
      return switch (text) {
        case "", "auto" -> AUTO;
        case "client" -> CLIENT;
        case "client-individual" -> CLIENT_INDIVIDUAL;
        default ->
            throw StompException.badRequest(
                "header 'ack' must be auto, client or client-individual, is '%s'"
                    .formatted(ClientFrame.shown(text)));
      };
    }
  }

  private final String id;
  private final long number;
  private final String destination;
  private final AckMode mode;
  private final boolean isLatest;
  private final Connection connection;
  private final Consumer<Runnable> writer;
  private final HeldUntilClosed<QueueSubscription> subscription = new HeldUntilClosed<>();

  // Guarded by this.
  private final Map<String, QueueDelivery> open = new LinkedHashMap<>(); // in their order
  private boolean hasEnded;

  /**
   * @param number unique among those of the connection; part of what the client acknowledges by
   * @param destination as the client calls it
   * @param writer runs each of these in order, once there is room in the outbox
   */
  QueueFeed(
      String id,
      long number,
      String destination,
      AckMode mode,
      boolean isLatest,
      Connection connection,
      Consumer<Runnable> writer) {
    this.id = id;
    this.number = number;
    this.destination = destination;
    this.mode = mode;
    this.isLatest = isLatest;
    this.connection = connection;
    this.writer = writer;
  }

  /** The name of its queue; empty while it is not fed, or no more. */
  String queue() {
    QueueSubscription consumer = subscription.held();
    return consumer == null ? "" : consumer.queue().value();
  }

  /** Takes the consumer that feeds it; returns false if it has ended meanwhile. */
  boolean begin(QueueSubscription consumer) {
    if (subscription.hold(consumer)) {
      return true;
    }
    var unused = consumer.close();
    return false;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public CompletionStage<?> end(String why) {
    synchronized (this) {
      hasEnded = true;
      open.clear();
    }
    QueueSubscription consumer = subscription.close();
    if (consumer == null) {
      return CompletableFuture.completedStage(null);
    }
    return why.isEmpty() ? consumer.close() : consumer.abort(why);
  }

  @Override
  public void deliver(QueueDelivery delivery) {
    synchronized (this) {
      if (hasEnded) {
        return; // its queue gives it to another
      }
      open.put(idOf(delivery.message()), delivery);
    }
    writer.accept(() -> write(delivery));
  }

  @Override
  public void lost(QueueDelivery delivery) {
    synchronized (this) {
      open.remove(idOf(delivery.message()), delivery);
    }
  }

  private void write(QueueDelivery delivery) {
    String messageId = idOf(delivery.message());
    synchronized (this) {
      if (!open.containsKey(messageId)) {
        return; // it waited for room, and is no longer this client's
      } else if (mode == AckMode.AUTO) {
        open.remove(messageId);
      }
    }
    boolean isSent = connection.send(encode(delivery.message()), OverflowPolicy.DISCONNECT);
    if (isSent && mode == AckMode.AUTO) {
      var unused = delivery.acknowledge();
    }
  }

  /**
   * Settles the message with this id or, where the mode says so, all up to it.
   *
   * @return false if the client no longer had one of them
   */
  CompletionStage<Boolean> settle(
      String messageId, Function<QueueDelivery, CompletionStage<Boolean>> how) {
    List<CompletableFuture<Boolean>> each =
        take(messageId).stream().map(one -> how.apply(one).toCompletableFuture()).toList();
    return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
        .thenApply(done -> !each.isEmpty() && each.stream().allMatch(CompletableFuture::join));
  }

  private synchronized List<QueueDelivery> take(String messageId) {
    QueueDelivery named = open.get(messageId);
    if (named == null) {
      return List.of();
    } else if (mode == AckMode.CLIENT_INDIVIDUAL) {
      open.remove(messageId);
      return List.of(named);
    }
    List<QueueDelivery> all = new ArrayList<>();
    var entries = open.entrySet().iterator();
    boolean isLast = false;
    while (!isLast && entries.hasNext()) {
      Map.Entry<String, QueueDelivery> next = entries.next();
      all.add(next.getValue());
      isLast = next.getKey().equals(messageId);
      entries.remove();
    }
    return all;
  }

  private Message encode(QueueMessage message) {
    String messageId = idOf(message);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("subscription", id);
    headers.put("destination", destination);
    headers.put("message-id", messageId);
    if (mode != AckMode.AUTO) {
      headers.put("ack", messageId);
    }
    headers.put("redelivered", Boolean.toString(message.isRedelivered()));
    headers.put("delivery-count", Integer.toString(message.delivery()));
    headers.put("first-sent", Long.toString(message.firstSentMillis()));
    ClientInfo sender = message.sender();
    if (sender != null && !sender.user().isEmpty()) {
      headers.put("user-id", sender.user());
    }
    DeadLetter dead = message.dead();
    if (dead != null) {
      headers.put("dead-reason", dead.reason().name().toLowerCase(Locale.ROOT));
      headers.put("dead-detail", dead.detail());
    }
    Headers.add(headers, message.headers(), message.data());
    return ServerFrame.encode("MESSAGE", headers, message.data(), isLatest, null);
  }

  /** Unique in the connection, so that it is also what the client acknowledges by. */
  private String idOf(QueueMessage message) {
    return number + "-" + message.id() + "-" + message.delivery();
  }

  /**
   * The number of the subscription whose message it names.
   *
   * @throws StompException if it cannot be the id of a message
   */
  static long numberIn(String messageId) {
    int dash = messageId.indexOf('-');
    try {
      return Long.parseLong(messageId, 0, Math.max(0, dash), 10);
    } catch (NumberFormatException none) {
      throw StompException.badRequest(
          "'%s' is not the 'ack' header of a MESSAGE".formatted(ClientFrame.shown(messageId)));
    }
  }

  /** See the constructor. */
  long number() {
    return number;
  }
}
