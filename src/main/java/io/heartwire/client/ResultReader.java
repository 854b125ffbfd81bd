package io.heartwire.client;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what commands return. */
final class ResultReader {
  private final JsonMembers in;
  private final PublicationReader published;

  ResultReader(JsonMembers in, PublicationReader published) {
    this.in = in;
    this.published = published;
  }

  ServerReply.ConnectResult connect() throws IOException {
    String client = "";
    boolean expires = false;
    long ttl = 0;
    String data = null;
    Map<String, ServerReply.SubscribeResult> subs = new LinkedHashMap<>();
    long ping = 0;
    boolean pong = false;
    ServerReply.Idempotency idempotency = null;
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
        case "idempotency" -> idempotency = idempotency();
        default -> in.skip();
      }
    }
    return new ServerReply.ConnectResult(client, expires, ttl, data, subs, ping, pong, idempotency);
  }

  private ServerReply.@Nullable Idempotency idempotency() throws IOException {
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
    return scope.isEmpty() ? null : new ServerReply.Idempotency(scope, window);
  }

  private void subs(Map<String, ServerReply.SubscribeResult> subs) throws IOException {
    if (in.enters(JsonToken.START_OBJECT)) {
      for (String channel = in.next(); channel != null; channel = in.next()) {
        subs.put(channel, subscribe());
      }
    }
  }

  ServerReply.SubscribeResult subscribe() throws IOException {
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
        case "publications" -> publications = published.all();
        case "recovered" -> recovered = in.flag();
        case "was_recovering" -> wasRecovering = in.flag();
        case "positioned" -> positioned = in.flag();
        case "data" -> data = in.raw();
        default -> in.skip();
      }
    }
    return new ServerReply.SubscribeResult(
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

  ServerReply.RpcResult rpc() throws IOException {
    return new ServerReply.RpcResult(in.rawMember("data"));
  }

  ServerReply.HistoryResult history() throws IOException {
    List<Publication> publications = List.of();
    String epoch = "";
    long offset = 0;
    in.expectObject();
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "publications" -> publications = published.all();
        case "epoch" -> epoch = in.text();
        case "offset" -> offset = in.integer();
        default -> in.skip();
      }
    }
    return new ServerReply.HistoryResult(
        new HistoryPage(publications, new StreamPosition(offset, epoch)));
  }

  ServerReply.PresenceResult presence() throws IOException {
    Map<String, ClientInfo> clients = new LinkedHashMap<>();
    in.expectObject();
    for (String name = in.next(); name != null; name = in.next()) {
      if (name.equals("presence") && in.enters(JsonToken.START_OBJECT)) {
        for (String id = in.next(); id != null; id = in.next()) {
          clients.put(id, published.client());
        }
      } else {
        in.skip();
      }
    }
    return new ServerReply.PresenceResult(clients);
  }

  ServerReply.PresenceStatsResult stats() throws IOException {
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
    return new ServerReply.PresenceStatsResult(new PresenceStats(clients, users));
  }

  ServerReply.RefreshResult refresh() throws IOException {
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
    return new ServerReply.RefreshResult(expires, ttl);
  }
}
