package io.heartwire.api;

import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.hub.ClientTarget;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.queue.QueueName;
import java.util.Base64;

/** Values of requests, checked. */
final class NameCheck {

  private NameCheck() {}

  /**
   * @throws ApiException if it is missing or breaks the rule
   */
  static ChannelName channel(String text) {
    if (text.isEmpty()) {
      throw ApiException.badRequest("channel is missing");
    }
    return ChannelName.parse(text)
        .orElseThrow(() -> ApiException.badRequest("channel must have " + ChannelName.RULE));
  }

  /**
   * @throws ApiException if it is missing or breaks the rule
   */
  static QueueName queue(String text) {
    if (text.isEmpty()) {
      throw ApiException.badRequest("queue is missing");
    }
    return QueueName.parse(text)
        .orElseThrow(() -> ApiException.badRequest("queue must have " + QueueName.RULE));
  }

  /**
   * @throws ApiException if the user is missing
   */
  static void requireUser(ClientTarget target) {
    if (target.user().isEmpty()) {
      throw ApiException.badRequest("user is missing");
    }
  }

  /**
   * @throws ApiException if it is not base64
   */
  static Payload decoded(FieldValues in, JsonField<String> base64) {
    try {
      return Payload.sharing(Base64.getDecoder().decode(in.get(base64)));
    } catch (IllegalArgumentException notBase64) {
      throw ApiException.badRequest(base64.name() + " is not base64");
    }
  }
}
