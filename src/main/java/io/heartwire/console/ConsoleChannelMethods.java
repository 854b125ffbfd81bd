package io.heartwire.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.HistoryPage;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.JsonPayload;
import io.heartwire.broker.NodeAnswer;
import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.ChannelOptions;
import io.heartwire.channel.ChannelRules;
import io.heartwire.channel.Channels;
import io.heartwire.json.JsonShape;
import io.heartwire.json.JsonText;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Channels: which there are, who is in them, and what was published. Safe for any thread. */
@Singleton
class ConsoleChannelMethods implements ConsoleMethods {
  /** Of the clients that are present. */
  private static final int MOST_PRESENT = 1000;

  private final NodeAsking nodes;
  private final Channels channels;
  private final ChannelRules rules;
  private final ApiMethods api;

  @Inject
  ConsoleChannelMethods(NodeAsking nodes, Channels channels, ChannelRules rules, ApiMethods api) {
    this.nodes = nodes;
    this.channels = channels;
    this.rules = rules;
    this.api = api;
  }

  @Override
  public List<ConsoleMethod> methods() {
    return List.of(
        ConsoleMethod.read(
            "channels", ChannelsQuestion.SHAPE.and(ViewMethods.NODE), this::channels),
        ConsoleMethod.read("channel", ChannelQuestion.SHAPE, this::channel),
        ConsoleMethod.read("subscribers", SubscribersQuestion.SHAPE, this::subscribers),
        ConsoleMethod.read("presence", JsonShape.of(ChannelField.CHANNEL), this::presence),
        api.read("history", "history", List.of("channel", "since", "limit", "reverse")),
        api.act("publish", "publish", List.of("channel", "data"), "channel"),
        api.act("history_remove", "history_remove", List.of("channel"), "channel"));
  }

  private CompletionStage<byte[]> channels(ConsoleMethod.Request request) {
    ListQuery<ChannelSort> query = ChannelsQuestion.query(request.in());
    return nodes
        .ask("channels", request.in().get(ViewMethods.NODE), request.body())
        .thenApply(answers -> ChannelList.of(answers, query));
  }

  private CompletionStage<byte[]> subscribers(ConsoleMethod.Request request) {
    ChannelName unused = ChannelField.read(request.in());
    return nodes.list("subscribers", "", request.body(), SubscribersQuestion.query(request.in()));
  }

  private CompletionStage<byte[]> channel(ConsoleMethod.Request request) {
    ChannelName name = ChannelField.read(request.in());
    if (!rules.isKnown(name)) {
      throw ConsoleErrors.notFound("no namespace is configured for channel " + name);
    }
    ChannelOptions options = rules.of(name);
    CompletionStage<@Nullable HistoryPage> position =
        options.keepsHistory()
            ? channels
                .history(name, HistoryQuery.POSITION)
                .<@Nullable HistoryPage>thenApply(page -> page)
                .exceptionally(away -> null)
            : CompletableFuture.<@Nullable HistoryPage>completedStage(null);
    return nodes
        .ask("channel", "", request.body())
        .thenCombine(
            position,
            (answers, page) -> JsonText.object(out -> channel(out, name, options, answers, page)));
  }

  private static void channel(
      JsonGenerator out,
      ChannelName name,
      ChannelOptions options,
      List<NodeAnswer> answers,
      @Nullable HistoryPage position)
      throws IOException {
    out.writeStringField("channel", name.value());
    out.writeStringField("namespace", name.namespace());
    long all = 0;
    out.writeArrayFieldStart("nodes");
    for (NodeAnswer answer : answers) {
      long here = subscribers(answer);
      all += Math.max(0, here);
      out.writeStartObject();
      out.writeStringField("id", answer.node().id().uid());
      out.writeStringField("name", answer.node().name());
      out.writeBooleanField("answered", here >= 0);
      if (here >= 0) {
        out.writeNumberField("subscribers", here);
      }
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeNumberField("subscribers", all);
    if (options.keepsHistory()) {
      out.writeObjectFieldStart("history");
      out.writeNumberField("size", options.historySize());
      out.writeNumberField("ttl", options.historyTtl().toSeconds());
      if (position != null) {
        out.writeNumberField("offset", position.now().offset());
        out.writeStringField("epoch", position.now().epoch());
      }
      out.writeEndObject();
    }
    RulesJson.write(out, options);
  }

  /** Negative if the node has not answered. */
  private static long subscribers(NodeAnswer answer) {
    if (answer.outcome() == NodeAnswer.Outcome.DONE) {
      try {
        return JsonShape.of(ChannelQuestion.SUBSCRIBERS)
            .read(answer.body().shared(), "the answer")
            .get(ChannelQuestion.SUBSCRIBERS);
      } catch (IOException unlike) {
        return -1;
      }
    }
    return -1;
  }

  private CompletionStage<byte[]> presence(ConsoleMethod.Request request) {
    ChannelName name = ChannelField.read(request.in());
    if (!rules.isKnown(name) || !rules.of(name).presence()) {
      throw ConsoleErrors.notAvailable("channel " + name + " keeps no presence: set presence");
    }
    return channels.presence(name).thenApply(ConsoleChannelMethods::present);
  }

  private static byte[] present(List<ClientInfo> clients) {
    return JsonText.object(
        out -> {
          out.writeNumberField("total", clients.size());
          out.writeArrayFieldStart("clients");
          for (ClientInfo client : clients.subList(0, Math.min(MOST_PRESENT, clients.size()))) {
            out.writeStartObject();
            out.writeStringField("client", client.client());
            out.writeStringField("user", ListJson.clip(client.user()));
            Payload info = client.connectionInfo();
            if (!info.isEmpty()) {
              out.writeFieldName("info");
              out.writeRawValue(new String(JsonPayload.asJson(info).shared(), UTF_8));
            }
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }
}
