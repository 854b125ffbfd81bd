package io.heartwire.api;

import com.fasterxml.jackson.core.JsonToken;
import io.heartwire.broker.Payload;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the commands that publish. */
final class PublicationReader {
  private final Members members;
  private final int mostChannels;

  PublicationReader(Members members, int mostChannels) {
    this.members = members;
    this.mostChannels = mostChannels;
  }

  Request publish() throws IOException {
    String channel = "";
    ContentReader content = new ContentReader(members);
    members.in.expect(JsonToken.START_OBJECT, "publish");
    for (String name = members.in.next(); name != null; name = members.in.next()) {
      if (name.equals("channel")) {
        channel = members.in.text(name);
      } else {
        content.member(name);
      }
    }
    return new Request.Publish(channel, content.content());
  }

  Request broadcast() throws IOException {
    List<String> channels = List.of();
    ContentReader content = new ContentReader(members);
    members.in.expect(JsonToken.START_OBJECT, "broadcast");
    for (String name = members.in.next(); name != null; name = members.in.next()) {
      if (name.equals("channels")) {
        channels = members.in.textList(name);
      } else {
        content.member(name);
      }
    }
    if (channels.size() > mostChannels) {
      members.refuse(
          ApiError.limitExceeded("more channels than heartwire.api.max-batch=" + mostChannels));
    }
    return new Request.Broadcast(channels, content.content());
  }

  /** The members that publish and broadcast have in common. */
  private static final class ContentReader {
    private final Members members;
    private @Nullable Payload data;
    private Payload decoded = Payload.EMPTY;
    private boolean skipHistory;
    private Map<String, String> tags = Map.of();
    private String key = "";

    ContentReader(Members members) {
      this.members = members;
    }

    void member(String name) throws IOException {
      switch (name) {
        case "data" -> data = members.in.raw();
        case "b64data" -> decoded = members.base64(name);
        case "skip_history" -> skipHistory = members.in.flag(name);
        case "tags" -> tags = members.in.texts(name);
        case "idempotency_key" -> key = members.in.text(name);
        case "delta" ->
            members.in.flag(name); // subscribers ask for deltas, and the namespace decides
        default -> members.unknown(name);
      }
    }

    Request.Content content() {
      return new Request.Content(decoded.isEmpty() ? data : decoded, skipHistory, tags, key);
    }
  }
}
