package io.heartwire.client;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Reads the replies and pushes of one frame. It ignores members and kinds that it does not know,
 * since servers may be newer.
 */
final class ServerReplyReader {
  private final JsonMembers in;
  private final ResultReader results;
  private final PublicationReader published;

  private ServerReplyReader(JsonMembers in) {
    this.in = in;
    this.published = new PublicationReader(in);
    this.results = new ResultReader(in, published);
  }

  /**
   * @throws IOException if the frame is not a sequence of JSON objects, or a member has another
   *     type than the protocol gives it
   */
  static List<ServerReply> read(String frame) throws IOException {
    try (JsonParser parser = ClientJson.parser(frame)) {
      ServerReplyReader reader = new ServerReplyReader(new JsonMembers(parser, frame));
      List<ServerReply> replies = new ArrayList<>(1);
      while (reader.in.nextObject()) {
        replies.add(reader.reply());
      }
      return replies;
    }
  }

  private ServerReply reply() throws IOException {
    int id = 0;
    ServerReply.Refusal refusal = null;
    ServerReply.Push push = null;
    ServerReply.Result result = new ServerReply.Done();
    boolean isEmpty = true;
    for (String name = in.next(); name != null; name = in.next()) {
      isEmpty = false;
      switch (name) {
        case "id" -> id = in.code();
        case "error" -> refusal = refusal();
        case "push" -> push = push();
        case "connect" -> result = results.connect();
        case "subscribe" -> result = results.subscribe();
        case "rpc" -> result = results.rpc();
        case "history" -> result = results.history();
        case "presence" -> result = results.presence();
        case "presence_stats" -> result = results.stats();
        case "refresh", "sub_refresh" -> result = results.refresh();
        default -> in.skip();
      }
    }
    if (refusal != null) {
      return new ServerReply.Refusal(id, refusal.code(), refusal.message(), refusal.temporary());
    }
    if (push != null) {
      return push;
    }
    return isEmpty ? new ServerReply.Ping() : new ServerReply.Answer(id, result);
  }

  private ServerReply.Refusal refusal() throws IOException {
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
    return new ServerReply.Refusal(0, code, message, temporary);
  }

  private ServerReply.Push push() throws IOException {
    String channel = "";
    ServerReply.PushEvent event = new ServerReply.Unknown();
    in.expectObject();
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "channel" -> channel = in.text();
        case "pub" -> event = new ServerReply.Published(published.one());
        case "join" -> event = new ServerReply.Joined(who());
        case "leave" -> event = new ServerReply.Left(who());
        case "unsubscribe" -> {
          ServerReply.Disconnect end = end();
          event = new ServerReply.Unsubscribed(end.code(), end.reason());
        }
        case "disconnect" -> event = end();
        case "subscribe" -> event = new ServerReply.ServerSubscribed(results.subscribe());
        case "message" ->
            event =
                new ServerReply.Message(Objects.requireNonNullElse(in.rawMember("data"), "null"));
        case "refresh" -> event = new ServerReply.Refreshed(results.refresh());
        default -> in.skip();
      }
    }
    return new ServerReply.Push(channel, event);
  }

  private ServerReply.Disconnect end() throws IOException {
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
    return new ServerReply.Disconnect(code, reason);
  }

  /** Who has come or left. */
  private ClientInfo who() throws IOException {
    ClientInfo info = new ClientInfo("", "", null, null);
    in.expectObject();
    for (String name = in.next(); name != null; name = in.next()) {
      if (name.equals("info")) {
        info = published.client();
      } else {
        in.skip();
      }
    }
    return info;
  }
}
