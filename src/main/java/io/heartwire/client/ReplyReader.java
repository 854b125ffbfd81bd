package io.heartwire.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the replies of one frame. Members and kinds that it does not know are passed over, since
 * servers may be newer.
 */
final class ReplyReader {
  private final Fields in;

  private ReplyReader(Fields in) {
    this.in = in;
  }

  /**
   * @throws IOException if the frame is not a sequence of JSON objects, or a member has another
   *     type than the protocol gives it
   */
  static List<Reply> read(String frame) throws IOException {
    try (JsonParser parser = Json.parser(frame)) {
      ReplyReader reader = new ReplyReader(new Fields(parser, frame));
      List<Reply> replies = new ArrayList<>(1);
      while (reader.in.nextObject()) {
        replies.add(reader.reply());
      }
      return replies;
    }
  }

  private Reply reply() throws IOException {
    int id = 0;
    Reply.Refusal refusal = null;
    Reply.Push push = null;
    Reply.Result result = new Reply.Done();
    boolean isEmpty = true;
    for (String name = in.next(); name != null; name = in.next()) {
      isEmpty = false;
      switch (name) {
        case "id" -> id = in.code();
        case "error" -> refusal = refusal();
        case "push" -> push = push();
        case "connect" -> result = connect();
        case "subscribe" -> result = subscribe();
        case "rpc" -> result = rpc();
        case "history" -> result = history();
        case "presence" -> result = presence();
        case "presence_stats" -> result = stats();
        case "refresh", "sub_refresh" -> result = refresh();
        default -> in.skip();
      }
    }
    if (refusal != null) {
      return new Reply.Refusal(id, refusal.code(), refusal.message(), refusal.temporary());
    }
    if (push != null) {
      return push;
    }
    return isEmpty ? new Reply.Ping() : new Reply.Answer(id, result);
  }

  private Reply.Refusal refusal() throws IOException {
    int code = 0;
    String message = "";
    boolean temporary = false;
    in.expectObject();
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "code" -> code = in.code();
        case "message" -> message = in.text();
        case "temporary" -> temporary = in.flag();
        default -> in.skip();
      }
    }
    return new Reply.Refusal(0, code, message, temporary);
  }

  private Reply.Push push() throws IOException {
    String channel = "";
    Reply.News news = new Reply.Unknown();
    in.expectObject();
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "channel" -> channel = in.text();
        case "pub" -> news = new Reply.Published(publication());
        case "join" -> news = new Reply.Joined(infoIn());
        case "leave" -> news = new Reply.Left(infoIn());
        case "unsubscribe" -> {
          Reply.Disconnect end = end();
          news = new Reply.Unsubscribed(end.code(), end.reason());
        }
        case "disconnect" -> news = end();
        case "subscribe" -> news = new Reply.ServerSubscribed(subscribe());
        case "message" -> news = new Reply.Message(Objects.requireNonNullElse(data(), "null"));
        case "refresh" -> news = new Reply.Refreshed(refresh());
        default -> in.skip();
      }
    }
    return new Reply.Push(channel, news);
  }

  private Reply.Disconnect end() throws IOException {
    int code = 0;
    String reason = "";
    in.expectObject();
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "code" -> code = in.code();
        case "reason" -> reason = in.text();
        default -> in.skip();
      }
    }
    return new Reply.Disconnect(code, reason);
  }

  private Reply.ConnectResult connect() throws IOException {
    String client = "";
    boolean expires = false;
    long ttl = 0;
    String data = null;
    Map<String, Reply.SubscribeResult> subs = new LinkedHashMap<>();
    long ping = 0;
    boolean pong = false;
    Reply.Repetitions repetitions = null;
    in.expectObject();
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "client" -> client = in.text();
        case "expires" -> expires = in.flag();
        case "ttl" -> ttl = in.integer();
        case "data" -> data = in.raw();
        case "subs" -> subs(subs);
        case "ping" -> ping = in.integer();
        case "pong" -> pong = in.flag();
        case "idempotency" -> repetitions = repetitions();
        default -> in.skip();
      }
    }
    return new Reply.ConnectResult(client, expires, ttl, data, subs, ping, pong, repetitions);
  }

  private Reply.@Nullable Repetitions repetitions() throws IOException {
    String scope = "";
    long window = 0;
    if (in.enters(JsonToken.START_OBJECT)) {
      for (String name = in.next(); name != null; name = in.next()) {
        switch (name) {
          case "scope" -> scope = in.text();
          case "window" -> window = in.integer();
          default -> in.skip();
        }
      }
    }
    return scope.isEmpty() ? null : new Reply.Repetitions(scope, window);
  }

  private void subs(Map<String, Reply.SubscribeResult> subs) throws IOException {
    if (in.enters(JsonToken.START_OBJECT)) {
      for (String channel = in.next(); channel != null; channel = in.next()) {
        subs.put(channel, subscribe());
      }
    }
  }

  private Reply.SubscribeResult subscribe() throws IOException {
    boolean expires = false;
    long ttl = 0;
    boolean recoverable = false;
    String epoch = "";
    long offset = 0;
    List<Publication> publications = List.of();
    boolean recovered = false;
    boolean wasRecovering = false;
    boolean positioned = false;
    String data = null;
    in.expectObject();
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "expires" -> expires = in.flag();
        case "ttl" -> ttl = in.integer();
        case "recoverable" -> recoverable = in.flag();
        case "epoch" -> epoch = in.text();
        case "offset" -> offset = in.integer();
        case "publications" -> publications = publications();
        case "recovered" -> recovered = in.flag();
        case "was_recovering" -> wasRecovering = in.flag();
        case "positioned" -> positioned = in.flag();
        case "data" -> data = in.raw();
        default -> in.skip();
      }
    }
    return new Reply.SubscribeResult(
        expires,
        ttl,
        recoverable,
        epoch,
        offset,
        publications,
        recovered,
        wasRecovering,
        positioned,
        data);
  }

  private Reply.RpcResult rpc() throws IOException {
    return new Reply.RpcResult(data());
  }

  /** The member {@code data} of the object that follows. */
  private @Nullable String data() throws IOException {
    String data = null;
    in.expectObject();
    for (String name = in.next(); name != null; name = in.next()) {
      if (name.equals("data")) {
        data = in.raw();
      } else {
        in.skip();
      }
    }
    return data;
  }

  private Reply.HistoryResult history() throws IOException {
    List<Publication> publications = List.of();
    String epoch = "";
    long offset = 0;
    in.expectObject();
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "publications" -> publications = publications();
        case "epoch" -> epoch = in.text();
        case "offset" -> offset = in.integer();
        default -> in.skip();
      }
    }
    return new Reply.HistoryResult(
        new HistoryPage(publications, new StreamPosition(offset, epoch)));
  }

  private Reply.PresenceResult presence() throws IOException {
    Map<String, ClientInfo> clients = new LinkedHashMap<>();
    in.expectObject();
    for (String name = in.next(); name != null; name = in.next()) {
      if (name.equals("presence") && in.enters(JsonToken.START_OBJECT)) {
        for (String id = in.next(); id != null; id = in.next()) {
          clients.put(id, info());
        }
      } else {
        in.skip();
      }
    }
    return new Reply.PresenceResult(clients);
  }

  private Reply.PresenceStatsResult stats() throws IOException {
    long clients = 0;
    long users = 0;
    in.expectObject();
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "num_clients" -> clients = in.integer();
        case "num_users" -> users = in.integer();
        default -> in.skip();
      }
    }
    return new Reply.PresenceStatsResult(new PresenceStats(clients, users));
  }

  private Reply.RefreshResult refresh() throws IOException {
    boolean expires = false;
    long ttl = 0;
    in.expectObject();
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "expires" -> expires = in.flag();
        case "ttl" -> ttl = in.integer();
        default -> in.skip();
      }
    }
    return new Reply.RefreshResult(expires, ttl);
  }

  private List<Publication> publications() throws IOException {
    List<Publication> all = new ArrayList<>();
    if (in.enters(JsonToken.START_ARRAY)) {
      while (in.nextElement()) {
        all.add(publication());
      }
    }
    return all;
  }

  private Publication publication() throws IOException {
    String data = "null";
    long offset = 0;
    ClientInfo info = null;
    Map<String, String> tags = Map.of();
    in.expectObject();
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "data" -> data = in.raw();
        case "offset" -> offset = in.integer();
        case "info" -> info = info();
        case "tags" -> tags = in.texts();
        default -> in.skip();
      }
    }
    return new Publication(data, offset, info, tags);
  }

  private ClientInfo infoIn() throws IOException {
    ClientInfo info = new ClientInfo("", "", null, null);
    in.expectObject();
    for (String name = in.next(); name != null; name = in.next()) {
      if (name.equals("info")) {
        info = info();
      } else {
        in.skip();
      }
    }
    return info;
  }

  private ClientInfo info() throws IOException {
    String user = "";
    String client = "";
    String connectionInfo = null;
    String channelInfo = null;
    in.expectObject();
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "user" -> user = in.text();
        case "client" -> client = in.text();
        case "conn_info" -> connectionInfo = in.raw();
        case "chan_info" -> channelInfo = in.raw();
        default -> in.skip();
      }
    }
    return new ClientInfo(user, client, connectionInfo, channelInfo);
  }
}
