package io.heartwire.protocol.centrifuge;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import heartwire.generated.centrifuge.ClientProtocol;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.broker.Publication;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The other end of a Protobuf wire: writes commands and reads replies, as a client does. */
final class ClientSide {

  private ClientSide() {}

  static byte[] delimited(MessageLite message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      message.writeDelimitedTo(out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  static byte[] protobuf(Command command) {
    ClientProtocol.Command.Builder out =
        ClientProtocol.Command.newBuilder().setId((int) command.id());
    Request request = command.request();
    if (request instanceof Request.Connect connect) {
      out.getConnectBuilder()
          .setToken(connect.token())
          .setData(bytes(connect.data()))
          .setName(connect.name())
          .setVersion(connect.version())
          .putAllHeaders(connect.headers());
      connect.subs().forEach((c, sub) -> out.getConnectBuilder().putSubs(c, subscribe(sub)));
    } else if (request instanceof Request.Subscribe subscribe) {
      out.setSubscribe(subscribe(subscribe));
    } else if (request instanceof Request.Unsubscribe unsubscribe) {
      out.getUnsubscribeBuilder().setChannel(unsubscribe.channel());
    } else if (request instanceof Request.Publish publish) {
      out.getPublishBuilder().setChannel(publish.channel()).setData(bytes(publish.data()));
    } else if (request instanceof Request.Presence presence) {
      out.getPresenceBuilder().setChannel(presence.channel());
    } else if (request instanceof Request.PresenceStats stats) {
      out.getPresenceStatsBuilder().setChannel(stats.channel());
    } else if (request instanceof Request.History history) {
      out.getHistoryBuilder()
          .setChannel(history.channel())
          .setLimit(history.limit())
          .setReverse(history.reverse());
      if (history.since() != null) {
        out.getHistoryBuilder()
            .getSinceBuilder()
            .setOffset(history.since().offset())
            .setEpoch(history.since().epoch());
      }
    } else if (request instanceof Request.Ping) {
      out.getPingBuilder();
    } else if (request instanceof Request.Send send) {
      out.getSendBuilder().setData(bytes(send.data()));
    } else if (request instanceof Request.Rpc rpc) {
      out.getRpcBuilder().setMethod(rpc.method()).setData(bytes(rpc.data()));
    } else if (request instanceof Request.Refresh refresh) {
      out.getRefreshBuilder().setToken(refresh.token());
    } else if (request instanceof Request.SubRefresh refresh) {
      out.getSubRefreshBuilder().setChannel(refresh.channel()).setToken(refresh.token());
    }
    return delimited(out.build());
  }

  /** The reply a client reads from an encoded one. */
  static Reply reply(byte[] delimited) {
    try {
      ClientProtocol.Reply in =
          ClientProtocol.Reply.parseDelimitedFrom(new ByteArrayInputStream(delimited));
      long id = Integer.toUnsignedLong(in.getId());
      if (in.hasError()) {
        return new Reply.Failure(
            id, in.getError().getCode(), in.getError().getMessage(), in.getError().getTemporary());
      }
      if (in.hasPush()) {
        return new Reply.News(push(in.getPush()));
      }
      return id == 0 ? new Reply.Ping() : new Reply.Success(id, result(in));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static ClientProtocol.SubscribeRequest subscribe(Request.Subscribe in) {
    ClientProtocol.SubscribeRequest.Builder out =
        ClientProtocol.SubscribeRequest.newBuilder()
            .setChannel(in.channel())
            .setToken(in.token())
            .setRecover(in.recover())
            .setEpoch(in.epoch())
            .setOffset(in.offset())
            .setData(bytes(in.data()))
            .setPositioned(in.positioned())
            .setRecoverable(in.recoverable())
            .setJoinLeave(in.joinLeave())
            .setDelta(in.delta())
            .setFlag(in.flag())
            .setType(in.type());
    if (in.filter() != null) {
      out.setTf(filter(in.filter()));
    }
    return out.build();
  }

  private static ClientProtocol.FilterNode filter(FilterNode in) {
    return ClientProtocol.FilterNode.newBuilder()
        .setOp(in.op())
        .setKey(in.key())
        .setCmp(in.cmp())
        .setVal(in.val())
        .addAllVals(in.vals())
        .addAllNodes(in.nodes().stream().map(ClientSide::filter).toList())
        .build();
  }

  private static Result result(ClientProtocol.Reply in) {
    if (in.hasConnect()) {
      ClientProtocol.ConnectResult r = in.getConnect();
      return new Result.Connect(
          r.getClient(),
          r.getVersion(),
          r.getExpires(),
          r.getTtl(),
          raw(r.getData()),
          subs(r.getSubsMap()),
          r.getPing(),
          r.getPong(),
          r.getSession(),
          r.getNode(),
          null);
    }
    if (in.hasSubscribe()) {
      return subscribed(in.getSubscribe());
    }
    if (in.hasUnsubscribe()) {
      return new Result.Unsubscribe();
    }
    if (in.hasPublish()) {
      return new Result.Publish();
    }
    if (in.hasPresence()) {
      return new Result.Presence(
          in.getPresence().getPresenceMap().entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, e -> info(e.getValue()))));
    }
    if (in.hasPresenceStats()) {
      return new Result.PresenceStats(
          in.getPresenceStats().getNumClients(), in.getPresenceStats().getNumUsers());
    }
    if (in.hasHistory()) {
      return new Result.History(
          publications(in.getHistory().getPublicationsList()),
          in.getHistory().getEpoch(),
          in.getHistory().getOffset());
    }
    if (in.hasPing()) {
      return new Result.Ping();
    }
    if (in.hasRpc()) {
      return new Result.Rpc(raw(in.getRpc().getData()));
    }
    if (in.hasRefresh()) {
      ClientProtocol.RefreshResult r = in.getRefresh();
      return new Result.Refresh(r.getClient(), r.getVersion(), r.getExpires(), r.getTtl());
    }
    return new Result.SubRefresh(in.getSubRefresh().getExpires(), in.getSubRefresh().getTtl());
  }

  private static Push push(ClientProtocol.Push in) {
    String channel = in.getChannel();
    if (in.hasPub()) {
      return new Push.Published(channel, publication(in.getPub()), in.getPub().getDelta());
    }
    if (in.hasJoin()) {
      return new Push.Join(channel, info(in.getJoin().getInfo()));
    }
    if (in.hasLeave()) {
      return new Push.Leave(channel, info(in.getLeave().getInfo()));
    }
    if (in.hasUnsubscribe()) {
      return new Push.Unsubscribe(
          channel, in.getUnsubscribe().getCode(), in.getUnsubscribe().getReason());
    }
    if (in.hasMessage()) {
      return new Push.Message(raw(in.getMessage().getData()));
    }
    if (in.hasSubscribe()) {
      ClientProtocol.Subscribe s = in.getSubscribe();
      return new Push.Subscribe(
          channel,
          s.getRecoverable(),
          s.getEpoch(),
          s.getOffset(),
          s.getPositioned(),
          raw(s.getData()));
    }
    if (in.hasConnect()) {
      ClientProtocol.Connect c = in.getConnect();
      return new Push.Connect(
          c.getClient(),
          c.getVersion(),
          raw(c.getData()),
          subs(c.getSubsMap()),
          c.getExpires(),
          c.getTtl(),
          c.getPing(),
          c.getPong(),
          c.getSession(),
          c.getNode());
    }
    if (in.hasDisconnect()) {
      ClientProtocol.Disconnect d = in.getDisconnect();
      return new Push.Disconnect(d.getCode(), d.getReason(), d.getReconnect());
    }
    return new Push.Refresh(in.getRefresh().getExpires(), in.getRefresh().getTtl());
  }

  private static Map<String, Result.Subscribe> subs(
      Map<String, ClientProtocol.SubscribeResult> subs) {
    Map<String, Result.Subscribe> out = new LinkedHashMap<>();
    subs.forEach((channel, sub) -> out.put(channel, subscribed(sub)));
    return out;
  }

  private static Result.Subscribe subscribed(ClientProtocol.SubscribeResult in) {
    return new Result.Subscribe(
        in.getExpires(),
        in.getTtl(),
        in.getRecoverable(),
        in.getEpoch(),
        publications(in.getPublicationsList()),
        in.getRecovered(),
        in.getOffset(),
        in.getPositioned(),
        raw(in.getData()),
        in.getWasRecovering(),
        in.getDelta());
  }

  private static List<Publication> publications(List<ClientProtocol.Publication> in) {
    return in.stream().map(ClientSide::publication).toList();
  }

  private static Publication publication(ClientProtocol.Publication in) {
    return new Publication(
        in.getOffset(),
        raw(in.getData()),
        in.hasInfo() ? info(in.getInfo()) : null,
        in.getTagsMap(),
        in.getTime());
  }

  private static ClientInfo info(ClientProtocol.ClientInfo in) {
    return new ClientInfo(
        in.getUser(), in.getClient(), raw(in.getConnInfo()), raw(in.getChanInfo()));
  }

  private static Payload raw(ByteString data) {
    return Payload.sharing(data.toByteArray());
  }

  private static ByteString bytes(Payload data) {
    return ByteString.copyFrom(data.shared());
  }
}
