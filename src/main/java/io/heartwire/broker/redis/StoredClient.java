package io.heartwire.broker.redis;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonObject;
import io.heartwire.json.JsonShape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A present client as Redis has it: its node's lease, a space, and JSON. A script tells by the
 * beginning whose it is.
 *
 * @param lease of its node
 * @param client the client
 * @param announced whether others are told of its leave
 */
record StoredClient(String lease, ClientInfo client, boolean announced) {
  private static final JsonField<String> USER = JsonField.text("user");
  private static final JsonField<String> CLIENT = JsonField.text("client");
  private static final JsonField<Payload> CONNECTION = PayloadJson.field("conn_info");
  private static final JsonField<Payload> CHANNEL = PayloadJson.field("chan_info");
  private static final JsonField<Boolean> ANNOUNCED = JsonField.flag("announced");
  private static final JsonShape SHAPE = JsonShape.of(USER, CLIENT, CONNECTION, CHANNEL, ANNOUNCED);

  byte[] value() {
    byte[] json =
        JsonObject.of(
            out -> {
              out.text("user", client.user()).text("client", client.client());
              PayloadJson.write(out, "conn_info", client.connectionInfo());
              PayloadJson.write(out, "chan_info", client.channelInfo());
              out.flag("announced", announced);
            });
    byte[] owner = Replies.bytes(lease + ' ');
    byte[] value = Arrays.copyOf(owner, owner.length + json.length);
    System.arraycopy(json, 0, value, owner.length, json.length);
    return value;
  }

  /**
   * @throws IOException if it is none
   */
  static StoredClient of(byte[] value) throws IOException {
    int space = 0;
    while (space < value.length && value[space] != ' ') {
      space++;
    }
    String lease = new String(value, 0, space, StandardCharsets.UTF_8);
    byte[] json = Arrays.copyOfRange(value, Math.min(space + 1, value.length), value.length);
    FieldValues in = SHAPE.read(json, "the present client");
    ClientInfo client =
        new ClientInfo(in.get(USER), in.get(CLIENT), in.get(CONNECTION), in.get(CHANNEL));
    return new StoredClient(lease, client, in.get(ANNOUNCED));
  }

  String uid() {
    return Lease.uidOf(lease);
  }
}
