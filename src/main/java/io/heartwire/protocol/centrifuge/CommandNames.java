package io.heartwire.protocol.centrifuge;

import java.util.Map;

/** What commands are called in figures: a set that no client can add to. */
final class CommandNames {
  static final String PROTOCOL = "centrifuge";
  private static final String OTHER = "other";

  private static final Map<Class<? extends Request>, String> NAMES =
      Map.ofEntries(
          Map.entry(Request.Connect.class, "connect"),
          Map.entry(Request.Subscribe.class, "subscribe"),
          Map.entry(Request.Unsubscribe.class, "unsubscribe"),
          Map.entry(Request.Publish.class, "publish"),
          Map.entry(Request.Presence.class, "presence"),
          Map.entry(Request.PresenceStats.class, "presence_stats"),
          Map.entry(Request.History.class, "history"),
          Map.entry(Request.Ping.class, "ping"),
          Map.entry(Request.Send.class, "send"),
          Map.entry(Request.Rpc.class, "rpc"),
          Map.entry(Request.Refresh.class, "refresh"),
          Map.entry(Request.SubRefresh.class, "sub_refresh"));

  private CommandNames() {}

  /** Whether commands of this kind have a name of their own. */
  static boolean isNamed(Class<?> kind) {
    return NAMES.containsKey(kind);
  }

  static String of(Request request) {
    return NAMES.getOrDefault(request.getClass(), OTHER);
  }
}
