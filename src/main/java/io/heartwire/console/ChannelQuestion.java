package io.heartwire.console;

import io.heartwire.channel.ChannelInspection;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonShape;
import io.heartwire.json.JsonText;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** How many subscribers a channel has on this node. Safe for use by any thread. */
@Singleton
class ChannelQuestion implements Question {
  static final JsonField<Long> SUBSCRIBERS = JsonField.integer("subscribers", 0, Integer.MAX_VALUE);
  static final JsonShape SHAPE = JsonShape.of(ChannelField.CHANNEL);

  private final ChannelInspection channels;

  @Inject
  ChannelQuestion(ChannelInspection channels) {
    this.channels = channels;
  }

  @Override
  public String name() {
    return "channel";
  }

  @Override
  public JsonShape shape() {
    return SHAPE;
  }

  @Override
  public byte[] answer(FieldValues in) {
    int subscribers = channels.subscriptions(ChannelField.read(in));
    return JsonText.object(out -> out.writeNumberField(SUBSCRIBERS.name(), subscribers));
  }
}
