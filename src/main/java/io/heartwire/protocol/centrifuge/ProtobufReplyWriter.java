package io.heartwire.protocol.centrifuge;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import heartwire.generated.centrifuge.ClientProtocol;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.broker.Publication;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Converts a {@link Reply} into its Protobuf message. Data is not copied. */
final class ProtobufReplyWriter {

  private ProtobufReplyWriter() {}

  static ClientProtocol.Reply write(Reply reply) {
    ClientProtocol.Reply.Builder out = ClientProtocol.Reply.newBuilder();
    if (reply instanceof Reply.Success success) {
      out.setId((int) success.id());
      result(out, success.result());
    } else if (reply instanceof Reply.Failure failure) {
      out.setId((int) failure.id());
      out.getErrorBuilder()
          .setCode(failure.code())
          .setMessage(failure.message())
          .setTemporary(failure.temporary());
    } else if (reply instanceof Reply.News news) {
      push(out.getPushBuilder(), news.push());
    }
    return out.build();
  }

  private static void result(ClientProtocol.Reply.Builder out, Result result) {
    if (result instanceof Result.Connect connect) {
      out.setConnect(connect(connect));
    } else if (result instanceof Result.Subscribe subscribe) {
      out.setSubscribe(subscribe(subscribe));
    } else if (result instanceof Result.Unsubscribe) {
      out.getUnsubscribeBuilder();
    } else if (result instanceof Result.Publish) {
      out.getPublishBuilder();
    } else if (result instanceof Result.Presence presence) {
      ClientProtocol.PresenceResult.Builder all = out.getPresenceBuilder();
      presence.presence().forEach((client, info) -> all.putPresence(client, info(info)));
    } else if (result instanceof Result.PresenceStats stats) {
      out.getPresenceStatsBuilder()
          .setNumClients((int) stats.clients())
          .setNumUsers((int) stats.users());
    } else if (result instanceof Result.History history) {
      out.getHistoryBuilder()
          .addAllPublications(publications(history.publications()))
          .setEpoch(history.epoch())
          .setOffset(history.offset());
    } else if (result instanceof Result.Ping) {
      out.getPingBuilder();
    } else if (result instanceof Result.Rpc rpc) {
      out.getRpcBuilder().setData(bytes(rpc.data()));
    } else if (result instanceof Result.Refresh refresh) {
      out.getRefreshBuilder()
          .setClient(refresh.client())
          .setVersion(refresh.version())
          .setExpires(refresh.expires())
          .setTtl((int) refresh.ttl());
    } else if (result instanceof Result.SubRefresh refresh) {
      out.getSubRefreshBuilder().setExpires(refresh.expires()).setTtl((int) refresh.ttl());
    }
  }

  private static ClientProtocol.ConnectResult connect(Result.Connect connect) {
    return ClientProtocol.ConnectResult.newBuilder()
        .setClient(connect.client())
        .setVersion(connect.version())
        .setExpires(connect.expires())
        .setTtl((int) connect.ttl())
        .setData(bytes(connect.data()))
        .putAllSubs(subs(connect.subs()))
        .setPing((int) connect.ping())
        .setPong(connect.pong())
        .setSession(connect.session())
        .setNode(connect.node())
        .build();
  }

  private static Map<String, ClientProtocol.SubscribeResult> subs(
      Map<String, Result.Subscribe> subs) {
    Map<String, ClientProtocol.SubscribeResult> out = new LinkedHashMap<>();
    subs.forEach((channel, subscribe) -> out.put(channel, subscribe(subscribe)));
    return out;
  }

  private static ClientProtocol.SubscribeResult subscribe(Result.Subscribe subscribe) {
    return ClientProtocol.SubscribeResult.newBuilder()
        .setExpires(subscribe.expires())
        .setTtl((int) subscribe.ttl())
        .setRecoverable(subscribe.recoverable())
        .setEpoch(subscribe.epoch())
        .addAllPublications(publications(subscribe.publications()))
        .setRecovered(subscribe.recovered())
        .setOffset(subscribe.offset())
        .setPositioned(subscribe.positioned())
        .setData(bytes(subscribe.data()))
        .setWasRecovering(subscribe.wasRecovering())
        .setDelta(subscribe.delta())
        .build();
  }

  private static void push(ClientProtocol.Push.Builder out, Push push) {
    if (push instanceof Push.Published published) {
      out.setChannel(published.channel())
          .setPub(publication(published.publication(), published.delta()));
    } else if (push instanceof Push.Join join) {
      out.setChannel(join.channel()).getJoinBuilder().setInfo(info(join.info()));
    } else if (push instanceof Push.Leave leave) {
      out.setChannel(leave.channel()).getLeaveBuilder().setInfo(info(leave.info()));
    } else if (push instanceof Push.Unsubscribe unsubscribe) {
      out.setChannel(unsubscribe.channel())
          .getUnsubscribeBuilder()
          .setCode(unsubscribe.code())
          .setReason(unsubscribe.reason());
    } else if (push instanceof Push.Message message) {
      out.getMessageBuilder().setData(bytes(message.data()));
    } else if (push instanceof Push.Subscribe subscribe) {
      out.setChannel(subscribe.channel())
          .getSubscribeBuilder()
          .setRecoverable(subscribe.recoverable())
          .setEpoch(subscribe.epoch())
          .setOffset(subscribe.offset())
          .setPositioned(subscribe.positioned())
          .setData(bytes(subscribe.data()));
    } else if (push instanceof Push.Connect connect) {
      out.getConnectBuilder()
          .setClient(connect.client())
          .setVersion(connect.version())
          .setData(bytes(connect.data()))
          .putAllSubs(subs(connect.subs()))
          .setExpires(connect.expires())
          .setTtl((int) connect.ttl())
          .setPing((int) connect.ping())
          .setPong(connect.pong())
          .setSession(connect.session())
          .setNode(connect.node());
    } else if (push instanceof Push.Disconnect disconnect) {
      out.getDisconnectBuilder()
          .setCode(disconnect.code())
          .setReason(disconnect.reason())
          .setReconnect(disconnect.reconnect());
    } else if (push instanceof Push.Refresh refresh) {
      out.getRefreshBuilder().setExpires(refresh.expires()).setTtl((int) refresh.ttl());
    }
  }

  private static List<ClientProtocol.Publication> publications(List<Publication> publications) {
    List<ClientProtocol.Publication> out = new ArrayList<>(publications.size());
    for (Publication publication : publications) {
      out.add(publication(publication, false));
    }
    return out;
  }

  private static ClientProtocol.Publication publication(Publication publication, boolean delta) {
    ClientProtocol.Publication.Builder out =
        ClientProtocol.Publication.newBuilder()
            .setData(bytes(publication.data()))
            .setOffset(publication.offset())
            .putAllTags(publication.tags())
            .setDelta(delta)
            .setTime(publication.timeMillis());
    ClientInfo info = publication.info();
    if (info != null) {
      out.setInfo(info(info));
    }
    return out.build();
  }

  private static ClientProtocol.ClientInfo info(ClientInfo info) {
    return ClientProtocol.ClientInfo.newBuilder()
        .setUser(info.user())
        .setClient(info.client())
        .setConnInfo(bytes(info.connectionInfo()))
        .setChanInfo(bytes(info.channelInfo()))
        .build();
  }

  private static ByteString bytes(Payload data) {
    return UnsafeByteOperations.unsafeWrap(data.shared());
  }
}
