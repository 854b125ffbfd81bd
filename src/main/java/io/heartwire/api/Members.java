package io.heartwire.api;

import com.fasterxml.jackson.core.JsonToken;
import io.heartwire.broker.Payload;
import io.heartwire.broker.StreamPosition;
import io.heartwire.json.JsonFields;
import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The members of a command, and the first thing in it that this gateway cannot do.
 *
 * <p>A member that it does not know is such a thing, unless it has the value that an absent one
 * stands for: whoever sends it relies on a meaning that it would not have here.
 */
final class Members {
  final JsonFields in;

  private @Nullable ApiError refusal;

  Members(JsonFields in) {
    this.in = in;
  }

  /** Why the command that has just been read cannot be carried out, or null; then begins anew. */
  @Nullable ApiError takeRefusal() {
    ApiError first = refusal;
    refusal = null;
    return first;
  }

  @Nullable StreamPosition position(String what) throws IOException {
    if (in.isNull()) {
      return null;
    }
    long offset = 0;
    String epoch = "";
    in.expect(JsonToken.START_OBJECT, what);
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "offset" -> offset = in.integer(name, 0, Long.MAX_VALUE);
        case "epoch" -> epoch = in.text(name);
        default -> unknown(name);
      }
    }
    return new StreamPosition(offset, epoch);
  }

  /** Nothing for null. */
  Payload raw() throws IOException {
    return in.isNull() ? Payload.EMPTY : in.raw();
  }

  Payload base64(String name) throws IOException {
    try {
      return Payload.sharing(Base64.getDecoder().decode(in.text(name)));
    } catch (IllegalArgumentException notBase64) {
      refuse(ApiError.badRequest(name + " is not base64"));
      return Payload.EMPTY;
    }
  }

  /** A member that nobody here knows. */
  void unknown(String name) throws IOException {
    if (!in.isDefault()) {
      refuse(ApiError.badRequest("field " + shown(name) + " is not supported"));
    }
    in.skip();
  }

  /** The first refusal of a command counts. */
  void refuse(ApiError error) {
    if (refusal == null) {
      refusal = error;
    }
  }

  /** Of a name that anybody may have made up, not too much. */
  static String shown(String name) {
    int most = 64;
    return "'" + (name.length() > most ? name.substring(0, most) + "…" : name) + "'";
  }
}
