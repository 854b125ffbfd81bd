package io.heartwire.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import io.heartwire.visibility.Internal;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The types that an application may use: a promise, which grows on purpose only. */
final class ApplicationTypes {

  /** By package and name below the root. */
  static final Set<String> NAMES =
      Stream.of(
              in("broker", "BrokerException ChannelStats ClientInfo HistoryPage HistoryQuery"),
              in("broker", "Payload PresenceStats Publication PublicationDraft PublishOptions"),
              in("broker", "NodeAnswer NodeId NodeInfo PublishResult StreamPosition"),
              in("broker", "DeadLetter QueueDraft QueueMessage QueueReceipt QueueStats"),
              in("channel", "ChannelException ChannelName ChannelProblem Channels ClientData"),
              in(
                  "channel",
                  "ClientPublished ClientSubscribed ClientUnsubscribed DeltaKind Durability"),
              in("channel", "PublishAttempt PublishExtras PublishHook SubscribeAttempt"),
              in("channel", "SubscribeGrant SubscribeHook SubscribeOverrides SubscribeRequest"),
              in("channel", "UnsubscribeCode"),
              in("connection", "CloseReason ConnectionClosed ConnectionCounts ConnectionId"),
              in("connection", "ConnectionOpened ConnectionSnapshot ConnectionState"),
              in("connection", "ConnectionTotals Connections Peer"),
              in("hook", "Decision DisconnectException RefusedException"),
              in("hub", "Client ClientConnected ClientDisconnected ClientMessage Clients"),
              in("hub", "ConnectAttempt ConnectHook Identity Operations RpcCall RpcHandler"),
              in("queue", "QueueConsumer QueueException QueueName QueueProblem Queues"),
              in("queue", "RejectedMessageException"),
              in("hub", "RpcMethod TokenException TokenMark TokenVerifier"))
          .flatMap(names -> names)
          .collect(Collectors.toUnmodifiableSet());

  private ApplicationTypes() {}

  /** Whether the type, or one around it, or its package is marked as nobody else's. */
  static boolean isInternal(JavaClass type) {
    return type.isAnnotatedWith(Internal.class)
        || type.getPackage().isAnnotatedWith(Internal.class)
        || type.getEnclosingClass().map(ApplicationTypes::isInternal).orElse(false);
  }

  private static Stream<String> in(String name, String types) {
    return Stream.of(types.split(" ")).map(type -> name + '.' + type);
  }
}
