package io.heartwire.protocol.stomp;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.broker.PublishOptions.Idempotency;
import io.heartwire.broker.QueueDraft;
import io.heartwire.broker.StreamPosition;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.PublishExtras;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeRequest;
import io.heartwire.queue.QueueDelivery;
import io.heartwire.queue.QueueName;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the frames of a connected client, one at a time. One that fails throws, or completes
 * with an exception, of which {@link StompFailures} knows what the client is told.
 */
final class Commands {
  private static final Runnable NOTHING = () -> {};

  /**
   * What a frame has brought about.
   *
   * @param told headers for its receipt
   * @param afterwards to be run when the receipt is on its way
   */
  record Effect(Map<String, String> told, Runnable afterwards) {
    static final Effect DONE = new Effect(Map.of(), NOTHING);

    static Effect settled(boolean isAll) {
      return new Effect(Map.of("acknowledged", Boolean.toString(isAll)), NOTHING);
    }
  }

  private final StompSession session;
  private final StompServices services;

  Commands(StompSession session, StompServices services) {
    this.session = session;
    this.services = services;
  }

  StompSession session() {
    return session;
  }

  /** Carries out a frame, once observers have heard of what came of those before. */
  CompletionStage<Effect> take(ClientFrame frame) {
    return services.events().whenTold(session.info().client(), () -> carryOut(frame));
  }

  private CompletionStage<Effect> carryOut(ClientFrame frame) {
    return switch (frame.command()) {
      case CONNECT, STOMP -> throw StompException.badRequest("the client is connected already");
      case SEND -> send(frame);
      case SUBSCRIBE -> subscribe(frame);
      case UNSUBSCRIBE -> unsubscribe(frame);
      case ACK -> settle(frame, QueueDelivery::acknowledge);
      case NACK -> settle(frame, refusal(frame));
      case BEGIN -> {
        session.transactions().begin(frame.requireName("transaction"), services.time().nanos());
        yield done();
      }
      case COMMIT ->
          session.transactions().commit(frame.require("transaction")).thenApply(Effect::settled);
      case ABORT -> {
        session.transactions().abort(frame.require("transaction"));
        yield done();
      }
      case DISCONNECT -> done();
    };
  }

  private static CompletionStage<Effect> done() {
    return CompletableFuture.completedStage(Effect.DONE);
  }

  private CompletionStage<Effect> send(ClientFrame frame) {
    Destination to = Destination.parse(frame.require("destination"), session.info().user());
    if (to instanceof Destination.Work work) {
      services.queueRules().checkSend(work.queue(), session.info());
    }
    Supplier<CompletionStage<?>> step =
        () -> {
          Payload data = frame.payload();
          return withReplyTo(frame, data).thenCompose(headers -> send(frame, to, data, headers));
        };
    if (frame.has("transaction")) {
      session.transactions().send(frame, step);
      return done();
    }
    return step.get().thenApply(sent -> Effect.DONE);
  }

  /** The headers that pass on, with the address that replies really go to. */
  private CompletionStage<Map<String, String>> withReplyTo(ClientFrame frame, Payload data) {
    Map<String, String> headers = Headers.passedOn(frame, data);
    String replyTo = frame.header(Headers.REPLY_TO);
    if (!replyTo.startsWith(Destination.TEMPORARY)) {
      return CompletableFuture.completedStage(headers);
    }
    return session
        .replies(frame.requireName(Headers.REPLY_TO))
        .thenApply(
            real -> {
              headers.put(Headers.REPLY_TO, real);
              return headers;
            });
  }

  private CompletionStage<?> send(
      ClientFrame frame, Destination to, Payload data, Map<String, String> headers) {
    String key = key(frame);
    if (to instanceof Destination.Topic topic) {
      return services
          .clientChannels()
          .publish(topic.channel(), session.caller(), data, headers, key);
    } else if (to instanceof Destination.Reply reply) {
      PublicationDraft draft = new PublicationDraft(data, session.info(), headers);
      return services.channels().publish(reply.channel(), draft, new PublishExtras(true, null));
    }
    QueueName queue = ((Destination.Work) to).queue();
    return services
        .queues()
        .sendNow(
            queue,
            new QueueDraft(
                data,
                headers,
                session.info(),
                key,
                frame.duration("delay"),
                frame.duration("ttl")));
  }

  private static String key(ClientFrame frame) {
    String key = frame.header(Headers.KEY);
    if (key.length() > Idempotency.LONGEST_KEY) {
      throw StompException.badRequest(
          "header '%s' must have at most %d characters, has %d"
              .formatted(Headers.KEY, Idempotency.LONGEST_KEY, key.length()));
    }
    return key;
  }

  private CompletionStage<Effect> subscribe(ClientFrame frame) {
    String id = frame.requireName("id");
    if (id.startsWith(Destination.TEMPORARY)) {
      throw StompException.badRequest(
          "header 'id' must not begin with /temp-queue/: replies come by such subscriptions");
    }
    String destination = frame.require("destination");
    Destination from = Destination.parse(destination, session.info().user());
    if (from instanceof Destination.Topic topic) {
      return subscribe(frame, id, topic.channel());
    } else if (from instanceof Destination.Work work) {
      return consume(frame, id, destination, work.queue());
    }
    throw StompException.badRequest(
        "nobody subscribes to replies: they come to whoever sent reply-to:/temp-queue/<name>");
  }

  private CompletionStage<Effect> subscribe(ClientFrame frame, String id, ChannelName channel) {
    SubscribeRequest wanted =
        services.clientChannels().permitted(channel, session.caller(), request(frame));
    boolean acks = QueueFeed.AckMode.parse(frame.header("ack")) != QueueFeed.AckMode.AUTO;
    TopicSubscription topic = session.topic(id, channel, acks);
    session.subscriptions().add(topic);
    return permission(frame, channel)
        .thenCompose(grant -> topic.join(wanted, grant))
        .thenApply(told -> new Effect(told, topic::begin));
  }

  private CompletionStage<SubscribeGrant> permission(ClientFrame frame, ChannelName channel) {
    SubscribeGrant granted = session.granted(channel);
    if (granted != null) {
      return CompletableFuture.completedStage(granted);
    }
    String token = frame.header("token");
    return token.isEmpty()
        ? services.clientChannels().maySubscribe(channel, session.caller(), Payload.EMPTY)
        : services.tokens().subscription(token, session.info().user(), channel);
  }

  private static SubscribeRequest request(ClientFrame frame) {
    boolean recovers = frame.has("offset") && frame.has("epoch");
    if (!recovers && !frame.header("recoverable").equals("true")) {
      return SubscribeRequest.PLAIN;
    }
    @Nullable StreamPosition since =
        recovers
            ? new StreamPosition(frame.number("offset", 0, Long.MAX_VALUE), frame.header("epoch"))
            : null;
    return new SubscribeRequest(since, true, true, false, false, null, Payload.EMPTY);
  }

  private CompletionStage<Effect> consume(
      ClientFrame frame, String id, String destination, QueueName queue) {
    ClientInfo who = session.info();
    services.queueRules().checkConsume(queue, who);
    QueueFeed.AckMode mode = QueueFeed.AckMode.parse(frame.header("ack"));
    int prefetch = (int) frame.number("prefetch-count", 0, Integer.MAX_VALUE);
    QueueFeed feed = session.feed(id, destination, mode);
    session.subscriptions().add(feed);
    feed.begin(services.queues().consume(queue, prefetch, feed));
    return done();
  }

  private CompletionStage<Effect> unsubscribe(ClientFrame frame) {
    StompSubscription ended = session.subscriptions().remove(frame.require("id"));
    return ended == null ? done() : ended.end("").thenApply(end -> Effect.DONE);
  }

  private static Function<QueueDelivery, CompletionStage<Boolean>> refusal(ClientFrame frame) {
    String reason = frame.header("reason");
    String why = reason.isEmpty() ? "the consumer sent NACK" : reason;
    if (frame.header("requeue").equals("false")) {
      return delivery -> delivery.reject(why);
    }
    Duration delay = frame.duration("delay");
    return delivery -> delivery.giveBack(delay, why);
  }

  /** Without a receipt nobody waits for it: it is repeated until the engine has done it. */
  private CompletionStage<Effect> settle(
      ClientFrame frame, Function<QueueDelivery, CompletionStage<Boolean>> how) {
    Supplier<CompletionStage<Boolean>> step = step(frame, how);
    if (frame.has("transaction")) {
      session.transactions().settle(frame, step);
      return done();
    }
    CompletionStage<Boolean> settled = step.get();
    return frame.has("receipt") ? settled.thenApply(Effect::settled) : done();
  }

  /**
   * In 1.2 the {@code id} is that of the {@code ack} header, in 1.1 it is the message's. A message
   * that is no longer this client's is with another one: that is no error. Nor is a publication of
   * a topic, of which nobody keeps whether it is acknowledged.
   */
  private Supplier<CompletionStage<Boolean>> step(
      ClientFrame frame, Function<QueueDelivery, CompletionStage<Boolean>> how) {
    String id = frame.has("message-id") ? frame.header("message-id") : frame.require("id");
    if (id.startsWith(StompFormat.ACK)
        || session.subscriptions().find(frame.header("subscription"))
            instanceof TopicSubscription) {
      return () -> CompletableFuture.completedStage(true);
    }
    long number = QueueFeed.numberIn(id);
    return () -> {
      QueueFeed feed = session.subscriptions().feed(number);
      return feed == null ? CompletableFuture.completedStage(false) : feed.settle(id, how);
    };
  }
}
