package io.heartwire.console;

import io.heartwire.channel.ChannelName;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;

/** The field that names a channel. */
final class ChannelField {
  static final JsonField<String> CHANNEL = JsonField.text("channel");

  private ChannelField() {}

  /**
   * @throws io.heartwire.hook.RefusedException if it is missing or breaks the rule
   */
  static ChannelName read(FieldValues in) {
    return ChannelName.parse(in.get(CHANNEL))
        .orElseThrow(() -> ConsoleErrors.badRequest("channel must have " + ChannelName.RULE));
  }
}
