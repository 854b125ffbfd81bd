package io.heartwire.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heartwire.channel.ChannelOptions;
import io.heartwire.config.DurationSyntax;
import java.io.IOException;
import java.util.Locale;

/** The rules of a namespace, by the names that its settings have. */
final class RulesJson {
  private RulesJson() {}

  /** The member {@code rules}. */
  static void write(JsonGenerator out, ChannelOptions options) throws IOException {
    out.writeObjectFieldStart("rules");
    out.writeNumberField("history-size", options.historySize());
    out.writeStringField("history-ttl", DurationSyntax.format(options.historyTtl()));
    out.writeBooleanField("presence", options.presence());
    out.writeBooleanField("join-leave", options.joinLeave());
    out.writeBooleanField("force-recovery", options.forceRecovery());
    out.writeBooleanField("force-positioning", options.forcePositioning());
    out.writeBooleanField("force-push-join-leave", options.forcePushJoinLeave());
    out.writeStringField("allow-subscribe", label(options.allowSubscribe()));
    out.writeStringField("allow-publish", label(options.allowPublish()));
    out.writeStringField("allow-history", label(options.allowHistory()));
    out.writeStringField("allow-presence", label(options.allowPresence()));
    out.writeStringField("overflow", label(options.overflow()));
    out.writeStringField("delta", label(options.delta()));
    out.writeEndObject();
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
