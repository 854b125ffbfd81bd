package io.heartwire.channel;

import io.heartwire.json.JsonField;
import io.heartwire.json.JsonObject;
import io.heartwire.json.JsonShape;
import io.heartwire.visibility.Internal;
import org.jspecify.annotations.Nullable;

/** {@link SubscribeOverrides} as tokens and the server API write them, in Centrifugo's shape. */
@Internal
public final class OverrideFields {
  private static final JsonField<Boolean> VALUE = JsonField.flag("value");
  private static final JsonShape FLAG = JsonShape.of(VALUE);
  private static final JsonField<Boolean> PRESENCE = flag("presence");
  private static final JsonField<Boolean> JOIN_LEAVE = flag("join_leave");
  private static final JsonField<Boolean> RECOVERY = flag("force_recovery");
  private static final JsonField<Boolean> POSITIONING = flag("force_positioning");
  private static final JsonField<Boolean> PUSH_JOIN_LEAVE = flag("force_push_join_leave");
  private static final JsonShape SHAPE =
      JsonShape.of(PRESENCE, JOIN_LEAVE, RECOVERY, POSITIONING, PUSH_JOIN_LEAVE);

  private OverrideFields() {}

  /** {@code {"presence": {"value": true}}}. */
  public static JsonField<SubscribeOverrides> of(String name) {
    return JsonField.object(
            name,
            SHAPE,
            in ->
                new SubscribeOverrides(
                    in.find(PRESENCE),
                    in.find(JOIN_LEAVE),
                    in.find(RECOVERY),
                    in.find(POSITIONING),
                    in.find(PUSH_JOIN_LEAVE)))
        .orElse(SubscribeOverrides.NONE);
  }

  /** Writes what {@link #of} reads, nothing for {@link SubscribeOverrides#NONE}. */
  public static void write(JsonObject out, String name, SubscribeOverrides overrides) {
    if (!overrides.equals(SubscribeOverrides.NONE)) {
      out.object(
          name,
          in -> {
            write(in, PRESENCE, overrides.presence());
            write(in, JOIN_LEAVE, overrides.joinLeave());
            write(in, RECOVERY, overrides.forceRecovery());
            write(in, POSITIONING, overrides.forcePositioning());
            write(in, PUSH_JOIN_LEAVE, overrides.forcePushJoinLeave());
          });
    }
  }

  private static void write(JsonObject out, JsonField<Boolean> field, @Nullable Boolean value) {
    if (value != null) {
      out.object(field.name(), in -> in.flag(VALUE.name(), value));
    }
  }

  private static JsonField<Boolean> flag(String name) {
    return JsonField.object(name, FLAG, in -> in.get(VALUE));
  }
}
