package io.heartwire.client;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads publications, and the clients that they come from. */
final class PublicationReader {
  private final JsonMembers in;

  PublicationReader(JsonMembers in) {
    this.in = in;
  }

  List<Publication> all() throws IOException {
    List<Publication> all = new ArrayList<>();
    if (in.enters(JsonToken.START_ARRAY)) {
      while (in.nextElement()) {
        all.add(one());
      }
    }
    return all;
  }

  Publication one() throws IOException {
    String data = "null";
    long offset = 0;
    ClientInfo info = null;
    Map<String, String> tags = Map.of();
    in.expectObject();
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "data" -> data = in.raw();
        case "offset" -> offset = in.integer();
        case "info" -> info = client();
        case "tags" -> tags = in.texts();
        default -> in.skip();
      }
    }
    return new Publication(data, offset, info, tags);
  }

  ClientInfo client() throws IOException {
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
