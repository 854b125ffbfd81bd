package io.heartwire.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.heartwire.broker.Payload;
import io.heartwire.broker.StreamPosition;
import io.heartwire.json.JsonFields;
import io.heartwire.json.JsonSyntax;
import io.heartwire.json.UnexpectedJsonException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the body of one request.
 *
 * <p>{@code null} stands for an absent member, of several members with one name the last counts.
 * Data is an exception: {@code null} is data. What a command says that this gateway cannot do makes
 * it {@link Request.Refused}; what is not of the right type makes the body unreadable.
 */
final class RequestReader {
  private final JsonFields in;
  private final int mostCommands;
  private final Members members;
  private final PublicationReader publications;
  private final ClientCommandReader clients;
  private final DrainCommandReader departures;

  private RequestReader(JsonFields in, int mostCommands) {
    this.in = in;
    this.mostCommands = mostCommands;
    this.members = new Members(in);
    this.publications = new PublicationReader(members, mostCommands);
    this.clients = new ClientCommandReader(members);
    this.departures = new DrainCommandReader(members);
  }

  private interface Part<T> {
    T read(RequestReader reader) throws IOException;
  }

  /**
   * @throws IOException if the body is not what the method takes; the message says why
   */
  static Request.Command command(String method, byte[] body, int mostCommands) throws IOException {
    return whole(body, mostCommands, reader -> reader.command(method));
  }

  /**
   * @throws IOException if the body is not a batch; the message says why
   * @throws ApiException if there are too many commands
   */
  static Request.Batch batch(byte[] body, int mostCommands) throws IOException {
    return whole(body, mostCommands, RequestReader::batch);
  }

  private static <T> T whole(byte[] body, int mostCommands, Part<T> part) throws IOException {
    int from = 0;
    while (from < body.length && JsonSyntax.isWhiteSpace(body[from])) {
      from++;
    }
    if (from == body.length) {
      throw new UnexpectedJsonException("the body is empty and must be an object, at least {}");
    }
    if (body[from] != '{' || (from + 1 < body.length && body[from + 1] == 0)) {
      throw new UnexpectedJsonException("the body is not an object");
    }
    requireUtf8(body);
    try (JsonParser parser = JsonSyntax.parser(body, from, body.length)) {
      parser.nextToken();
      T value = part.read(new RequestReader(new JsonFields(parser, body, from), mostCommands));
      if (parser.nextToken() != null) {
        throw new UnexpectedJsonException("more than one value in the body");
      }
      return value;
    }
  }

  /** The parser passes over values without looking at every byte, and they go out as they are. */
  private static void requireUtf8(byte[] body) throws UnexpectedJsonException {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
    } catch (CharacterCodingException otherEncoding) {
      throw new UnexpectedJsonException("the body is not UTF-8");
    }
  }

  private Request.Batch batch() throws IOException {
    List<Request.Command> commands = List.of();
    boolean parallel = false;
    in.expect(JsonToken.START_OBJECT, "the body");
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "commands" -> commands = commands();
        case "parallel" -> parallel = in.flag(name);
        default -> {
          members.unknown(name);
          throwIfRefused();
        }
      }
    }
    return new Request.Batch(commands, parallel);
  }

  private void throwIfRefused() {
    ApiError refusal = members.takeRefusal();
    if (refusal != null) {
      throw new ApiException(refusal);
    }
  }

  private List<Request.Command> commands() throws IOException {
    List<Request.Command> commands = new ArrayList<>();
    if (in.isNull()) {
      return commands;
    }
    in.expect(JsonToken.START_ARRAY, "commands");
    while (in.nextElement()) {
      if (commands.size() == mostCommands) {
        throw new ApiException(
            ApiError.limitExceeded("more commands than heartwire.api.max-batch=" + mostCommands));
      }
      commands.add(wrapped());
    }
    return commands;
  }

  /** A command of a batch: an object with its method for the only member. */
  private Request.Command wrapped() throws IOException {
    Request.Command found = null;
    boolean several = false;
    in.expect(JsonToken.START_OBJECT, "an element of commands");
    for (String name = in.next(); name != null; name = in.next()) {
      if (in.isNull()) {
        continue;
      }
      several = found != null;
      found = command(name);
    }
    if (found == null) {
      return new Request.Command("", new Request.Refused(ApiError.METHOD_NOT_FOUND));
    }
    return several
        ? new Request.Command(
            found.method(),
            new Request.Refused(ApiError.badRequest("several commands in one element of commands")))
        : found;
  }

  private Request.Command command(String method) throws IOException {
    Request request = request(method);
    ApiError problem = members.takeRefusal();
    return new Request.Command(method, problem == null ? request : new Request.Refused(problem));
  }

  private Request request(String method) throws IOException {
    return switch (method) {
      case "publish" -> publications.publish();
      case "broadcast" -> publications.broadcast();
      case "subscribe" -> clients.subscribe();
      case "unsubscribe" -> clients.unsubscribe();
      case "disconnect" -> clients.disconnect();
      case "refresh" -> clients.refresh();
      case "revoke_token" -> clients.revokeToken();
      case "invalidate_user_tokens" -> clients.invalidateUserTokens();
      case "presence" -> new Request.Presence(only("channel"));
      case "presence_stats" -> new Request.PresenceStats(only("channel"));
      case "history" -> history();
      case "history_remove" -> new Request.HistoryRemove(only("channel"));
      case "channels" -> new Request.Channels(only("pattern"));
      case "info" -> {
        only("");
        yield new Request.Info();
      }
      case "drain" -> departures.drain();
      case "rebalance" -> departures.rebalance();
      case "rpc" -> rpc();
      default -> {
        in.skip();
        yield new Request.Refused(ApiError.notFound("no method " + Members.shown(method)));
      }
    };
  }

  private Request history() throws IOException {
    String channel = "";
    int limit = 0;
    StreamPosition since = null;
    boolean reverse = false;
    in.expect(JsonToken.START_OBJECT, "history");
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "channel" -> channel = in.text(name);
        case "limit" -> limit = (int) in.integer(name, Integer.MIN_VALUE, Integer.MAX_VALUE);
        case "since" -> since = members.position(name);
        case "reverse" -> reverse = in.flag(name);
        default -> members.unknown(name);
      }
    }
    return new Request.History(channel, limit, since, reverse);
  }

  private Request rpc() throws IOException {
    String method = "";
    Payload params = Payload.EMPTY;
    in.expect(JsonToken.START_OBJECT, "rpc");
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "method" -> method = in.text(name);
        case "params" -> params = members.raw();
        default -> members.unknown(name);
      }
    }
    return new Request.Rpc(method, params);
  }

  /** The requests that are one text at the most. */
  private String only(String member) throws IOException {
    String text = "";
    in.expect(JsonToken.START_OBJECT, "the request");
    for (String name = in.next(); name != null; name = in.next()) {
      if (name.equals(member)) {
        text = in.text(name);
      } else {
        members.unknown(name);
      }
    }
    return text;
  }
}
