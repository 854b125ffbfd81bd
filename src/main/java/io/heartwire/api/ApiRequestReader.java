package io.heartwire.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonFields;
import io.heartwire.json.JsonShape;
import io.heartwire.json.JsonSyntax;
import io.heartwire.json.UnexpectedJsonException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of one request.
 *
 * <p>What a command says that this gateway cannot do makes it {@link ApiRequest.Refused}; what is
 * not of the right type makes the body unreadable. A field that is not known is ignored, as
 * Centrifugo does, but the answer names it.
 */
final class ApiRequestReader {
  private final int mostCommands;
  private final IgnoredFields ignored = new IgnoredFields();
  private int commands;
  private boolean refusesUnknown; // of the command that is being read
  private @Nullable String refused; // its first field that is not known

  private ApiRequestReader(int mostCommands) {
    this.mostCommands = mostCommands;
  }

  /**
   * What was read.
   *
   * @param ignored what it has that is not known here
   */
  record Reading<T>(T value, IgnoredFields ignored) {}

  private interface Part<T> {
    T read(JsonFields in) throws IOException;
  }

  /**
   * @throws IOException if the body is not what the method takes; the message says why
   */
  static Reading<ApiRequest.Command> command(String method, byte[] body, int mostCommands)
      throws IOException {
    ApiRequestReader reader = new ApiRequestReader(mostCommands);
    return reader.whole(body, in -> reader.command(in, method));
  }

  /**
   * @throws IOException if the body is not a batch; the message says why
   * @throws ApiException if there are too many commands
   */
  static Reading<ApiRequest.Batch> batch(byte[] body, int mostCommands) throws IOException {
    ApiRequestReader reader = new ApiRequestReader(mostCommands);
    return reader.whole(body, reader::batch);
  }

  private <T> Reading<T> whole(byte[] body, Part<T> part) throws IOException {
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
      T value = part.read(new JsonFields(parser, body, from, this::unknown));
      if (parser.nextToken() != null) {
        throw new UnexpectedJsonException("more than one value in the body");
      }
      return new Reading<>(value, ignored);
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

  private ApiRequest.Batch batch(JsonFields in) throws IOException {
    JsonField<List<ApiRequest.Command>> commands =
        JsonField.of("commands", (array, path) -> array.list(path, this::element));
    JsonField<Boolean> parallel = JsonField.flag("parallel");
    FieldValues batch = JsonShape.of(commands, parallel).read(in, "the body");
    List<ApiRequest.Command> all = batch.find(commands);
    return new ApiRequest.Batch(all == null ? List.of() : all, batch.get(parallel));
  }

  /** A command of a batch: an object with its method for the only field. */
  private ApiRequest.Command element(JsonFields in, String path) throws IOException {
    if (commands++ == mostCommands) {
      throw new ApiException(
          ApiError.limitExceeded("more commands than heartwire.api.max-batch=" + mostCommands));
    }
    ApiRequest.Command found = null;
    boolean several = false;
    in.expect(JsonToken.START_OBJECT, path);
    for (String name = in.next(); name != null; name = in.next()) {
      if (!in.isNull()) {
        several = found != null;
        found = command(in, name);
      }
    }
    if (found == null) {
      return refused("", ApiError.METHOD_NOT_FOUND);
    }
    return several
        ? refused(found.method(), ApiError.badRequest("several commands in " + path))
        : found;
  }

  private ApiRequest.Command command(JsonFields in, String name) throws IOException {
    ApiMethod method = ApiMethod.ALL.get(name);
    if (method == null) {
      in.skip();
      return refused(name, ApiError.notFound("no method " + shown(name)));
    }
    refused = null;
    refusesUnknown = method.refusesUnknown();
    FieldValues values = method.shape().read(in, name);
    refusesUnknown = false;
    if (refused != null) {
      return refused(name, ApiError.badRequest("field " + shown(refused) + " is not supported"));
    }
    try {
      return new ApiRequest.Command(name, withinLimits(method.request().apply(values)));
    } catch (ApiException impossible) {
      return refused(name, impossible.error());
    }
  }

  private ApiRequest withinLimits(ApiRequest request) {
    if (request instanceof ApiRequest.Broadcast broadcast
        && broadcast.channels().size() > mostCommands) {
      throw new ApiException(
          ApiError.limitExceeded("more channels than heartwire.api.max-batch=" + mostCommands));
    }
    return request;
  }

  private static ApiRequest.Command refused(String method, ApiError why) {
    return new ApiRequest.Command(method, new ApiRequest.Refused(why));
  }

  private void unknown(String field) {
    if (!refusesUnknown) {
      ignored.add(field);
    } else if (refused == null) {
      refused = field;
    }
  }

  /** Of a name that anybody may have made up, not too much. */
  private static String shown(String name) {
    int most = 64;
    return "'" + (name.length() > most ? name.substring(0, most) + "…" : name) + "'";
  }
}
